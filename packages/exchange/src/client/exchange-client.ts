import { createSecureContext } from 'node:tls';
import type { Clock, Inlet, LinkState, Peer } from '@wasl/node';
import type { AgencyId, Result } from '@wasl/record';
import { defaultTempo, type Tempo } from '../link/backoff.ts';
import { summarise } from '../link/summary.ts';
import { sharedTls, type TlsIdentity } from '../tls/material.ts';
import { Lane, type LaneOptions, type PeerAddress } from './lane.ts';
import { type ClientEvent, type ClientTimes, defaultClientTimes, type Shared } from './shared.ts';

export interface ClientOptions extends TlsIdentity {
  readonly inlet: Inlet;
  readonly clock: Clock;
  /** In [0, 1); only for jitter. */
  readonly random: () => number;
  readonly tempo?: Partial<Tempo>;
  readonly times?: Partial<ClientTimes>;
  /** Whether a code of the inlet's refusals may pass by itself; without one, none does: the log or link freezes and is asked again slowly. */
  readonly retryable?: (code: string) => boolean;
  /** This node's statement of its journal heads, and where a peer's cosigned answer goes (EX6). */
  readonly heartbeat?: {
    readonly statement: (peer: Peer) => Promise<Result<string>>;
    readonly answered: (peer: Peer, note: string) => Promise<void>;
  };
  readonly observe?: (event: ClientEvent) => void;
}

/** The client of one node: two sessions to each peer, urgent logs on one, the rest on the other (EX7). */
export interface ExchangeClient {
  /** Starts to follow a peer, or moves it to a new address. */
  add(peer: Peer, address: PeerAddress): void;
  /** Stops following a peer; resolves when nothing of it is being committed. The state shown becomes `down` with `code`. */
  remove(agency: AgencyId, code?: string): Promise<void>;
  /** Tries a peer now: a hint came, or an officer asks. */
  wake(agency: AgencyId): void;
  /** Tells a peer that there is something new in a log. Best effort. */
  hint(agency: AgencyId, origin: string): Promise<void>;
  /** New certificate, key or pins from now on; sessions whose peer no longer stands end at once. Throws on unusable PEM, changing nothing. */
  replaceIdentity(identity: TlsIdentity): void;
  /** Phase of every followed log of a peer, for status pages. */
  logs(agency: AgencyId): ReadonlyMap<string, string>;
  /** Stops everything; resolves when nothing is being committed. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

interface Partner {
  readonly peer: Peer;
  readonly lanes: readonly Lane[];
  shown: LinkState | undefined;
}

function oneAtATime(inlet: Inlet): Inlet['learn'] {
  let last: Promise<unknown> = Promise.resolve();
  return (peer, logs) => {
    const next = last.then(() => inlet.learn(peer, logs));
    last = next.catch(() => undefined);
    return next;
  };
}

/** Key or certificates that cannot be used are refused here, to whoever gives them, and not at the next connection. */
function checked(identity: TlsIdentity): TlsIdentity {
  createSecureContext(sharedTls(identity.tls));
  return identity;
}

class NodeClient implements ExchangeClient {
  readonly #options: ClientOptions;
  readonly #shared: Shared;
  readonly #partners = new Map<AgencyId, Partner>();
  #identity: TlsIdentity;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#identity = checked({ tls: options.tls, identify: options.identify });
    this.#shared = {
      inlet: options.inlet,
      clock: options.clock,
      random: options.random,
      tempo: { ...defaultTempo, ...options.tempo },
      times: { ...defaultClientTimes, ...options.times },
      retryable: options.retryable ?? (() => false),
      observe: (event) => options.observe?.(event),
    };
  }

  add(peer: Peer, address: PeerAddress): void {
    void this.remove(peer.agency);
    const { heartbeat } = this.#options;
    const common: Omit<LaneOptions, 'urgent'> = {
      peer,
      address,
      shared: this.#shared,
      identity: () => this.#identity,
      changed: () => this.#show(partner),
      learn: oneAtATime(this.#shared.inlet),
      ...(heartbeat === undefined ? {} : { heartbeat }),
    };
    const lanes = [new Lane({ ...common, urgent: true }), new Lane({ ...common, urgent: false })];
    const partner: Partner = { peer, lanes, shown: undefined };
    this.#partners.set(peer.agency, partner);
    for (const lane of lanes) lane.start();
  }

  async remove(agency: AgencyId, code = 'link-stopped'): Promise<void> {
    const partner = this.#partners.get(agency);
    if (partner === undefined) return;
    this.#partners.delete(agency);
    await Promise.all(partner.lanes.map((lane) => lane.stop(code)));
  }

  wake(agency: AgencyId): void {
    for (const lane of this.#partners.get(agency)?.lanes ?? []) lane.wake();
  }

  async hint(agency: AgencyId, origin: string): Promise<void> {
    await this.#partners.get(agency)?.lanes[0]?.hint(origin);
  }

  replaceIdentity(identity: TlsIdentity): void {
    this.#identity = checked(identity);
    for (const partner of this.#partners.values()) for (const lane of partner.lanes) lane.recheck(identity.identify);
  }

  logs(agency: AgencyId): ReadonlyMap<string, string> {
    return new Map((this.#partners.get(agency)?.lanes ?? []).flatMap((lane) => [...lane.phases]));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#partners.keys()].map((agency) => this.remove(agency)));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Tells the node when what officers see of a peer changes, and only then. */
  #show(partner: Partner): void {
    const summary = summarise(partner.lanes.map((lane) => lane.view));
    if (partner.shown?.state === summary.state && partner.shown.code === summary.code) return;
    partner.shown = { ...summary, sinceMs: this.#shared.clock.nowMs() };
    this.#shared.inlet.link(partner.peer, partner.shown);
  }
}

/** Makes a client without peers; `add` starts the links. */
export function createExchangeClient(options: ClientOptions): ExchangeClient {
  return new NodeClient(options);
}
