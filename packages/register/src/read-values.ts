import type { Json, LangText } from '@wasl/record';

/** Values as the catalogue made them; what has another form reads as absent. */
export function textValue(value: Json | undefined): LangText | undefined {
  return Array.isArray(value) && value.length > 0 && value.every((each) => typeof memberOf(each, 'text') === 'string')
    ? (value as unknown as LangText)
    : undefined;
}

/** The text of a value that is one; absent otherwise. */
export function stringValue(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The elements of a list; none of what is no list. */
export function elements(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** The texts among the elements of a list. */
export function strings(value: Json | undefined): readonly string[] {
  return elements(value).filter((each) => typeof each === 'string');
}

/** A member of an object; absent where there is none. */
export function memberOf(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name)) return undefined;
  return (value as { readonly [key: string]: Json })[name];
}

/** An object with the given members that are not `undefined`: absent members stay absent. */
export function present<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** Milliseconds of an RFC 3339 instant; absent for what is none. */
export function instantMs(value: Json | undefined): number | undefined {
  if (typeof value !== 'string') return undefined;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? undefined : ms;
}

/** RFC 3339 in UTC, whole seconds. */
export function instantText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
