import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** What a link does to bytes from now on. Both directions alike. */
export interface LinkShape {
  /** One-way delay of every piece, in milliseconds. */
  readonly latencyMs: number;
  /** Rate of each direction, shared fairly by the connections; 0 = unlimited. 64 000 is a satellite telephone. */
  readonly bitsPerSecond: number;
  /** Share of pieces, in [0, 1), that wait for a retransmission; TCP turns loss into delay. */
  readonly lossRatio: number;
  /** How long such a piece, and all behind it, waits. */
  readonly retransmitMs: number;
}

export const clearShape: LinkShape = Object.freeze({ latencyMs: 0, bitsPerSecond: 0, lossRatio: 0, retransmitMs: 200 });

/** A TCP line between two nodes that can be made bad while it runs. */
export interface ShapedLink {
  readonly port: number;
  /** Connections open now. */
  readonly connections: number;
  /** Bytes taken from both sides since the start, whether delivered or not. */
  readonly bytes: number;
  shape(shape: Partial<LinkShape>): void;
  /** Ends every connection and refuses new ones until `heal`. */
  cut(): void;
  /** Keeps every connection open and swallows all bytes both ways, as when a router forgets; new connections are taken and never answered. */
  halfOpen(): void;
  /** Everything as at the start; connections that were half-open are ended, because bytes of them are lost. */
  heal(): void;
  /** Resets the connection that carries byte number `afterBytes` from the server, counted from now: in the middle of a line. */
  resetAfter(afterBytes: number): void;
  /** Nothing passes for so long; then all of it does, in order. */
  stall(durationMs: number): void;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface LinkOptions {
  readonly target: { readonly host: string; readonly port: number };
  readonly shape?: Partial<LinkShape>;
  /** In [0, 1); decides which pieces are lost. */
  readonly random?: () => number;
}

/** The largest piece that passes at once: small, so that connections share a slow line fairly. */
const pieceBytes = 1400;
/** Bytes a direction may hold before its source is paused: a router's buffer, not an endless one. */
const bufferBytes = 64 * 1024;

/** One direction of one connection: a queue that passes pieces when the line lets them. */
class Direction {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #line: Line;
  readonly #fromServer: boolean;
  #queue: { readonly piece: Buffer; readonly dueMs: number }[] = [];
  #held = 0;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(ends: { readonly from: Socket; readonly to: Socket }, line: Line, fromServer: boolean) {
    this.#from = ends.from;
    this.#to = ends.to;
    this.#line = line;
    this.#fromServer = fromServer;
    this.#from.on('data', (data: Buffer) => this.#take(data));
    this.#from.on('end', () => {
      this.#ended = true;
      this.#pass();
    });
    this.#to.on('drain', () => this.#pass());
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#queue = [];
  }

  #take(data: Buffer): void {
    this.#line.count(data.length);
    if (this.#line.swallowing) return;
    if (this.#fromServer && this.#line.countdown(data.length)) {
      this.#to.write(data.subarray(0, Math.max(1, Math.floor(data.length / 2))), () => this.#to.resetAndDestroy());
      this.#from.destroy();
      return;
    }
    for (let at = 0; at < data.length; at += pieceBytes) {
      const piece = data.subarray(at, at + pieceBytes);
      this.#queue.push({ piece, dueMs: this.#line.arrival() });
    }
    this.#held += data.length;
    if (this.#held > bufferBytes) this.#from.pause();
    this.#pass();
  }

  #pass(): void {
    clearTimeout(this.#timer);
    for (;;) {
      const head = this.#queue[0];
      if (head === undefined) break;
      if (this.#to.writableNeedDrain) return;
      const waitMs = Math.max(head.dueMs - performance.now(), this.#line.waitMs(this.#fromServer));
      if (waitMs > 0) {
        this.#timer = setTimeout(() => this.#pass(), Math.ceil(waitMs));
        return;
      }
      this.#queue.shift();
      this.#held -= head.piece.length;
      this.#line.spend(head.piece.length, this.#fromServer);
      this.#to.write(head.piece);
      if (this.#held < bufferBytes / 2) this.#from.resume();
      if (this.#line.shared) {
        // The other connections of a slow line get their turn between two pieces.
        this.#timer = setTimeout(() => this.#pass(), 0);
        return;
      }
    }
    if (this.#ended) this.#to.end();
  }
}

/** What all connections of a link share. */
class Line {
  shape: LinkShape;
  swallowing = false;
  bytes = 0;
  readonly #random: () => number;
  #stalledUntilMs = 0;
  /** When each direction is free again: [to the server, from it]. */
  readonly #freeMs: [number, number] = [0, 0];
  #resetIn: number | undefined;

  constructor(shape: LinkShape, random: () => number) {
    this.shape = shape;
    this.#random = random;
  }

  get shared(): boolean {
    return this.shape.bitsPerSecond > 0;
  }

  count(length: number): void {
    this.bytes += length;
  }

  arrival(): number {
    const nowMs = performance.now();
    const lost = this.shape.lossRatio > 0 && this.#random() < this.shape.lossRatio;
    if (lost) this.#stalledUntilMs = Math.max(this.#stalledUntilMs, nowMs + this.shape.retransmitMs);
    return nowMs + this.shape.latencyMs;
  }

  waitMs(fromServer: boolean): number {
    return Math.max(this.#stalledUntilMs, this.#freeMs[fromServer ? 1 : 0]) - performance.now();
  }

  spend(length: number, fromServer: boolean): void {
    if (this.shape.bitsPerSecond === 0) return;
    const side = fromServer ? 1 : 0;
    const nowMs = performance.now();
    this.#freeMs[side] = Math.max(this.#freeMs[side], nowMs) + (length * 8000) / this.shape.bitsPerSecond;
  }

  stall(durationMs: number): void {
    this.#stalledUntilMs = performance.now() + durationMs;
  }

  resetAfter(bytes: number): void {
    this.#resetIn = bytes;
  }

  /** True once, for the piece that carries the counted byte. */
  countdown(length: number): boolean {
    if (this.#resetIn === undefined) return false;
    this.#resetIn -= length;
    if (this.#resetIn > 0) return false;
    this.#resetIn = undefined;
    return true;
  }
}

class TcpLink implements ShapedLink {
  readonly #server: Server;
  readonly #line: Line;
  readonly #pairs = new Set<{ readonly sockets: readonly Socket[]; readonly directions: readonly Direction[] }>();
  readonly #target: { readonly host: string; readonly port: number };
  #refusing = false;

  constructor(options: LinkOptions) {
    this.#target = options.target;
    this.#line = new Line({ ...clearShape, ...options.shape }, options.random ?? (() => 0));
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => this.#join(near));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get connections(): number {
    return this.#pairs.size;
  }

  get bytes(): number {
    return this.#line.bytes;
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', () => resolve());
    });
  }

  shape(shape: Partial<LinkShape>): void {
    this.#line.shape = { ...this.#line.shape, ...shape };
  }

  cut(): void {
    this.#refusing = true;
    this.#endAll();
  }

  halfOpen(): void {
    this.#line.swallowing = true;
  }

  heal(): void {
    const lost = this.#line.swallowing;
    this.#refusing = false;
    this.#line.swallowing = false;
    this.#line.shape = clearShape;
    if (lost) this.#endAll();
  }

  resetAfter(afterBytes: number): void {
    this.#line.resetAfter(afterBytes);
  }

  stall(durationMs: number): void {
    this.#line.stall(durationMs);
  }

  async close(): Promise<void> {
    this.#endAll();
    if (this.#server.listening) await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #endAll(): void {
    for (const pair of this.#pairs) for (const socket of pair.sockets) socket.destroy();
  }

  #join(near: Socket): void {
    if (this.#refusing) {
      near.resetAndDestroy();
      return;
    }
    const far = connect({ ...this.#target, allowHalfOpen: true, noDelay: true });
    const pair = {
      sockets: [near, far],
      directions: [new Direction({ from: near, to: far }, this.#line, false), new Direction({ from: far, to: near }, this.#line, true)],
    };
    this.#pairs.add(pair);
    const leave = (): void => {
      for (const direction of pair.directions) direction.stop();
      for (const socket of pair.sockets) socket.destroy();
      this.#pairs.delete(pair);
    };
    for (const socket of pair.sockets) {
      // An error is followed by 'close', which ends both sides: the other end sees a line that broke.
      socket.on('error', () => undefined);
      socket.on('close', leave);
    }
  }
}

/** Opens a line to `target` on a free port of 127.0.0.1. */
export async function openLink(options: LinkOptions): Promise<ShapedLink> {
  const link = new TcpLink(options);
  await link.listen();
  return link;
}
