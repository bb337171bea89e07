import { formatOffsetTime, type Loss, type Mapped } from '@wasl/gateway-kit';
import type { Json, Mode } from '@wasl/record';
import { type BlockLanguage, textsOf, unfoldCoded, unfoldText } from './block-rule.ts';
import {
  type CapAlert,
  type CapInfo,
  type CapReference,
  type CapStatus,
  categories,
  certainties,
  messageTypes,
  responseTypes,
  scopes,
  severities,
  urgencies,
} from './document.ts';
import { blockLanguagesOf, elementsOf, enumOf, membersOf, namedOf, textOf, timeOf, type Units } from './unit-reader.ts';
import { unmapAreas, unmapResources } from './unmap-areas.ts';

/** A record as one reader was given it. */
export interface GivenAlert {
  readonly id: string;
  readonly issuer: string;
  readonly mode: Mode;
  /** RFC 3339 UTC. */
  readonly issuedAt: string;
  readonly units: Units;
}

/** What the arrangement says about the public, and the words of the restriction that stands on everything else. */
export interface ScopePolicy {
  readonly publicAllowed: boolean;
  readonly restriction: string;
}

const statusOf: Readonly<Record<Mode, CapStatus>> = { actual: 'Actual', exercise: 'Exercise', system: 'System', test: 'Test' };
const notReleased: Readonly<Record<string, string>> = { en: 'Not released', fr: 'Non communiqué', ar: 'غير مُتاح' };

function identifierOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= 512 && !/[\s,<&]/.test(value) ? value : undefined;
}

/** A value, or the stand-in with a loss line: the unit was not released to this reader, or the record never had it. */
function orStandIn<T>(value: T | undefined, standIn: T, at: { readonly path: string; readonly losses: Loss[] }): T {
  if (value !== undefined) return value;
  at.losses.push({ path: at.path, reason: 'not-released' });
  return standIn;
}

function unmapScope(units: Units, policy: ScopePolicy, losses: Loss[]): Pick<CapAlert, 'scope' | 'restriction' | 'addresses'> {
  const unit = membersOf(units['scope']);
  const stated = enumOf(unit['scope'], scopes);
  const addresses = textOf(unit['addresses'], 'scope.addresses', losses);
  const kept = addresses === undefined ? {} : { addresses };
  if (stated === 'Private' && addresses !== undefined) return { scope: 'Private', addresses };
  if (stated === 'Public' && policy.publicAllowed) return { scope: 'Public', ...kept };
  if (stated === 'Public') losses.push({ path: 'scope', value: 'Public', reason: 'scope-narrowed' });
  const restriction = stated === 'Restricted' ? textOf(unit['restriction'], 'scope.restriction', losses) : undefined;
  return { scope: 'Restricted', restriction: restriction ?? policy.restriction, ...kept };
}

function unmapReferences(units: Units, losses: Loss[]): CapReference[] {
  return elementsOf(units['references']).flatMap((entry, index) => {
    const members = membersOf(entry);
    const sender = identifierOf(members['sender']);
    const identifier = identifierOf(members['identifier']);
    const sent = timeOf(members['sent']);
    if (sender !== undefined && identifier !== undefined && sent !== undefined) return [{ sender, identifier, sent }];
    losses.push({ path: `references[${index}]`, reason: 'unit-malformed' });
    return [];
  });
}

type InfoText = 'audience' | 'senderName' | 'headline' | 'description' | 'instruction' | 'contact';
const infoTexts: readonly InfoText[] = ['audience', 'senderName', 'headline', 'description', 'instruction', 'contact'];

function eventTexts(units: Units, languages: readonly BlockLanguage[], losses: Loss[]): string[] {
  const original = textsOf(units['event']).find((text) => text.status === 'original')?.text;
  return unfoldText(units['event'], languages).map((text, index) => {
    const lang = languages[index]?.lang ?? 'en';
    const own = textOf(text, `event.${lang}`, losses);
    if (own !== undefined) return own;
    const other = textOf(original, 'event', losses);
    losses.push(other === undefined ? { path: 'event', reason: 'not-released' } : { path: 'event', value: lang, reason: 'untranslated' });
    return other ?? notReleased[lang.slice(0, 2)] ?? notReleased['en'] ?? '';
  });
}

