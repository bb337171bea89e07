import type { Json, Mode, RecordId, SubjectId } from '@wasl/record';
import type { ThresholdRule } from '../declaration.ts';
import type { SubjectView, TypeView } from '../fold/view.ts';
import { valueAt, valuesAt } from '../path.ts';

/** A limit that the values of some subjects together reach. `key` is the same as long as limit and group are: told once. */
export interface Reaching {
  readonly key: string;
  readonly trigger: string;
  readonly subject: SubjectId;
  readonly mode: Mode;
  readonly measure: string;
  readonly group: string;
  readonly value: number;
  readonly limit: number;
  /** What stands at the rule's `tell` path: an authority or a desk. */
  readonly tell: Json | undefined;
  readonly subjects: readonly SubjectId[];
  readonly records: readonly RecordId[];
}

/**
 * The limits of one subject (a fixture, say) that are reached by what others say. `others` are the views of the subjects that mention it; what
 * does not is left out. Pure: the same views give the same answer.
 */
export function reachedLimits(
  carrier: SubjectView,
  others: readonly SubjectView[],
  rules: readonly { readonly type: string; readonly rule: ThresholdRule }[],
): readonly Reaching[] {
  return rules.flatMap(({ type, rule }) => {
    const part = carrier.types.find((one) => one.type === type);
    if (part === undefined) return [];
    const fields = fieldsOf(part);
    return valuesAt(rule.rows, fields).flatMap((row) => {
      const measure = valueAt(rule.measure, fields, row);
      const limit = valueAt(rule.limit, fields, row);
      if (typeof measure !== 'string' || typeof limit !== 'number' || !Object.hasOwn(rule.measures, measure)) return [];
      const groups = measured(carrier, others, rule.measures[measure] as Measure);
      return [...groups]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([group, sum]): readonly Reaching[] => {
          if (sum.value < limit) return [];
          const key = `${carrier.mode}/${carrier.subject}/${rule.trigger}/${measure}/${limit}/${group}`;
          return [
            {
              ...{ key, trigger: rule.trigger, subject: carrier.subject, mode: carrier.mode, measure, group, limit },
              ...sum,
              tell: valueAt(rule.tell, fields, row),
            },
          ];
        });
    });
  });
}

type Measure = ThresholdRule['measures'][string];

interface Sum {
  value: number;
  readonly subjects: SubjectId[];
  readonly records: RecordId[];
}

function measured(carrier: SubjectView, others: readonly SubjectView[], measure: Measure): ReadonlyMap<string, Sum> {
  const groups = new Map<string, Sum>();
  for (const other of others) {
    const part = other.mode === carrier.mode ? other.types.find((one) => one.type === measure.type) : undefined;
    if (part === undefined) continue;
    const fields = fieldsOf(part);
    if (!valuesAt(measure.mention, fields).includes(carrier.subject)) continue;
    const value = valueAt(measure.value, fields);
    if (typeof value !== 'number') continue;
    const per = measure.per === undefined ? undefined : valueAt(measure.per, fields);
    const group = typeof per === 'string' ? per : '';
    const sum = groups.get(group) ?? { value: 0, subjects: [], records: [] };
    sum.value = measure.take === 'sum' ? sum.value + value : Math.max(sum.value, value);
    sum.subjects.push(other.subject);
    const unit = measure.value.split('/')[0] ?? '';
    for (const one of part.merged.find((merged) => merged.unit === unit)?.values ?? []) sum.records.push(...one.records);
    groups.set(group, sum);
  }
  for (const sum of groups.values()) {
    sum.subjects.sort();
    sum.records.sort();
  }
  return groups;
}

function fieldsOf(part: TypeView): Readonly<Record<string, Json>> {
  return Object.fromEntries(part.merged.map(({ unit, value }) => [unit, value]));
}
