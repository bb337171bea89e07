import type { Actor, RecordView, Role } from '@wasl/node';
import type { Json } from '@wasl/record';

/** A gateway as the node sees it: one more reader, with a ceiling. All it serves comes through the node's release (I1). */
export interface GatewayReader {
  /** Under whose name the gateway itself reads, for its index of references. */
  readonly actor: Actor;
  /** Highest level its channel may carry, 0–5: records above it are not served, whoever asks. */
  readonly ceiling: number;
}

/** Whether a record may go through a gateway at all; a record whose level cannot be read may not. */
export function withinCeiling(view: Pick<RecordView, 'label'>, reader: GatewayReader): boolean {
  const { label } = view;
  const level =
    typeof label === 'object' && label !== null && !Array.isArray(label) ? (label as { readonly [key: string]: Json })['lvl'] : undefined;
  return typeof level === 'number' && level <= reader.ceiling;
}

/** A request, already bounded and authenticated by the server that mounts the route. Header names are lower case, values decoded. */
export interface GatewayRequest {
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly actor: Actor;
}

/** An answer: status, headers (lower case), body bytes. */
export interface GatewayResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * One route, framework-neutral. `path` has `:name` segments. The server checks that the actor has one of `roles` and stops reading a body
 * at `maxBodyBytes` (413) before it calls; `handle` answers every refusal itself and rejects only when a port fails.
 */
export interface GatewayRoute {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly roles: readonly Role[];
  readonly maxBodyBytes: number;
  readonly summary: string;
  readonly handle: (request: GatewayRequest) => Promise<GatewayResponse>;
}