function unmapInfos(units: Units, losses: Loss[]): CapInfo[] {
  const languages = blockLanguagesOf(units);
  const count = languages.length;
  const texts = Object.fromEntries(infoTexts.map((name) => [name, unfoldText(units[name], languages)]));
  const coded = (name: string): readonly (Json | undefined)[] => unfoldCoded(units[name], count);
  const [category, responseType, urgency, severity, certainty] = ['category', 'responseType', 'urgency', 'severity', 'certainty'].map(
    coded,
  );
  const [eventCodes, times, web, parameters] = ['eventCodes', 'times', 'web', 'parameters'].map(coded);
  const events = eventTexts(units, languages, losses);
  const resources = unmapResources(units, languages, losses);
  const areas = unmapAreas(units, languages, losses);
  return languages.map((language, i): CapInfo => {
    const own = infoTexts.flatMap((name) => {
      const text = textOf(texts[name]?.[i], `${name}.${language.lang}`, losses);
      return text === undefined ? [] : [[name, text] as const];
    });
    const time = membersOf(times?.[i]);
    const stamps = (['effective', 'onset', 'expires'] as const).flatMap((name) => {
      const value = timeOf(time[name]);
      return value === undefined ? [] : [[name, value] as const];
    });
    const link = textOf(web?.[i], 'web', losses);
    const chosen = elementsOf(category?.[i]).flatMap((value) => enumOf(value, categories) ?? []);
    return {
      ...(language.assumed === true ? {} : { language: language.stated ?? language.lang }),
      categories: orStandIn(chosen.length > 0 ? chosen : undefined, ['Other'], { path: 'category', losses }),
      event: events[i] ?? '',
      responseTypes: elementsOf(responseType?.[i]).flatMap((value) => enumOf(value, responseTypes) ?? []),
      urgency: orStandIn(enumOf(urgency?.[i], urgencies), 'Unknown', { path: 'urgency', losses }),
      severity: orStandIn(enumOf(severity?.[i], severities), 'Unknown', { path: 'severity', losses }),
      certainty: orStandIn(enumOf(certainty?.[i], certainties), 'Unknown', { path: 'certainty', losses }),
      eventCodes: namedOf(eventCodes?.[i], 'eventCodes', losses),
      ...Object.fromEntries(stamps),
      ...Object.fromEntries(own),
      ...(link === undefined ? {} : { web: link.trim() }),
      parameters: namedOf(parameters?.[i], 'parameters', losses),
      resources: resources[i] ?? [],
      areas: areas[i] ?? [],
    };
  });
}

function dedupe(losses: readonly Loss[]): Loss[] {
  return [...new Map(losses.map((loss) => [`${loss.reason} ${loss.path} ${loss.value ?? ''}`, loss])).values()];
}

/**
 * The CAP document of a record as released to one reader. A required element whose unit was not released gets the standard's `Unknown`
 * or `Other` and a loss line; nothing is invented. `Public` is written only where the policy says so. An `Update` or `Cancel` whose references
 * were not released is written as `Alert`, because CAP has no such message without them. Never throws, whatever the units hold.
 */
export function unmapAlert(given: GivenAlert, policy: ScopePolicy): Mapped<CapAlert> {
  const losses: Loss[] = [];
  const { units } = given;
  const at = (path: string) => ({ path, losses });
  const references = unmapReferences(units, losses);
  const stated = orStandIn(enumOf(units['messageType'], messageTypes), 'Alert', at('messageType'));
  const issued = Date.parse(given.issuedAt);
  const texts = (['source', 'note', 'incidents'] as const).flatMap((name) => {
    const text = textOf(units[name], name, losses);
    return text === undefined ? [] : [[name, text] as const];
  });
  if (stated !== 'Alert' && references.length === 0) losses.push({ path: 'references', value: stated, reason: 'not-released' });
  const value: CapAlert = {
    identifier: orStandIn(identifierOf(units['identifier']), given.id, at('identifier')),
    sender: orStandIn(identifierOf(units['sender']), given.issuer, at('sender')),
    sent: orStandIn(timeOf(units['sent']), formatOffsetTime(Number.isNaN(issued) ? 0 : issued), at('sent')),
    status: units['status'] === 'Draft' ? 'Draft' : statusOf[given.mode],
    messageType: references.length === 0 ? 'Alert' : stated,
    ...unmapScope(units, policy, losses),
    codes: elementsOf(units['codes']).flatMap((code) => (typeof code === 'string' ? [code] : [])),
    ...Object.fromEntries(texts),
    references,
    infos: unmapInfos(units, losses),
  };
  return { value, losses: dedupe(losses), findings: [] };
}
