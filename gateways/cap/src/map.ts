import { type Finding, type Loss, type Mapped, shown } from '@wasl/gateway-kit';
import type { Json, Mode, RecordId, Ref, Result, SubjectId } from '@wasl/record';
import { accept, canonicalText, refuse } from '@wasl/record';
import { type BlockLanguage, blockLanguage, blocksOf, foldCoded, foldText, translationGroups } from './block-rule.ts';
import type { CapAlert, CapInfo, CapMessageType, CapReference, CapStatus } from './document.ts';
import { jsonBytes, mapAreas, mapResources, namedJson } from './map-areas.ts';
import { type HomeBox, homeBoxes } from './map-geometry.ts';

/** A record that a reference of a foreign message names, as the node knows it. */
export interface KnownAlert {
  readonly id: RecordId;
  readonly subject: SubjectId;
  /** Whether this agency issued it: only then may an Update or Cancel change it. */
  readonly own: boolean;
  /** Whether a partner holds it too: refs of a record that goes out name nothing that stayed at home (RC5). */
  readonly shared: boolean;
}

/** What `put` takes of an alert: units by name as ALERT-UNITS.md has them, and the members of the label that differ from the type's default. */
export interface AlertDraft {
  readonly type: 'alert';
  readonly mode: Mode;
  readonly fields: Readonly<Record<string, Json>>;
  readonly refs: readonly Ref[];
  readonly subject?: SubjectId;
  readonly label: Readonly<Record<string, Json>>;
  /** Stays at this node whatever an arrangement allows: a draft, or a private message whose addressees are not ours to know. */
  readonly local: boolean;
}

/** How to map: the known references, whether a text of a contact names a person, home boxes for the axis finding. */
export interface MapOptions {
  readonly known?: (reference: CapReference) => KnownAlert | undefined;
  readonly namesPerson?: (text: string) => boolean;
  readonly boxes?: readonly HomeBox[];
}

/** Longest unit, leaving room for salt, name and encoding below the 64 KiB of a disclosure (RC2). */
const maxUnitBytes = 60_000;
/** All units together: a leaf's disclosures are at most 256 KiB in base64url (EX2). */
const maxRecordBytes = 176_000;
const maxRefs = 64;

/** The mode that a CAP status sets; a draft stays local and never meets real records. */
export const modeOfStatus: Readonly<Record<CapStatus, Mode>> = {
  Actual: 'actual',
  Exercise: 'exercise',
  System: 'system',
  Test: 'test',
  Draft: 'test',
};
const relationOf: Readonly<Record<CapMessageType, Ref['rel']>> = {
  Alert: 'concerns',
  Update: 'supersedes',
  Cancel: 'withdraws',
  Ack: 'acknowledges',
  Error: 'refuses',
};

function mapReferences(
  alert: CapAlert,
  options: MapOptions & { readonly local: boolean },
  findings: Finding[],
): { readonly refs: readonly Ref[]; readonly subject?: SubjectId } {
  const refs = new Map<string, Ref>();
  let subject: SubjectId | undefined;
  for (const [index, reference] of alert.references.entries()) {
    const path = `/alert/references[${index + 1}]`;
    const value = shown(`${reference.sender},${reference.identifier},${reference.sent}`);
    const known = options.known?.(reference);
    if (known === undefined) {
      findings.push({ path, value, reason: 'reference-unknown' });
      continue;
    }
    subject ??= known.subject;
    if (!known.shared && !options.local) {
      findings.push({ path, value, reason: 'reference-not-shared' });
      continue;
    }
    const changes = alert.messageType === 'Update' || alert.messageType === 'Cancel';
    if (changes && !known.own) findings.push({ path, value, reason: 'reference-not-own' });
    if (refs.size < maxRefs) refs.set(known.id, { rel: changes && !known.own ? 'concerns' : relationOf[alert.messageType], id: known.id });
    else findings.push({ path, value, reason: 'reference-beyond-bound' });
  }
  return { refs: [...refs.values()], ...(subject === undefined ? {} : { subject }) };
}

function mapTimes(info: CapInfo): Json | undefined {
  const times = {
    ...(info.effective === undefined ? {} : { effective: info.effective }),
    ...(info.onset === undefined ? {} : { onset: info.onset }),
    ...(info.expires === undefined ? {} : { expires: info.expires }),
  };
  return Object.keys(times).length === 0 ? undefined : times;
}

function filled(list: readonly Json[]): Json | undefined {
  return list.length === 0 ? undefined : list;
}

function codedUnits(infos: readonly CapInfo[]): Record<string, Json | undefined> {
  const each = (pick: (info: CapInfo) => Json | undefined): Json | undefined => foldCoded(infos.map(pick));
  return {
    category: each((info) => info.categories),
    responseType: each((info) => filled(info.responseTypes)),
    urgency: each((info) => info.urgency),
    severity: each((info) => info.severity),
    certainty: each((info) => info.certainty),
    eventCodes: each((info) => (info.eventCodes.length === 0 ? undefined : namedJson(info.eventCodes))),
    times: each(mapTimes),
  };
}

/** The value without the texts that are meant to differ between languages. */
function withoutDesc(value: Json): Json {
  if (!Array.isArray(value)) return value;
  return (value as readonly Json[]).map((item) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
    const { desc: _desc, ...coded } = item as { readonly [key: string]: Json };
    return coded;
  });
}

