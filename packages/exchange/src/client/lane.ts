import type { Inlet, Peer } from '@wasl/node';
import { type Refusal, type Result, WaslError } from '@wasl/record';
import { jittered } from '../link/backoff.ts';
import { type LinkEvent, type LinkPhase, linkTable } from '../link/link-table.ts';
import { type Position, step } from '../link/machine.ts';
import type { LaneView } from '../link/summary.ts';
import { encodeHint, parseHeads, parseLogs } from '../protocol/bodies.ts';
import { paths } from '../protocol/media.ts';
import type { Identify, TlsIdentity } from '../tls/material.ts';
import { AttachmentFetcher } from './attachment-fetcher.ts';
import { LogFollower } from './log-follower.ts';
import { ReceiptPoster } from './receipt-poster.ts';
import { type Answer, type ClientSession, type Failure, type Outcome, openSession } from './session.ts';
import { inletFailure, isPassing, type Shared } from './shared.ts';

const maxListBytes = 16 * 1024 * 1024;
const maxNoteBytes = 64 * 1024;

/** Where a peer's server listens. */
export interface PeerAddress {
  readonly host: string;
  readonly port: number;
}

export interface LaneOptions {
  readonly peer: Peer;
  readonly address: PeerAddress;
  /** The urgent lane carries alerts and control, statements and hints; the other one the rest and attachments (EX7). */
  readonly urgent: boolean;
  readonly shared: Shared;
  readonly identity: () => TlsIdentity;
  readonly changed: () => void;
  /** The inlet's `learn`, one listing of a peer at a time: both lanes list. */
  readonly learn: Inlet['learn'];
  /** This node's statement of its journal heads, and where the peer's cosigned answer goes (EX6). */
  readonly heartbeat?: {
    readonly statement: (peer: Peer) => Promise<Result<string>>;
    readonly answered: (peer: Peer, note: string) => Promise<void>;
  };
}

/** One session to a peer with everything that runs over it. */
export class Lane {
  readonly #options: LaneOptions;
  readonly #followers = new Map<string, LogFollower>();
  readonly #receipts: ReceiptPoster;
  readonly #attachments: AttachmentFetcher;
  #position: Position<LinkPhase>;
  #session: ClientSession | undefined;
  #code: string | undefined = 'link-not-tried';
  #slow = false;
  #turn = 0;
  #aborter = new AbortController();
  #listing = false;
  #comparing = false;
  #cancelWait: () => void = () => undefined;
  #cancelBeat: () => void = () => undefined;

