import { isAscii, isUtf8 } from 'node:buffer';
import type { LogBatch, WireLeaf } from '@wasl/node';
import { type Refusal, refusalOf, type WaslError } from '@wasl/record';
import { type codes, fail } from '../codes.ts';
import { defaultWireBounds, type WireBounds } from './bounds.ts';
import { isCode } from './problem.ts';

/** What the lines of a stream say. After `broken` or `refused` nothing more comes. */
export type StreamEvent =
  | { readonly kind: 'batch'; readonly batch: LogBatch }
  | { readonly kind: 'heartbeat'; readonly note: string }
  /** The server's reason for ending the stream. */
  | { readonly kind: 'refused'; readonly reason: Refusal }
  /** The bytes are not this protocol, or ended in the middle (`stream-cut`). */
  | { readonly kind: 'broken'; readonly reason: Refusal };

/** Takes a stream in pieces of any size. Never throws: what is wrong comes as a `broken` event with a code. */
export interface LineDecoder {
  push(chunk: Uint8Array): readonly StreamEvent[];
  /** The stream is over: `broken` with `stream-cut` if it ended inside a line or a batch. */
  end(): readonly StreamEvent[];
}

const lineFeed = 10;

function wrong(code: keyof typeof codes, message: string, details: Readonly<Record<string, unknown>> = {}): WaslError {
  return fail(code, message, { details });
}

