import type { ViewRow, Views } from '@wasl/node';
import type { RecordId } from '@wasl/record';

/** A filter of `Views.list`. */
export type Filter = Parameters<Views['list']>[0];
/** A row of `Views.list`. */
export type Row = ViewRow & { readonly seq: number };
/** A reference from one entry to another. */
export interface Reference {
  readonly from: RecordId;
  readonly to: RecordId;
  readonly rel: string;
}

/** Calls to the thread of the views. */
export type ViewCall =
  | { readonly op: 'open' }
  | { readonly op: 'index'; readonly rows: string }
  | { readonly op: 'refer'; readonly rows: readonly Reference[] }
  | { readonly op: 'list'; readonly filter: Filter }
  | { readonly op: 'referring'; readonly id: RecordId }
  | { readonly op: 'count' }
  | { readonly op: 'clear' }
  | { readonly op: 'close' };

/** A call with its number. */
export interface ViewRequest {
  readonly number: number;
  readonly call: ViewCall;
}

/** What the calls answer with. */
export type ViewAnswer = undefined | number | readonly Row[] | readonly { readonly from: RecordId; readonly rel: string }[];

/** The outcome of a call; a failure carries the message of SQLite. */
export interface ViewReply {
  readonly number: number;
  readonly value?: ViewAnswer;
  readonly failure?: string;
}
