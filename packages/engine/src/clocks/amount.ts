import type { Json } from '@wasl/record';
import type { Amount } from '../declaration.ts';
import { valueAt } from '../path.ts';
import type { Said } from '../said.ts';

/** A value that agreement or fixture sets by name for a record; `undefined`: not set, the declaration's own value holds. */
export type Settings = (name: string, said: Said) => Json | undefined;

/** An amount for a record and row; `undefined` where the record does not say it. Never negative. */
export function amountOf(
  amount: Amount,
  of: { readonly said: Said; readonly row: Json | undefined; readonly settings: Settings },
): number | undefined {
  if (typeof amount === 'number') return amount;
  const times = amount.times ?? 1;
  if ('path' in amount) {
    const found = valueAt(amount.path, of.said.fields, of.row);
    const value = typeof found === 'number' ? found : amount.otherwise;
    return value === undefined ? undefined : Math.max(0, value * times);
  }
  const set = of.settings(amount.setting, of.said);
  const key = amount.key === undefined ? undefined : valueAt(amount.key, of.said.fields, of.row);
  const found = amount.key === undefined ? set : typeof key === 'string' ? memberOf(set, key) : undefined;
  return Math.max(0, (typeof found === 'number' ? found : amount.otherwise) * times);
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name)) return undefined;
  return (value as { readonly [key: string]: Json })[name];
}
