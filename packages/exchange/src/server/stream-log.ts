import { constants, type ServerHttp2Stream } from 'node:http2';
import type { Clock, LogBatch, Outlet, Peer } from '@wasl/node';
import { refusalOf, WaslError } from '@wasl/record';
import { fail } from '../codes.ts';
import { encodeBatch, encodeHeartbeat, encodeRefusal } from '../protocol/encode-lines.ts';
import { streamMediaType } from '../protocol/media.ts';
import { answerRefusal } from './answer.ts';

const writeBytes = 64 * 1024;

export interface StreamOptions {
  readonly outlet: Outlet;
  readonly clock: Clock;
  readonly heartbeatMs: number;
  readonly stalledReaderMs: number;
  readonly statusOf?: (code: string) => number | undefined;
  /** Told of what is neither a refusal nor the peer's leaving. */
  readonly failed: (error: unknown) => void;
}

/** One reader's stream of one log. It holds at most the batch being written: the rest waits in the node (flow control, EX2). */
class LogStream {
  readonly #stream: ServerHttp2Stream;
  readonly #peer: Peer;
  readonly #origin: string;
  readonly #options: StreamOptions;
  readonly #gone = new AbortController();
  #writing: Promise<void> = Promise.resolve();
  #idleSinceMs: number;
  #cancelHeartbeat: () => void = () => undefined;

  constructor(stream: ServerHttp2Stream, reader: { readonly peer: Peer; readonly origin: string }, options: StreamOptions) {
    this.#stream = stream;
    this.#peer = reader.peer;
    this.#origin = reader.origin;
    this.#options = options;
    this.#idleSinceMs = options.clock.monotonicMs();
    stream.once('close', () => this.#gone.abort());
  }

  async run(from: number): Promise<void> {
    try {
      const { outlet, statusOf } = this.#options;
      const opened = await outlet.stream(this.#peer, this.#origin, { from, signal: this.#gone.signal });
      if (!opened.ok) {
        answerRefusal(this.#stream, opened.reason, statusOf);
        return;
      }
      if (this.#gone.signal.aborted) return;
      this.#stream.respond({ ':status': 200, 'content-type': streamMediaType, 'cache-control': 'no-store' });
      this.#scheduleHeartbeat();
      await this.#follow(opened.value);
    } catch (error) {
      this.#end(error);
    } finally {
      this.#cancelHeartbeat();
      this.#gone.abort();
    }
  }

  async #follow(batches: AsyncIterable<LogBatch>): Promise<void> {
    for await (const batch of batches) {
      if (this.#gone.signal.aborted) return;
      await this.#write(encodeBatch(batch));
    }
    if (!this.#stream.destroyed) this.#stream.end();
  }

  /** Batches and heartbeats never interleave: each waits until the one before is with the transport. */
  #write(bytes: Uint8Array): Promise<void> {
    this.#writing = this.#writing.then(() => this.#writePieces(bytes));
    return this.#writing;
  }

  async #writePieces(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length && !this.#stream.destroyed; at += writeBytes) {
      const piece = bytes.subarray(at, at + writeBytes);
      if (!this.#stream.write(piece)) await this.#drained();
    }
    this.#idleSinceMs = this.#options.clock.monotonicMs();
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(this.#options.stalledReaderMs, () => {
        this.#options.failed(fail('link-slow-reader', `${this.#peer.agency} took nothing for ${this.#options.stalledReaderMs} ms`));
        this.#stream.close(constants.NGHTTP2_CANCEL);
      });
      const done = (): void => {
        cancel();
        this.#stream.off('drain', done);
        this.#stream.off('close', done);
        resolve();
      };
      this.#stream.once('drain', done);
      this.#stream.once('close', done);
    });
  }

  #scheduleHeartbeat(): void {
    const { clock, heartbeatMs } = this.#options;
    this.#cancelHeartbeat = clock.after(heartbeatMs, () => {
      void this.#heartbeat().then(() => {
        if (!this.#gone.signal.aborted) this.#scheduleHeartbeat();
      });
    });
  }

  /** Also the moment at which an idle reader's right to read is checked again. */
  async #heartbeat(): Promise<void> {
    try {
      const { outlet, clock, heartbeatMs } = this.#options;
      const note = await outlet.checkpoint(this.#peer, this.#origin);
      if (!note.ok) {
        this.#refuse(encodeRefusal(note.reason));
      } else if (clock.monotonicMs() - this.#idleSinceMs >= heartbeatMs / 2 && !this.#gone.signal.aborted) {
        await this.#write(encodeHeartbeat(note.value));
      }
    } catch (error) {
      this.#end(error);
    }
  }

  #refuse(line: Uint8Array): void {
    if (!this.#stream.destroyed && !this.#stream.writableEnded) this.#stream.end(line);
    this.#gone.abort();
  }

  #end(error: unknown): void {
    if (this.#gone.signal.aborted || this.#stream.destroyed) return;
    if (!(error instanceof WaslError)) {
      this.#options.failed(error);
      this.#stream.close(constants.NGHTTP2_INTERNAL_ERROR);
      return;
    }
    if (this.#stream.headersSent) this.#refuse(encodeRefusal(refusalOf(error)));
    else answerRefusal(this.#stream, refusalOf(error), this.#options.statusOf);
  }
}

/** Streams a log to a peer until it leaves, its right to read ends, or the log does. Resolves then; never rejects. */
export function streamLog(
  stream: ServerHttp2Stream,
  reader: { readonly peer: Peer; readonly origin: string; readonly from: number },
  options: StreamOptions,
): Promise<void> {
  return new LogStream(stream, reader, options).run(reader.from);
}