/** The codes of translations must agree; where they don't, both stay in the record and a finding names the unit. */
function compareTranslations(
  units: Readonly<Record<string, Json | undefined>>,
  languages: readonly BlockLanguage[],
  findings: Finding[],
): void {
  for (const [name, unit] of Object.entries(units)) {
    const blocks = blocksOf(unit);
    if (blocks === undefined) continue;
    for (const group of translationGroups(languages)) {
      const values = group.map((index) => canonicalText(withoutDesc(blocks[index] ?? null)));
      if (new Set(values).size > 1) findings.push({ path: name, value: shown(values.join(' ≠ ')), reason: 'translations-differ' });
    }
  }
}

function contactTexts(infos: readonly CapInfo[], options: MapOptions, losses: Loss[]): (string | undefined)[] {
  return infos.map((info, index) => {
    if (info.contact === undefined || options.namesPerson?.(info.contact) !== true) return info.contact;
    losses.push({ path: `/alert/info[${index + 1}]/contact`, reason: 'contact-names-person' });
    return undefined;
  });
}

function textUnits(
  infos: readonly CapInfo[],
  languages: readonly BlockLanguage[],
  contacts: readonly (string | undefined)[],
): Record<string, Json | undefined> {
  const each = (pick: (info: CapInfo) => string | undefined): Json | undefined => foldText(infos.map(pick), languages);
  return {
    event: each((info) => info.event),
    audience: each((info) => info.audience),
    senderName: each((info) => info.senderName),
    headline: each((info) => info.headline),
    description: each((info) => info.description),
    instruction: each((info) => info.instruction),
    contact: foldText(contacts, languages),
  };
}

function messageUnits(alert: CapAlert, languages: readonly BlockLanguage[]): Record<string, Json | undefined> {
  return {
    messageType: alert.messageType,
    identifier: alert.identifier,
    sender: alert.sender,
    sent: alert.sent,
    status: alert.status === 'Draft' ? 'Draft' : undefined,
    scope: {
      scope: alert.scope,
      ...(alert.restriction === undefined ? {} : { restriction: alert.restriction }),
      ...(alert.addresses === undefined ? {} : { addresses: alert.addresses }),
    },
    source: alert.source,
    codes: filled(alert.codes),
    note: alert.note,
    references: filled(alert.references.map(({ sender, identifier, sent }) => ({ sender, identifier, sent }))),
    incidents: alert.incidents,
    languages: filled(languages.map((language) => ({ ...language }))),
  };
}

function checkSizes(fields: Readonly<Record<string, Json>>): Result<true> {
  let total = 0;
  for (const [name, value] of Object.entries(fields)) {
    const size = jsonBytes(value);
    total += size;
    if (size > maxUnitBytes) return refuse('cap-unit-too-large', `${name} has ${size} bytes, at most ${maxUnitBytes}`, { path: name });
  }
  return total > maxRecordBytes ? refuse('cap-unit-too-large', `all units have ${total} bytes, at most ${maxRecordBytes}`) : accept(true);
}

function labelOf(alert: CapAlert): { readonly label: Readonly<Record<string, Json>>; readonly local: boolean } {
  if (alert.status === 'Draft' || alert.scope === 'Private') return { label: { rel: [] }, local: true };
  return { label: alert.scope === 'Restricted' ? { tlp: 'AMBER' } : {}, local: false };
}

/**
 * A CAP document as a draft of an `alert` record, with what was lost and what a person should look at (MAPPING.md).
 * What no loss line names comes back equal by `unmapAlert`. Refuses `cap-unit-too-large` only.
 */
export function mapAlert(alert: CapAlert, options: MapOptions = {}): Result<Mapped<AlertDraft>> {
  const losses: Loss[] = [];
  const findings: Finding[] = [];
  const languages = alert.infos.map(blockLanguage);
  const coded = codedUnits(alert.infos);
  const { areas, place } = mapAreas(alert.infos, languages, {
    maxBytes: maxUnitBytes,
    boxes: options.boxes ?? homeBoxes,
    losses,
    findings,
  });
  const resources = mapResources(alert.infos, languages, { maxBytes: maxUnitBytes, losses });
  compareTranslations({ ...coded, areas }, languages, findings);
  const units: Record<string, Json | undefined> = {
    ...messageUnits(alert, languages),
    ...coded,
    ...textUnits(alert.infos, languages, contactTexts(alert.infos, options, losses)),
    web: foldCoded(alert.infos.map((info) => info.web)),
    parameters: foldCoded(alert.infos.map((info) => (info.parameters.length === 0 ? undefined : namedJson(info.parameters)))),
    resources,
    areas,
    place,
  };
  const fields: Record<string, Json> = {};
  for (const [name, value] of Object.entries(units)) if (value !== undefined) fields[name] = value;
  const sized = checkSizes(fields);
  if (!sized.ok) return sized;
  const { label, local } = labelOf(alert);
  if (local && alert.status !== 'Draft') findings.push({ path: '/alert/addresses', reason: 'private-stays-local' });
  return accept({
    value: {
      type: 'alert',
      mode: modeOfStatus[alert.status],
      fields,
      label,
      local,
      ...mapReferences(alert, { ...options, local }, findings),
    },
    losses,
    findings,
  });
}