function parseValue(line: string): unknown {
  try {
    return JSON.parse(line.slice(5, -1));
  } catch (cause) {
    throw fail('line-malformed', `the value of line ${JSON.stringify(line.slice(0, 40))} is not JSON`, { cause });
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.isWellFormed();
}

/** Every value is a string, an integer or null inside one array, so no key can come twice and no depth can grow. */
function parseLeaf(line: string, expected: number, bounds: WireBounds): WireLeaf {
  const value = parseValue(line);
  if (!Array.isArray(value)) throw wrong('line-malformed', 'an e line holds an array');
  const [index, releaseLine, entryText, disclosures, gone] = value as readonly unknown[];
  if (typeof index !== 'number' || !Number.isSafeInteger(index)) throw wrong('line-malformed', 'the index of an e line is an integer');
  if (index !== expected) throw wrong('index-gap', `leaf ${index} came, wanted ${expected}`, { index, expected });
  if (!isText(releaseLine) || !isText(entryText))
    throw wrong('line-malformed', `leaf ${index}: release line and entry are text`, { index });
  if (releaseLine.includes('\n')) throw wrong('line-malformed', `leaf ${index}: a release line has no line feed`, { index });
  if (disclosures === null) {
    if (value.length !== 5 || typeof gone !== 'number' || !Number.isSafeInteger(gone) || gone < 0) {
      throw wrong('line-malformed', `leaf ${index}: null needs the index of the erasure`, { index });
    }
    return { releaseLine, entryText, disclosures: undefined, gone };
  }
  if (!Array.isArray(disclosures) || value.length !== 4) throw wrong('line-malformed', `leaf ${index}: disclosures are a list`, { index });
  let total = 0;
  for (const text of disclosures as readonly unknown[]) {
    if (!isText(text)) throw wrong('line-malformed', `leaf ${index}: a disclosure is text`, { index });
    total += text.length;
  }
  if (total > bounds.maxDisclosureBytes) {
    throw wrong('disclosures-too-large', `leaf ${index} has ${total} bytes of disclosures, at most ${bounds.maxDisclosureBytes}`, {
      index,
    });
  }
  return { releaseLine, entryText, disclosures: disclosures as readonly string[] };
}

function parseNote(line: string, bounds: WireBounds): string {
  const note = parseValue(line);
  if (!isText(note)) throw wrong('line-malformed', 'a note is text');
  if (note === '' || note.length > bounds.maxNoteBytes) throw wrong('note-malformed', `a note of ${note.length} characters`);
  return note;
}

function parseRefusal(line: string): Refusal {
  const value = parseValue(line);
  if (!Array.isArray(value) || value.length !== 2) throw wrong('line-malformed', 'an r line holds code and message');
  const [code, message] = value as readonly unknown[];
  if (!isCode(code) || !isText(message)) throw wrong('line-malformed', 'an r line holds code and message');
  return { code, message: message.slice(0, 400) };
}

/** Gathers leaves until their checkpoint comes. */
class BatchBuilder {
  readonly #origin: string;
  readonly #bounds: WireBounds;
  #first: number;
  #leaves: WireLeaf[] = [];
  #bytes = 0;

  constructor(origin: string, from: number, bounds: WireBounds) {
    this.#origin = origin;
    this.#first = from;
    this.#bounds = bounds;
  }

  get open(): boolean {
    return this.#leaves.length > 0;
  }

  take(line: string, bytes: number): StreamEvent | undefined {
    if (!line.endsWith('}')) throw wrong('line-malformed', 'a line ends with }');
    const key = line.slice(0, 5);
    if (key === '{"e":') return this.#takeLeaf(line, bytes);
    if (key === '{"c":') return this.#takeCheckpoint(line);
    if (key === '{"h":') return { kind: 'heartbeat', note: parseNote(line, this.#bounds) };
    if (key === '{"r":') return { kind: 'refused', reason: parseRefusal(line) };
    throw wrong('line-malformed', `a line begins with ${JSON.stringify(line.slice(0, 12))}, wanted e, c, h or r`);
  }

  #takeLeaf(line: string, bytes: number): undefined {
    this.#bytes += bytes;
    const next = this.#first + this.#leaves.length;
    if (this.#leaves.length >= this.#bounds.maxLeaves || this.#bytes > this.#bounds.maxBatchBytes) {
      throw wrong('batch-too-large', `no checkpoint after ${this.#leaves.length} leaves and ${this.#bytes} bytes`, { index: next });
    }
    this.#leaves.push(parseLeaf(line, next, this.#bounds));
  }

  #takeCheckpoint(line: string): StreamEvent {
    const checkpoint = parseNote(line, this.#bounds);
    if (this.#leaves.length === 0) throw wrong('line-malformed', 'a c line without leaves; a head alone is an h line');
    const batch = { origin: this.#origin, first: this.#first, leaves: this.#leaves, checkpoint };
    this.#first += this.#leaves.length;
    this.#leaves = [];
    this.#bytes = 0;
    return { kind: 'batch', batch };
  }
}

class Decoder implements LineDecoder {
  readonly #builder: BatchBuilder;
  readonly #bounds: WireBounds;
  /** The beginning of a line whose end has not come. */
  #pieces: Uint8Array[] = [];
  #pending = 0;
  #over = false;

  constructor(origin: string, from: number, bounds: WireBounds) {
    this.#builder = new BatchBuilder(origin, from, bounds);
    this.#bounds = bounds;
  }

  push(chunk: Uint8Array): readonly StreamEvent[] {
    const events: StreamEvent[] = [];
    if (this.#over) return events;
    try {
      this.#split(chunk, events);
    } catch (error) {
      this.#stop();
      events.push({ kind: 'broken', reason: refusalOf(error) });
    }
    return events;
  }

  end(): readonly StreamEvent[] {
    if (this.#over || (this.#pending === 0 && !this.#builder.open)) return [];
    this.#stop();
    return [{ kind: 'broken', reason: refusalOf(wrong('stream-cut', 'the stream ended inside a batch')) }];
  }

  #stop(): void {
    this.#over = true;
    this.#pieces = [];
    this.#pending = 0;
  }

  #split(chunk: Uint8Array, events: StreamEvent[]): void {
    let start = 0;
    if (this.#pending > 0) {
      const feed = chunk.indexOf(lineFeed);
      const end = feed === -1 ? chunk.length : feed;
      this.#keep(chunk.subarray(0, end));
      if (feed === -1) return;
      const line = Buffer.concat(this.#pieces, this.#pending);
      this.#pieces = [];
      this.#pending = 0;
      this.#takeBytes(line, events);
      start = feed + 1;
    }
    const last = chunk.lastIndexOf(lineFeed);
    if (last >= start && !this.#over) this.#takeWhole(Buffer.from(chunk.buffer, chunk.byteOffset + start, last + 1 - start), events);
    if (!this.#over) this.#keep(chunk.subarray(Math.max(start, last + 1)));
  }

  #keep(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#pending += piece.length;
    if (this.#pending > this.#bounds.maxLineBytes) throw wrong('line-too-long', `a line has more than ${this.#bounds.maxLineBytes} bytes`);
    this.#pieces.push(piece);
  }

  /** Complete lines, each ended by a line feed; ASCII (nearly always) is turned into text at once. */
  #takeWhole(lines: Buffer, events: StreamEvent[]): void {
    if (!isAscii(lines)) {
      let from = 0;
      while (from < lines.length && !this.#over) {
        const feed = lines.indexOf(lineFeed, from);
        this.#takeBytes(lines.subarray(from, feed), events);
        from = feed + 1;
      }
      return;
    }
    const text = lines.toString('latin1');
    let from = 0;
    while (from < text.length && !this.#over) {
      const feed = text.indexOf('\n', from);
      this.#takeLine(text.slice(from, feed), feed - from, events);
      from = feed + 1;
    }
  }

  #takeBytes(line: Buffer, events: StreamEvent[]): void {
    if (!isUtf8(line)) throw wrong('line-utf8', 'a line is not UTF-8');
    this.#takeLine(line.toString('utf8'), line.length, events);
  }

  #takeLine(line: string, bytes: number, events: StreamEvent[]): void {
    if (bytes > this.#bounds.maxLineBytes) throw wrong('line-too-long', `a line has more than ${this.#bounds.maxLineBytes} bytes`);
    const event = this.#builder.take(line, bytes);
    if (event === undefined) return;
    events.push(event);
    if (event.kind === 'refused') this.#stop();
  }
}

/** A decoder for the stream of `origin` that begins at index `from`. */
export function createLineDecoder(options: { readonly origin: string; readonly from: number; readonly bounds?: WireBounds }): LineDecoder {
  return new Decoder(options.origin, options.from, options.bounds ?? defaultWireBounds);
}
