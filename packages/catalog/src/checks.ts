import type { Json } from '@wasl/record';
import { type DoctrineRule, type Fields, rule } from './record-type.ts';
import { memberOf } from './schema-parts.ts';

/** A rule that a period ends after it begins; of a list the first element that breaks it is named. */
export function ordered(id: string, unit: string, members: readonly [from: string, to: string] = ['from', 'to']): DoctrineRule {
  const [from, to] = members;
  return rule(id, ['The end comes after the beginning.', 'La fin vient après le début.', 'يجب أن تأتي النهاية بعد البداية.'], (fields) => {
    const value = fields[unit];
    const rows: readonly (Json | undefined)[] = Array.isArray(value) ? (value as readonly Json[]) : [value];
    for (const [index, row] of rows.entries()) {
      const start = memberOf(row, from);
      const end = memberOf(row, to);
      if (start === undefined || end === undefined || String(start) < String(end)) continue;
      const path = Array.isArray(value) ? `${unit}[${index}].${to}` : `${unit}.${to}`;
      return { path, message: `${String(end)} is not after ${String(start)}` };
    }
    return undefined;
  });
}

/** A rule that of two instants the second does not come first; either may be absent. */
export function notBefore(id: string, later: string, earlier: string): DoctrineRule {
  return rule(
    id,
    [
      'One of these times comes before what it follows.',
      'L’une de ces heures précède ce qu’elle doit suivre.',
      'أحد هذه الأوقات يسبق ما يجب أن يليه.',
    ],
    (fields) => {
      const [after, before] = [fields[later], fields[earlier]];
      if (after === undefined || before === undefined || String(after) >= String(before)) return undefined;
      return { path: later, message: `${String(after)} is before ${String(before)} of ${earlier}` };
    },
  );
}

/** A rule that ranges run from the least to the most. */
export function ranges(id: string, ...units: readonly string[]): DoctrineRule {
  return rule(
    id,
    [
      'The least of a figure is not above the most.',
      'Le minimum d’un chiffre ne dépasse pas son maximum.',
      'لا يتجاوز الحد الأدنى للرقم حده الأقصى.',
    ],
    (fields) => {
      for (const unit of units) {
        const [min, max] = [memberOf(fields[unit], 'min'), memberOf(fields[unit], 'max')];
        if (typeof min === 'number' && typeof max === 'number' && min > max)
          return { path: `${unit}.min`, message: `${min} is more than ${max}` };
      }
      return undefined;
    },
  );
}

/** A rule that a unit, or a member written `unit.member`, stands whenever the record has a state. */
export function needed(
  id: string,
  of: { readonly unit: string; readonly when: (fields: Fields) => boolean },
  says: readonly [string, string, string],
): DoctrineRule {
  const [name = '', member] = of.unit.split('.');
  return rule(id, says, (fields) => {
    if (!of.when(fields)) return undefined;
    const value = member === undefined ? fields[name] : memberOf(fields[name], member);
    if (value !== undefined && !(Array.isArray(value) && value.length === 0)) return undefined;
    return { path: of.unit, message: `${of.unit} is needed here` };
  });
}

/** Whether a unit is one of these codes. */
export function is(unit: string, ...codes: readonly string[]): (fields: Fields) => boolean {
  return (fields) => codes.includes(String(fields[unit]));
}

/** A rule that two desks differ: whoever prepares does not authorise, whoever hands over is not relieved by himself. */
export function differ(id: string, units: readonly [string, string], says: readonly [string, string, string]): DoctrineRule {
  const [first, second] = units;
  return rule(id, says, (fields) => {
    if (fields[first] === undefined || fields[first] !== fields[second]) return undefined;
    return { path: second, message: `${String(fields[second])} is also ${first}` };
  });
}
