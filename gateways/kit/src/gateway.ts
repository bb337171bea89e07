import type { Actor, Role } from '@wasl/node';
import type { AgencyId, DeskId } from '@wasl/record';

/** A gateway as the node sees it: one more reader, with a ceiling and an audience. All it serves comes through the node's release (I1). */
export interface GatewayReader {
  readonly gateway: string;
  readonly agency: AgencyId;
  /** Desk under whose name the gateway itself reads, for its index of references. */
  readonly desk: DeskId;
  /** Highest level its channel may carry, 0–5; records above it are not served. */
  readonly ceiling: number;
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
