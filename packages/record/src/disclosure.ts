import { decodeBase64urlText } from './base64url.ts';
import { fail } from './codes.ts';
import type { Crypto } from './crypto.ts';
import type { Entry } from './entry.ts';
import type { Bounds, Json } from './json.ts';
import { type Label, type PublicLabel, parseLabel, parsePrivateLabel } from './label.ts';
import { parseCanonical } from './parse-json.ts';

/** One opened unit: its slot in `sd`, its name, value, own label if it has one, and the disclosure's text as received. */
export interface OpenedField {
  readonly slot: number;
  readonly name: string;
  readonly value: Json;
  readonly label?: Label;
  readonly text: string;
}

/** RC2: the value of a unit is at most 64 KiB of canonical JSON. */
export const maxValueBytes = 65_536;
/** The text of a disclosure: the value, its salt, name and label, in base64url. */
export const maxDisclosureLength = 100_000;
/** The unit that carries the private part of the record's label. */
export const labelUnit = 'label';

const bounds: Bounds = { maxBytes: 75_000, maxDepth: 20, maxMembers: 16_384, maxStringLength: maxValueBytes };
const nameForm = /^[a-z][A-Za-z0-9]{0,47}(?:\.[a-z][A-Za-z0-9]{0,31})?$/;
const saltForm = /^[A-Za-z0-9_-]{21}[AQgw]$/;
// Members of an entry cannot be said a second time by a unit, nor RFC 9901 §4's own names.
const reserved: ReadonlySet<string> = new Set([
  'v',
  'type',
  'issuer',
  'mode',
  'issuedAt',
  'hlc',
  'subject',
  'refs',
  'sd',
  'author',
  '_sd',
  '_sd_alg',
  '...',
]);

/** Whether no unit may have this name: members of the entry and the reserved names of RFC 9901 §4. `label` is not among them but has its own form. */
export function isReservedName(name: string): boolean {
  return reserved.has(name);
}

/** Whether the text is the name of a unit, such as `place` or `place.coarse`. */
export function isUnitName(name: string): boolean {
  return nameForm.test(name);
}

interface Content {
  readonly name: string;
  readonly value: Json;
  readonly label?: Label;
}

/** Parses the text of one disclosure whose digest was already found in an entry; throws `disclosure-*`, `base64url-invalid`, `json-*` or `label-invalid`. */
export function parseDisclosure(text: string): Content {
  if (text.length > maxDisclosureLength)
    throw fail('disclosure-too-long', `${text.length} characters are more than ${maxDisclosureLength}`);
  const parsed = parseCanonical(decodeBase64urlText(text), bounds);
  if (!Array.isArray(parsed) || parsed.length !== 3) throw fail('disclosure-invalid', 'a disclosure is not an array of three elements');
  const [salt, name, content] = parsed as readonly Json[];
  if (typeof salt !== 'string' || !saltForm.test(salt))
    throw fail('disclosure-invalid', 'the salt is not 22 base64url characters of 128 bits');
  if (typeof name !== 'string') throw fail('disclosure-invalid', 'the name is not a string');
  if (isReservedName(name)) throw fail('disclosure-reserved', `${name} is reserved`, { path: name });
  if (!isUnitName(name)) throw fail('disclosure-invalid', `${JSON.stringify(name.slice(0, 60))} is not a unit name such as place.coarse`);
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw fail('disclosure-invalid', 'the content is not an object of v and label', { path: name });
  }
  return contentOf(content as { readonly [key: string]: Json }, name);
}

function contentOf(content: { readonly [key: string]: Json }, name: string): Content {
  const value = content['v'];
  const label = content['label'];
  for (const key in content) {
    if (key !== 'v' && (key !== 'label' || name === labelUnit))
      throw fail('disclosure-invalid', `${name} has the member ${key}`, { path: name });
  }
  if (value === undefined) throw fail('disclosure-invalid', `${name} has no v`, { path: name });
  if (name === labelUnit) parsePrivateLabel(value);
  return label === undefined ? { name, value } : { name, value, label: parseLabel(label, `${name}.label`) };
}

/**
 * Opens the disclosures that came with an entry (RC3). Every text must hash to a digest of `sd`, once; no name twice, none reserved. With `slots`
 * (the terms of release) the texts must be exactly those slots', in their order. One fault refuses all of them:
 * `disclosure-forged`, `-surplus`, `-missing`, `-duplicate`, `-reserved`, `-invalid`, `-too-long`.
 */
export function openDisclosures(
  entry: Pick<Entry, 'sd'>,
  texts: readonly string[],
  options: { readonly crypto: Pick<Crypto, 'sha256Text'>; readonly slots?: readonly number[] },
): readonly OpenedField[] {
  const { sd } = entry;
  const { crypto, slots } = options;
  if (texts.length > (slots?.length ?? sd.length)) {
    throw fail('disclosure-surplus', `${texts.length} disclosures are more than ${slots?.length ?? sd.length}`);
  }
  if (slots !== undefined && texts.length < slots.length) {
    throw fail('disclosure-missing', `${texts.length} disclosures are fewer than ${slots.length}`);
  }
  const opened: OpenedField[] = [];
  for (let index = 0; index < texts.length; index += 1) {
    const text = texts[index] ?? '';
    const wanted = slots === undefined ? -1 : (slots[index] ?? -1);
    if (text.length > maxDisclosureLength)
      throw fail('disclosure-too-long', `${text.length} characters are more than ${maxDisclosureLength}`);
    const digest = crypto.sha256Text(text);
    const slot = wanted >= 0 && sd[wanted] === digest ? wanted : sd.indexOf(digest);
    if (slot < 0) throw fail('disclosure-forged', `no digest of the entry is ${digest}`);
    if (slots !== undefined && slot !== wanted) throw fail('disclosure-surplus', `slot ${slot} came where slot ${wanted} was released`);
    const { name, value, label } = parseDisclosure(text);
    for (const other of opened) {
      if (other.slot === slot || other.name === name) throw fail('disclosure-duplicate', `${name} came twice`, { path: name });
    }
    opened.push(label === undefined ? { slot, name, value, text } : { slot, name, value, label, text });
  }
  return opened;
}

/** The record's whole label from the entry's part and the opened `label` disclosure; throws `label-missing` when that did not come. */
export function recordLabel(entryLabel: PublicLabel, opened: readonly OpenedField[]): Label {
  const carried = opened.find((field) => field.name === labelUnit);
  if (carried === undefined) throw fail('label-missing', 'the label disclosure is not among those released');
  return { ...entryLabel, ...parsePrivateLabel(carried.value) };
}
