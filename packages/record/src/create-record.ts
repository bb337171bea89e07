import { encodeBase64urlText } from './base64url.ts';
import { canonicalText } from './canonical.ts';
import { fail } from './codes.ts';
import type { Crypto, RandomBytes } from './crypto.ts';
import { isReservedName, isUnitName, labelUnit, maxValueBytes } from './disclosure.ts';
import { checkHead, type Entry, encodeEntry, maxSlots, type Ref, recordIdOf } from './entry.ts';
import type { AgencyId, DeskId, Mode, RecordId, SubjectId } from './identifiers.ts';
import type { Json } from './json.ts';
import { type Label, parseLabel, privateLabel, publicLabel } from './label.ts';
import { draw } from './salt.ts';

/** One release unit to be: a coarse twin is an ordinary field whose name ends in `.coarse`. */
export interface FieldDraft {
  readonly name: string;
  readonly value: Json;
  readonly label?: Label;
}

/** What an author says, before it has bytes. `arity` is the fixed number of digests of the type: units, the label and decoys together. */
export interface RecordDraft {
  readonly type: string;
  readonly issuer: AgencyId;
  readonly mode: Mode;
  readonly issuedAt: string;
  readonly hlc: string;
  readonly subject: SubjectId;
  readonly refs: readonly Ref[];
  readonly label: Label;
  readonly author: DeskId;
  readonly fields: readonly FieldDraft[];
  readonly arity: number;
}

/** The text of one disclosure and its place in `sd`. */
export interface SealedDisclosure {
  readonly slot: number;
  readonly name: string;
  readonly text: string;
}

/** A record with its bytes made once (BY2); disclosures in the order of their slots, the label's among them. */
export interface SealedRecord {
  readonly id: RecordId;
  readonly entry: Entry;
  readonly entryText: string;
  readonly disclosures: readonly SealedDisclosure[];
}

interface Unslotted {
  readonly digest: string;
  readonly name: string;
  readonly text: string;
}

function disclosureJson(salt: string, field: FieldDraft): string {
  const value = canonicalText(field.value);
  // Three bytes a character at most: only values near the bound are counted.
  if (value.length * 3 > maxValueBytes && new TextEncoder().encode(value).length > maxValueBytes) {
    throw fail('disclosure-too-long', `${field.name} is longer than ${maxValueBytes} bytes`, { path: field.name });
  }
  const label = field.label === undefined ? '' : `"label":${canonicalText(parseLabel(field.label, `${field.name}.label`))},`;
  return `["${salt}","${field.name}",{${label}"v":${value}}]`;
}

function checkNames(fields: readonly FieldDraft[], arity: number): void {
  if (!Number.isInteger(arity) || arity < 1 || arity > maxSlots || fields.length + 1 > arity) {
    throw fail('disclosure-arity', `${fields.length} units and the label do not fit the arity ${arity} (at most ${maxSlots})`);
  }
  const seen = new Set<string>();
  for (const { name } of fields) {
    if (name === labelUnit || isReservedName(name)) throw fail('disclosure-reserved', `${name} is reserved`, { path: name });
    if (!isUnitName(name)) throw fail('disclosure-invalid', `${JSON.stringify(name.slice(0, 60))} is not a unit name such as place.coarse`);
    if (seen.has(name)) throw fail('disclosure-duplicate', `${name} stands twice`, { path: name });
    seen.add(name);
  }
}

/**
 * Makes the bytes of a record: a salted disclosure per unit and one for the label, decoys up to the arity, sorted digests, the entry and its id.
 * Throws `disclosure-*`, `label-invalid`, `entry-*`, `id-invalid` or `json-*`; the same draft gives other bytes each time, because salts are random.
 */
export function createRecord(draft: RecordDraft, tools: { readonly crypto: Crypto; readonly random: RandomBytes }): SealedRecord {
  const { crypto } = tools;
  checkNames(draft.fields, draft.arity);
  const label = parseLabel(draft.label);
  const units: readonly FieldDraft[] = [...draft.fields, { name: labelUnit, value: privateLabel(label) }];
  const { salts, decoys } = draw(tools.random, units.length, draft.arity - units.length);
  const made: Unslotted[] = [];
  // Random 32 bytes cannot be told from a digest of something unknown (RFC 9901 §4.2.5).
  const digests: string[] = [...decoys];
  for (const [index, unit] of units.entries()) {
    const text = encodeBase64urlText(disclosureJson(salts[index] ?? '', unit));
    const digest = crypto.sha256Text(text);
    digests.push(digest);
    made.push({ digest, name: unit.name, text });
  }
  digests.sort();
  const entry: Entry = { ...checkHead({ ...draft, label: publicLabel(label) }), sd: digests };
  const entryText = encodeEntry(entry);
  const disclosures = made.map(({ digest, name, text }) => ({ slot: digests.indexOf(digest), name, text }));
  disclosures.sort((a, b) => a.slot - b.slot);
  return { id: recordIdOf(entryText, crypto), entry, entryText, disclosures };
}
