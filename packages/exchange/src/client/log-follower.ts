import { type ClientHttp2Stream, constants } from 'node:http2';
import type { LogBatch, Peer } from '@wasl/node';
import type { Refusal } from '@wasl/record';
import { type LogEvent, type LogPhase, logTable } from '../link/log-table.ts';
import { type Position, step } from '../link/machine.ts';
import { createLineDecoder, type StreamEvent } from '../protocol/decode-lines.ts';
import { paths, streamMediaType } from '../protocol/media.ts';
import { type ClientSession, collect, headOf } from './session.ts';
import { inletFailure, isPassing, type Shared } from './shared.ts';

/** Decoded events that wait for their commit before the stream is paused: one being committed, one behind it. */
const prefetch = 2;
/** Bytes that count as progress of a stream on a thin line; fewer in the time that silence is given, and a trickle keeps nobody waiting. */
const trickleBytes = 16 * 1024;
const problemBounds = { maxBytes: 64 * 1024, idleMs: 30_000 };

export interface FollowerOptions {
  readonly peer: Peer;
  readonly origin: string;
  readonly shared: Shared;
  readonly session: () => ClientSession | undefined;
  /** A batch is durable here; the note is its receipt. */
  readonly received: (receipt: string) => void;
  /** The list of logs should be asked again soon: this log did not go on as expected. */
  readonly relist: () => void;
}

/** The size in a checkpoint note's second line (C2SP tlog-checkpoint); unproved, so good for an alarm only. */
function statedSize(note: string): number | undefined {
  const line = note.split('\n', 2)[1] ?? '';
  return /^(0|[1-9][0-9]{0,15})$/.test(line) ? Number(line) : undefined;
}

