/** A JSON value; numbers are integers wherever Wasl makes or takes bytes (BY1). */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Bounds of a JSON text, checked before it is parsed (BY3). Members are the array elements and object members of the whole text; bytes count as UTF-8. */
export interface Bounds {
  readonly maxBytes: number;
  readonly maxDepth: number;
  readonly maxMembers: number;
  readonly maxStringLength: number;
}

/** 1 MiB, 32 levels, 65 536 members, strings of 65 536 UTF-16 units. */
export const defaultBounds: Bounds = { maxBytes: 1 << 20, maxDepth: 32, maxMembers: 65_536, maxStringLength: 65_536 };
