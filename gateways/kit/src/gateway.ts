import type { AgencyId, DeskId, Json, Mode, RecordId } from '@wasl/record';

/** A gateway as the node sees it: one more reader, with a ceiling and an audience. Nothing it serves bypasses the node's release (I1). */
export interface GatewayReader {
  readonly gateway: string;
  readonly agency: AgencyId;
  readonly desk: DeskId;
  /** Highest level its channel may carry, 0–5. */
  readonly ceiling: number;
  /** Audience of the agreement that its clients belong to; undefined: its own agency only. */
  readonly audience?: string;
}

/** Who calls: the authenticated identity (a pairwise pseudonym or account id, never a name), its desk, and what it may do here. */
export interface GatewayActor {
  readonly identity: string;
  readonly desk: DeskId;
  readonly may: readonly GatewayAccess[];
}

/** What a route asks of its caller; `review` is the reasoned act on a held message. */
export type GatewayAccess = 'read' | 'submit' | 'review';

/** A request, already bounded and authenticated by the server that mounts the route. Header names are lower case. */
export interface GatewayRequest {
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly actor: GatewayActor;
}

/** An answer: status, headers (lower case), body bytes. */
export interface GatewayResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * One route, framework-neutral. `path` has `:name` segments. The server checks `access` and stops reading a body at `maxBodyBytes`
 * before it calls; `handle` never rejects for what a caller sent, only when a port fails.
 */
export interface GatewayRoute {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly access: GatewayAccess;
  readonly maxBodyBytes: number;
  readonly summary: string;
  readonly handle: (request: GatewayRequest) => Promise<GatewayResponse>;
}

/** A record as release() gave it to a reader: only the released units, and the names of those kept back. */
export interface ReleasedRecord {
  readonly id: RecordId;
  readonly type: string;
  readonly issuer: AgencyId;
  readonly mode: Mode;
  /** RFC 3339 UTC. */
  readonly issuedAt: string;
  readonly units: Readonly<Record<string, Json>>;
  readonly withheld: readonly string[];
  /** Recalled: nothing of it may be served any more. */
  readonly withdrawn: boolean;
}