/** Follows one log: decodes ahead, commits in order, and by its own machine never disturbs another log (EX7). */
export class LogFollower {
  readonly #options: FollowerOptions;
  #position: Position<LogPhase>;
  #next = 0;
  #stream: ClientHttp2Stream | undefined;
  #queue: StreamEvent[] = [];
  /** The commits under way; a stream is opened again only after them. */
  #working: Promise<void> = Promise.resolve();
  #busy = false;
  /** Grows with every close, so that what an old stream still says is not heard. */
  #turn = 0;
  #cancelWait: () => void = () => undefined;
  #cancelSilence: () => void = () => undefined;
  #told: string | undefined;
  #headsAhead = 0;
  /** Streams in a row that brought nothing in time. */
  #silences = 0;

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#position = { state: 'stopped', attempt: 0, sinceMs: options.shared.clock.monotonicMs() };
  }

  get phase(): LogPhase {
    return this.#position.state;
  }

  /** The node holds `from` leaves and wants more. */
  want(from: number): void {
    const { state } = this.#position;
    if (state === 'opening' || state === 'following') return;
    const moved = state !== 'stopped' && from !== this.#next;
    this.#next = from;
    this.#take(moved ? 'moved' : 'wanted');
  }

  /** The session went: what ran stops, what was refused or frozen keeps its wait. */
  lose(): void {
    if (this.#position.state !== 'frozen' && this.#position.state !== 'refused') this.#take('dropped');
  }

  /** Nothing more of this log; resolves when no commit of it is under way. */
  async drop(): Promise<void> {
    this.#take('dropped');
    await this.#working;
  }

  #take(event: LogEvent): void {
    const { clock, random, tempo } = this.#options.shared;
    const result = step(logTable, this.#position, { event, nowMs: clock.monotonicMs(), random: random(), tempo });
    this.#position = result.position;
    if (result.wait !== undefined) this.#cancelWait();
    if (typeof result.wait === 'number') this.#cancelWait = clock.after(result.wait, () => this.#take('elapsed'));
    for (const effect of result.effects) {
      if (effect === 'close') this.#close();
      else this.#open();
    }
  }

  #close(): void {
    this.#turn += 1;
    this.#cancelSilence();
    this.#stream?.close(constants.NGHTTP2_CANCEL);
    this.#stream = undefined;
    this.#queue = [];
  }

  #open(): void {
    const turn = this.#turn;
    void this.#working.then(() => {
      if (turn !== this.#turn) return;
      const stream = this.#options.session()?.open({
        ':method': 'GET',
        ':path': paths.stream(this.#options.origin, this.#next),
        accept: streamMediaType,
      });
      if (stream === undefined) this.#take('ended');
      else this.#read(stream, turn);
    });
  }

  #read(stream: ClientHttp2Stream, turn: number): void {
    this.#stream = stream;
    const decoder = createLineDecoder({ origin: this.#options.origin, from: this.#next });
    this.#headsAhead = 0;
    let heardMs = this.#options.shared.clock.monotonicMs();
    let trickled = 0;
    let refused = false;
    stream.on('error', () => stream.close(constants.NGHTTP2_CANCEL));
    stream.once('response', (headers) => {
      if (turn !== this.#turn) return;
      const head = headOf(headers);
      if (head.status === 200 && head.mediaType.startsWith(streamMediaType)) {
        this.#take('opened');
        stream.on('data', (chunk: Buffer) => {
          if (turn !== this.#turn) return;
          const events = decoder.push(chunk);
          trickled += chunk.length;
          if (events.length > 0 || trickled >= trickleBytes) {
            heardMs = this.#options.shared.clock.monotonicMs();
            trickled = 0;
          }
          this.#enqueue(events, turn);
        });
        return;
      }
      refused = true;
      if (head.status === 200) this.#end({ code: 'exchange-version-unknown', message: `a stream came as ${head.mediaType}` }, false);
      else {
        void collect(stream, problemBounds, head).then((outcome) => {
          if (turn === this.#turn && !outcome.ok) this.#end(outcome.reason, outcome.passing);
        });
      }
    });
    stream.once('close', () => {
      if (turn === this.#turn && !refused)
        this.#enqueue([...decoder.end(), { kind: 'broken', reason: { code: 'stream-cut', message: 'the stream ended' } }], turn);
    });
    this.#watchSilence(() => heardMs, turn);
  }

  #watchSilence(heardMs: () => number, turn: number): void {
    const { clock, times } = this.#options.shared;
    this.#cancelSilence();
    this.#cancelSilence = clock.after(times.streamSilentMs / 2, () => {
      if (turn !== this.#turn) return;
      const silent = clock.monotonicMs() - heardMs() >= times.streamSilentMs;
      // A paused stream is silent because this node is slow, not the peer.
      if (silent && !this.#busy) this.#silent();
      else this.#watchSilence(heardMs, turn);
    });
  }

  /** Once may be the line; a partner whose next stream brings nothing either is shown, whatever drips out of it (I11). */
  #silent(): void {
    const reason: Refusal = { code: 'stream-silent', message: `nothing whole for ${this.#options.shared.times.streamSilentMs} ms` };
    this.#silences += 1;
    if (this.#silences >= 2) this.#tell(reason);
    this.#end(reason, true);
  }

  #enqueue(events: readonly StreamEvent[], turn: number): void {
    if (events.length === 0) return;
    this.#queue.push(...events);
    if (this.#queue.length >= prefetch) this.#stream?.pause();
    if (this.#busy) return;
    this.#busy = true;
    this.#working = this.#drain(turn).finally(() => {
      this.#busy = false;
    });
  }

  async #drain(turn: number): Promise<void> {
    for (;;) {
      const event = turn === this.#turn ? this.#queue.shift() : undefined;
      if (event === undefined) return;
      await this.#handle(event, turn);
      if (turn === this.#turn && this.#queue.length < prefetch) this.#stream?.resume();
    }
  }

  async #handle(event: StreamEvent, turn: number): Promise<void> {
    try {
      switch (event.kind) {
        case 'batch':
          await this.#receive(event.batch, turn);
          return;
        case 'heartbeat':
          await this.#heartbeat(event.note, turn);
          return;
        case 'refused':
        case 'broken':
          if (turn === this.#turn) this.#end(event.reason, isPassing(event.reason.code, this.#options.shared));
          return;
      }
    } catch (error) {
      const { peer, origin, shared } = this.#options;
      const { passing, ...reason } = inletFailure(error, { peer, origin }, shared);
      if (turn === this.#turn) this.#freeze(reason, passing);
    }
  }

  async #receive(batch: LogBatch, turn: number): Promise<void> {
    const { peer, shared, received } = this.#options;
    const result = await shared.inlet.receive(peer, batch);
    if (!result.ok) {
      if (turn === this.#turn) this.#freeze(result.reason, isPassing(result.reason.code, shared));
      return;
    }
    // Even when the stream was closed meanwhile: the batch is durable here, so the cursor moves and the receipt is due.
    this.#next = batch.first + batch.leaves.length;
    this.#told = undefined;
    this.#headsAhead = 0;
    this.#silences = 0;
    received(result.value.receipt);
    if (turn === this.#turn) this.#take('progressed');
  }

  /** A heartbeat's note is a head like any other: compared, and if it runs ahead of what is sent, an alarm (I4, EX6). */
  async #heartbeat(note: string, turn: number): Promise<void> {
    const { peer, origin, shared } = this.#options;
    const result = await shared.inlet.compare(peer, [{ origin, checkpoint: note }]);
    if (turn !== this.#turn) return;
    if (!result.ok) {
      this.#freeze(result.reason, isPassing(result.reason.code, shared));
      return;
    }
    this.#silences = 0;
    const size = statedSize(note);
    this.#headsAhead = size !== undefined && size > this.#next ? this.#headsAhead + 1 : 0;
    if (this.#headsAhead >= 2) {
      this.#tell({ code: 'leaves-withheld', message: `heads of ${size} leaves, ${this.#next} sent`, details: { size, held: this.#next } });
    }
    this.#take('progressed');
  }

  /** This node will not take what came. */
  #freeze(reason: Refusal, passing: boolean): void {
    const { peer, origin, shared, relist } = this.#options;
    shared.observe({ peer, origin, reason });
    this.#take(passing ? 'ended' : 'froze');
    relist();
  }

  /** The stream is over; a refusal or bytes out of protocol are an anomaly that people see. */
  #end(reason: Refusal, passing: boolean): void {
    if (!passing) {
      this.#tell(reason);
      this.#options.shared.observe({ peer: this.#options.peer, origin: this.#options.origin, reason });
    }
    this.#take(passing ? 'ended' : 'refused');
    if (reason.code === 'log-pruned') this.#options.relist();
  }

  /** Once per code until the log goes on: an alarm every half minute would teach people not to look. */
  #tell(reason: Refusal): void {
    if (this.#told === reason.code) return;
    this.#told = reason.code;
    const { peer, origin, shared } = this.#options;
    void shared.inlet
      .anomaly(peer, origin, { code: reason.code, details: { message: reason.message, ...reason.details } })
      .catch((error: unknown) => shared.observe({ peer, origin, reason: inletFailure(error, { peer, origin }, shared) }));
  }
}
