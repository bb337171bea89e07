import type { AccountBook, Sessions } from '@wasl/identity';
import type { ReadingAid } from '@wasl/intake';
import type { Clock, NodeService, Role } from '@wasl/node';
import type { CodeRow, DeskId, Json } from '@wasl/record';
import type { MountedRoute } from './gateway-routes.ts';
import type { Metric } from './metrics/open-metrics.ts';

/** Bounds of the server. */
export interface ApiLimits {
  /** Event streams of one session at once. */
  readonly streamsPerSession: number;
  /** Milliseconds between keep-alive comments; each also checks that the session still holds. */
  readonly keepAliveMs: number;
  /** How long a client may take nothing of its event stream. */
  readonly slowClientMs: number;
  /** How long a request may take to arrive whole. */
  readonly requestMs: number;
  /** Passkey logins of one address in 15 minutes. */
  readonly passkeyAttempts: number;
}

/** An act that the node itself does not see: logins, and calls that the route table refused. */
export interface ApiAct {
  readonly act: 'login' | 'logout' | 'login-refused' | 'refuse-call' | 'account';
  readonly user: string;
  readonly code?: string;
  readonly details?: Readonly<Record<string, Json>>;
}

/** Names under which passkeys are bound (WebAuthn Level 3 §5.1.3): the id is the console's host name, origins are its addresses. */
export interface RelyingParty {
  readonly id: string;
  readonly name: string;
  readonly origins: readonly string[];
}

export interface ApiOptions {
  readonly node: NodeService;
  readonly demonstration: boolean;
  readonly version: string;
  readonly sessions: Sessions;
  /** Officers' accounts; the demonstration has none. */
  readonly accounts?: AccountBook;
  readonly relyingParty?: RelyingParty;
  /** The desk at which a user of the demonstration sits. */
  readonly deskFor: (role: Role) => DeskId;
  /** Folder of the built console; read at each request, so it may be built while the server runs. */
  readonly consoleFolder?: string;
  readonly gateways?: readonly MountedRoute[];
  /** A language model that may be asked about communiqués (IN10); none unless configured. */
  readonly readingAid?: ReadingAid;
  /** Rows of codes that this package does not import: exchange, store, gateways. */
  readonly codes?: Readonly<Record<string, CodeRow>>;
  readonly metrics?: () => readonly Metric[];
  readonly limits?: Partial<ApiLimits>;
  readonly clock: Clock;
  /** Host names of the node beside localhost. */
  readonly hosts?: readonly string[];
  /** Writes an act into the activity record; resolves once durable. */
  readonly journal?: (act: ApiAct) => Promise<void>;
  /** Told of failures that the caller must not see. */
  readonly observe?: (failure: { readonly request: string; readonly operation: string; readonly error: unknown }) => void;
}

export const defaultLimits: ApiLimits = {
  streamsPerSession: 20,
  keepAliveMs: 15_000,
  slowClientMs: 30_000,
  requestMs: 120_000,
  passkeyAttempts: 30,
};
