import type { LogHead, MarkMismatch, ReceiptWrite } from '@wasl/node';
import type { Boundary } from '../logs.ts';

/** Calls that the main thread makes; a commit is its encoded buffer, moved and not copied. */
export type Call =
  | { readonly op: 'commit'; readonly bytes: ArrayBuffer }
  | { readonly op: 'heads' }
  | { readonly op: 'leaves'; readonly origin: string; readonly from: number; readonly to: number; readonly maxBytes?: number }
  | { readonly op: 'boundary'; readonly origin: string; readonly after: number; readonly atMost: number }
  | { readonly op: 'leaf-hashes'; readonly origin: string; readonly from: number; readonly to: number }
  | { readonly op: 'record'; readonly id: Uint8Array }
  | { readonly op: 'places'; readonly id: Uint8Array }
  | { readonly op: 'state'; readonly key: string }
  | { readonly op: 'state-prefix'; readonly prefix: string }
  | { readonly op: 'idempotent'; readonly key: string }
  | { readonly op: 'receipts'; readonly origin: string }
  | { readonly op: 'erase'; readonly ids: readonly Uint8Array[] }
  | { readonly op: 'accept-marks' }
  | { readonly op: 'backup'; readonly folder: string }
  | { readonly op: 'backup-keys'; readonly file: string }
  | { readonly op: 'verify' }
  | { readonly op: 'close' };

/** A call with its number. */
export interface Request {
  readonly number: number;
  readonly call: Call;
}

/** What an error becomes between threads. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What the calls answer with. */
export type Answer =
  | undefined
  | Boundary
  | string
  | ArrayBuffer
  | Uint8Array
  | readonly string[]
  | readonly LogHead[]
  | readonly MarkMismatch[]
  | readonly ReceiptWrite[]
  | readonly { readonly origin: string; readonly index: number }[]
  | readonly { readonly key: string; readonly value: string }[];

/** The outcome of one call. `number` 0 is the opening itself. */
export type Reply =
  | { readonly number: number; readonly ok: true; readonly value: Answer }
  | { readonly number: number; readonly ok: false; readonly failure: Failure };