  constructor(options: LaneOptions) {
    this.#options = options;
    const { peer, shared } = options;
    const session = (): ClientSession | undefined => (this.#session?.closed === false ? this.#session : undefined);
    this.#position = { state: 'stopped', attempt: 0, sinceMs: shared.clock.monotonicMs() };
    this.#receipts = new ReceiptPoster({ peer, shared, session, acknowledged: () => this.#compareSoon() });
    this.#attachments = new AttachmentFetcher({ peer, shared, session });
  }

  get view(): LaneView {
    return { phase: this.#position.state, code: this.#code, slow: this.#slow };
  }

  get phases(): ReadonlyMap<string, string> {
    return new Map([...this.#followers].map(([origin, follower]) => [origin, follower.phase]));
  }

  start(): void {
    this.#take('start');
  }

  wake(): void {
    this.#take('woken');
  }

  async stop(code: string): Promise<void> {
    this.#code = code;
    this.#take('stop');
    await Promise.all([...this.#followers.values()].map((follower) => follower.drop()));
    this.#followers.clear();
    await Promise.all([this.#receipts.stop(), this.#attachments.stop()]);
  }

  /** Pins changed: a session whose peer no longer stands ends now. */
  recheck(identify: Identify): void {
    if (this.#session === undefined) return;
    const found = identify(this.#session.chain);
    if (found.ok && found.value.agency === this.#options.peer.agency) return;
    this.#fail({
      reason: found.ok ? { code: 'peer-mismatch', message: 'the certificate names another agency' } : found.reason,
      passing: false,
    });
  }

  /** Tells the peer that there is something new; best effort, never believed by anyone (EX7). */
  async hint(origin: string): Promise<void> {
    await this.#request('POST', paths.hints, { body: encodeHint({ origin }), maxBytes: 1024 });
  }

  #take(event: LinkEvent): void {
    const { clock, random, tempo } = this.#options.shared;
    const result = step(linkTable, this.#position, { event, nowMs: clock.monotonicMs(), random: random(), tempo });
    this.#position = result.position;
    if (result.wait !== undefined) this.#cancelWait();
    if (typeof result.wait === 'number') this.#cancelWait = clock.after(result.wait, () => this.#elapsed());
    for (const effect of result.effects) {
      if (effect === 'close') this.#close();
      else if (effect === 'connect') this.#connect();
      else this.#list();
    }
    this.#options.changed();
  }

  #elapsed(): void {
    const { state } = this.#position;
    if (state === 'connecting' || state === 'listing') this.#code = 'link-timeout';
    this.#take('elapsed');
  }

  #fail(failed: Failure): void {
    const { peer, shared } = this.#options;
    this.#code = failed.reason.code;
    if (!failed.passing) shared.observe({ peer, reason: failed.reason });
    this.#take(failed.passing ? 'failed' : 'refused');
  }

  #close(): void {
    this.#turn += 1;
    this.#aborter.abort();
    this.#session?.close();
    this.#session = undefined;
    this.#slow = false;
    this.#cancelBeat();
    for (const follower of this.#followers.values()) follower.lose();
  }

  #connect(): void {
    this.#turn += 1;
    const turn = this.#turn;
    const { peer, address, shared, identity } = this.#options;
    this.#aborter = new AbortController();
    const { pingMs, silentMs, slowMs } = shared.times;
    void openSession({
      ...identity(),
      ...address,
      agency: peer.agency,
      clock: shared.clock,
      signal: this.#aborter.signal,
      pingMs,
      silentMs,
      slowMs,
      lost: (failed) => {
        if (turn === this.#turn) this.#fail(failed);
      },
      slow: (slow) => {
        if (turn !== this.#turn || slow === this.#slow) return;
        this.#slow = slow;
        this.#options.changed();
      },
    }).then((outcome) => {
      if (turn !== this.#turn) {
        if (outcome.ok) outcome.value.close();
      } else if (outcome.ok) {
        this.#session = outcome.value;
        this.#take('connected');
        this.#beat(turn);
      } else this.#fail(outcome);
    });
  }

  #list(): void {
    // A certificate may have expired since the session was opened.
    this.recheck(this.#options.identity().identify);
    if (this.#listing || this.#session === undefined) return;
    this.#listing = true;
    const turn = this.#turn;
    void this.#learn(turn).finally(() => {
      this.#listing = false;
      // A session that came while an older listing was still under way is listed now.
      if (turn !== this.#turn && this.#position.state === 'listing') this.#list();
    });
  }

  async #learn(turn: number): Promise<void> {
    const { peer, shared, urgent } = this.#options;
    const outcome = await this.#request('GET', paths.logs, { maxBytes: maxListBytes });
    if (turn !== this.#turn) return;
    if (!outcome.ok) {
      // The session itself went, and says why itself.
      if (this.#session?.closed !== false) return;
      // In the middle of following, a listing that merely did not come is asked again at the next poll; the streams stand.
      if (outcome.passing && this.#position.state === 'following') this.#take('listed');
      else this.#fail(outcome);
      return;
    }
    try {
      const learnt = await this.#options.learn(peer, parseLogs(outcome.value.body.toString('utf8')));
      if (turn !== this.#turn) return;
      if (!learnt.ok) {
        this.#refuse(learnt.reason, isPassing(learnt.reason.code, shared));
        return;
      }
      this.#code = undefined;
      this.#take('listed');
      this.#follow(learnt.value.filter((log) => log.urgent === urgent));
    } catch (error) {
      const { passing, ...reason } = inletFailure(error, { peer }, shared);
      if (turn === this.#turn) this.#refuse(reason, passing);
    }
  }

  /** This node itself will not listen to the peer. */
  #refuse(reason: Refusal, passing: boolean): void {
    const { peer, shared } = this.#options;
    shared.observe({ peer, reason });
    this.#code = reason.code;
    this.#take(passing ? 'failed' : 'froze');
  }

  #follow(logs: readonly { readonly origin: string; readonly from: number; readonly receipt?: string }[]): void {
    const wanted = new Set(logs.map((log) => log.origin));
    for (const [origin, follower] of this.#followers) {
      if (wanted.has(origin)) continue;
      this.#followers.delete(origin);
      void follower.drop();
    }
    for (const { origin, from, receipt } of logs) {
      let follower = this.#followers.get(origin);
      if (follower === undefined) {
        follower = this.#newFollower(origin);
        this.#followers.set(origin, follower);
      }
      const starts = follower.phase === 'stopped';
      follower.want(from);
      if (starts && receipt !== undefined) this.#receipts.offer(origin, receipt);
    }
    this.#receipts.flush();
    if (!this.#options.urgent) this.#attachments.wake();
  }

  #newFollower(origin: string): LogFollower {
    const { peer, shared, urgent } = this.#options;
    return new LogFollower({
      peer,
      origin,
      shared,
      session: () => this.#session,
      received: (receipt) => {
        this.#receipts.offer(origin, receipt);
        if (!urgent) this.#attachments.wake();
      },
      relist: () => this.#relistSoon(),
    });
  }

  #relistSoon(): void {
    const { clock, random, tempo } = this.#options.shared;
    const turn = this.#turn;
    clock.after(jittered(tempo.baseMs, random()), () => {
      if (turn === this.#turn && this.#position.state === 'following') this.#take('woken');
    });
  }

  /** Heads that the peer saw of others' logs, against ours: at most once in a while however many receipts there are (EX5). */
  #compareSoon(): void {
    if (this.#comparing) return;
    this.#comparing = true;
    const { clock, random, times } = this.#options.shared;
    clock.after(jittered(times.compareMs, random()), () => {
      this.#comparing = false;
      void this.#compare();
    });
  }

  async #compare(): Promise<void> {
    const { peer, shared } = this.#options;
    const outcome = await this.#request('GET', paths.heads, { maxBytes: maxListBytes });
    if (!outcome.ok) return;
    try {
      const result = await shared.inlet.compare(peer, parseHeads(outcome.value.body.toString('utf8')));
      if (result.ok) return;
      shared.observe({ peer, reason: result.reason });
      this.#relistSoon();
    } catch (error) {
      shared.observe({ peer, reason: inletFailure(error, { peer }, shared) });
    }
  }

  #beat(turn: number): void {
    const { heartbeat, urgent, shared, peer } = this.#options;
    if (heartbeat === undefined || !urgent) return;
    const run = async (): Promise<void> => {
      const statement = await heartbeat.statement(peer);
      if (!statement.ok) return;
      const outcome = await this.#request('POST', paths.heartbeat, { body: statement.value, maxBytes: maxNoteBytes });
      if (outcome.ok) await heartbeat.answered(peer, outcome.value.body.toString('utf8'));
      else if (!outcome.passing) shared.observe({ peer, reason: outcome.reason });
    };
    void run()
      .catch((error: unknown) => {
        if (!(error instanceof WaslError)) shared.observe({ peer, reason: inletFailure(error, { peer }, shared) });
      })
      .then(() => {
        if (turn !== this.#turn) return;
        this.#cancelBeat = shared.clock.after(jittered(shared.times.heartbeatMs, shared.random()), () => this.#beat(turn));
      });
  }

  #request(method: 'GET' | 'POST', path: string, options: { readonly maxBytes: number; readonly body?: string }): Promise<Outcome<Answer>> {
    const session = this.#session;
    if (session === undefined) {
      return Promise.resolve({
        ok: false,
        reason: { code: 'link-lost', message: `no session to ${this.#options.peer.agency}` },
        passing: true,
      });
    }
    const { maxBytes, body } = options;
    return session.request(
      { method, path, ...(body === undefined ? {} : { body }) },
      { maxBytes, idleMs: this.#options.shared.times.requestIdleMs },
    );
  }
}
