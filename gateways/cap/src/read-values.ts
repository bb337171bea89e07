import { parseOffsetTime, shown } from '@wasl/gateway-kit';
import type { CapNamed, CapReference } from './document.ts';
import { type Collector, type Found, leafText, readSequence, refuseAt } from './element-reader.ts';

/** Bound of texts other than polygons and `derefUri`, in UTF-16 units. */
const maxTextLength = 32_768;
/** Bound of names, identifiers, senders and codes. */
const maxNameLength = 1024;
/** Bound of values of parameters, event codes and geocodes, and of `incidents`. */
export const maxValueLength = 16_384;
/** Bound of addresses of pages and files. */
export const maxUriLength = 4096;
const maxIdentifierLength = 512;

type Groups = ReadonlyMap<string, readonly Found[]>;

function boundedText(found: Found, collector: Collector, maxLength: number): string {
  const text = leafText(found, collector);
  if (text.length > maxLength) refuseAt(collector, 'cap-text-too-long', found.path, `${text.length} characters, at most ${maxLength}`);
  return text;
}

/** The one optional text of this name; a blank element counts as absent and is a loss line. */
export function optionalText(groups: Groups, name: string, collector: Collector, maxLength = maxTextLength): string | undefined {
  const found = groups.get(name)?.[0];
  if (found === undefined) return undefined;
  const text = boundedText(found, collector, maxLength);
  if (text.trim() !== '') return text;
  collector.losses.push({ path: found.path, reason: 'blank-element' });
  return undefined;
}

/** The one required text of this name; blank is refused. Gives '' after a reason was noted. */
export function requiredText(groups: Groups, name: string, collector: Collector, maxLength = maxTextLength): string {
  const found = groups.get(name)?.[0];
  if (found === undefined) return '';
  const text = boundedText(found, collector, maxLength);
  if (text.trim() === '') refuseAt(collector, 'cap-missing-element', found.path, `${name} is blank`);
  return text;
}

/** All texts of this name, blank ones included. */
export function allTexts(groups: Groups, name: string, collector: Collector, maxLength = maxNameLength): string[] {
  return (groups.get(name) ?? []).map((found) => boundedText(found, collector, maxLength));
}

function oneOf<T extends string>(found: Found, values: readonly T[], collector: Collector): T | undefined {
  const text = leafText(found, collector);
  const value = values.find((candidate) => candidate === text);
  if (value === undefined) refuseAt(collector, 'cap-value', found.path, `${JSON.stringify(shown(text))}, wanted ${values.join(', ')}`);
  return value;
}

/** A required enumerated value; the first listed one stands in after a reason was noted. */
export function requiredEnum<T extends string>(groups: Groups, name: string, values: readonly [T, ...T[]], collector: Collector): T {
  const found = groups.get(name)?.[0];
  return (found === undefined ? undefined : oneOf(found, values, collector)) ?? values[0];
}

/** All enumerated values of this name. */
export function allEnums<T extends string>(groups: Groups, name: string, values: readonly T[], collector: Collector): T[] {
  return (groups.get(name) ?? []).flatMap((found) => oneOf(found, values, collector) ?? []);
}

function checkedTime(found: Found, collector: Collector): string {
  const text = leafText(found, collector).trim();
  if (parseOffsetTime(text) === undefined) {
    refuseAt(collector, 'cap-time', found.path, `${JSON.stringify(shown(text))}, wanted YYYY-MM-DDThh:mm:ss±hh:mm`);
  }
  return text;
}

/** A required time, as written. */
export function requiredTime(groups: Groups, name: string, collector: Collector): string {
  const found = groups.get(name)?.[0];
  return found === undefined ? '' : checkedTime(found, collector);
}

/** An optional time, as written; a blank element is refused, because no time is blank. */
export function optionalTime(groups: Groups, name: string, collector: Collector): string | undefined {
  const found = groups.get(name)?.[0];
  return found === undefined ? undefined : checkedTime(found, collector);
}

const forbiddenInIdentifiers = /[\s,<&]/;

/** An identifier or sender: no white space, comma, `<`, `&` (CAP 1.2 §3.2.1). */
export function requiredIdentifier(groups: Groups, name: string, collector: Collector): string {
  const text = requiredText(groups, name, collector, maxIdentifierLength);
  const path = groups.get(name)?.[0]?.path ?? name;
  if (text.trim() !== '' && forbiddenInIdentifiers.test(text)) {
    refuseAt(collector, 'cap-identifier', path, `${JSON.stringify(shown(text))} has a space, comma, < or &`);
  }
  return text;
}

/** `references`: triplets of sender, identifier, sent separated by white space. */
export function parseReferences(groups: Groups, collector: Collector): CapReference[] {
  const found = groups.get('references')?.[0];
  const text = optionalText(groups, 'references', collector);
  if (found === undefined || text === undefined) return [];
  const parts = text.trim().split(/\s+/);
  if (parts.length > 256) refuseAt(collector, 'cap-references', found.path, `${parts.length} references, at most 256`);
  return parts.slice(0, 256).flatMap((part) => {
    const [sender, identifier, sent, ...rest] = part.split(',');
    const whole =
      sender && identifier && sent && rest.length === 0 && sender.length <= maxIdentifierLength && identifier.length <= maxIdentifierLength;
    if (!whole || parseOffsetTime(sent) === undefined) {
      refuseAt(collector, 'cap-references', found.path, `${JSON.stringify(shown(part))}, wanted sender,identifier,sent`);
      return [];
    }
    return [{ sender, identifier, sent }];
  });
}

/** All `valueName`/`value` pairs of this name. */
export function allNamed(groups: Groups, name: string, collector: Collector): CapNamed[] {
  return (groups.get(name) ?? []).map((found) => {
    const parts = readSequence(
      found,
      [
        { name: 'valueName', min: 1, max: 1 },
        { name: 'value', min: 1, max: 1 },
      ],
      collector,
    );
    return {
      name: requiredText(parts, 'valueName', collector, maxNameLength),
      value: allTexts(parts, 'value', collector, maxValueLength)[0] ?? '',
    };
  });
}
