import { constants, type ServerHttp2Session } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import type { Clock, Peer } from '@wasl/node';
import type { AgencyId } from '@wasl/record';
import { createAllowance, type ServerLimits } from './limits.ts';

export interface Held {
  readonly peer: Peer;
  readonly chain: readonly Uint8Array[];
  readonly session: ServerHttp2Session;
  /** The real socket: `session.socket` is a stand-in whose `destroy` waits for what a dead peer never takes. */
  readonly socket: TLSSocket;
}

/** The open sessions by agency, and each agency's allowance of requests. */
export class SessionRegistry {
  readonly #limits: ServerLimits;
  readonly #clock: Clock;
  /** In order of opening: the first of an agency is its oldest. */
  readonly #held = new Map<ServerHttp2Session, Held>();
  readonly #allowances = new Map<AgencyId, { take(nowMs: number): boolean }>();

  constructor(limits: ServerLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  add(held: Held): void {
    const sessions = this.of(held.peer.agency);
    const [oldest] = sessions;
    if (oldest !== undefined && sessions.length >= this.#limits.maxSessionsPerPeer) end(oldest);
    this.#held.set(held.session, held);
    held.session.once('close', () => {
      this.#held.delete(held.session);
    });
    this.#watch(held);
  }

  of(agency: AgencyId): readonly Held[] {
    return [...this.#held.values()].filter((held) => held.peer.agency === agency);
  }

  all(): readonly Held[] {
    return [...this.#held.values()];
  }

  peerOf(session: ServerHttp2Session): Peer | undefined {
    return this.#held.get(session)?.peer;
  }

  /** Whether one request more of this agency may pass now. */
  allow(agency: AgencyId): boolean {
    const nowMs = this.#clock.monotonicMs();
    let allowance = this.#allowances.get(agency);
    if (allowance === undefined) {
      allowance = createAllowance(this.#limits, nowMs);
      this.#allowances.set(agency, allowance);
    }
    return allowance.take(nowMs);
  }

  /**
   * Pings a session for its life; one that neither answers two pings nor sends anything else is gone, whatever TCP believes. On a
   * thin line full of leaves the ping waits in the queue: that reader still sends, and is slow, not gone.
   */
  #watch(held: Held): void {
    const { session, socket } = held;
    let unanswered = 0;
    let heard = socket.bytesRead;
    let cancel: () => void = () => undefined;
    const tick = (): void => {
      if (session.destroyed) return;
      if (socket.bytesRead !== heard) {
        heard = socket.bytesRead;
        unanswered = 0;
      }
      if (unanswered >= 2) {
        end(held);
        return;
      }
      unanswered += 1;
      session.ping((error: Error | null) => {
        if (error === null) unanswered = 0;
      });
      cancel = this.#clock.after(this.#limits.pingMs, tick);
    };
    cancel = this.#clock.after(this.#limits.pingMs, tick);
    session.once('close', () => cancel());
  }
}

/** Ends a session and its socket at once: streams on it are aborted, nothing waits for the peer. */
export function end(held: Pick<Held, 'session' | 'socket'>): void {
  held.session.destroy();
  held.socket.destroy();
}

/** Says why a session ends, in the data of a GOAWAY frame (RFC 9113 §6.8). */
export function farewell(session: ServerHttp2Session, code: string): void {
  session.goaway(constants.NGHTTP2_INADEQUATE_SECURITY, 0, Buffer.from(code));
}

/** Ends a session at once and says why. */
export function dismiss(held: Held, code: string): void {
  if (!held.session.destroyed) farewell(held.session, code);
  setImmediate(() => end(held));
}
