/**
 * One thing that a translation did not carry: where (a path in the document or record it was read from), the value when it may be shown,
 * and why, as a kebab-case code listed in the gateway's MAPPING.md. What no line names comes back equal.
 */
export interface Loss {
  readonly path: string;
  readonly value?: string;
  readonly reason: string;
}

/** Something a person should look at though nothing was lost: same shape, another meaning. */
export type Finding = Loss;

/** What a gateway's `map` returns in either direction. */
export interface Mapped<T> {
  readonly value: T;
  readonly losses: readonly Loss[];
  readonly findings: readonly Finding[];
}

/** A value cut to what a loss line shows: 120 characters. */
export function shown(value: string): string {
  return value.length <= 120 ? value : `${value.slice(0, 119)}…`;
}
