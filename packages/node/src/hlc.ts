/** Remote clocks more than this ahead of ours are warned about and never merged (EX8). */
const maxClockAheadMs = 60_000;

const form = /^(\d{13})\.(\d{4})$/;

/** Milliseconds and counter of an `hlc` text; undefined when it is not one. */
function parseHlc(text: string): { readonly ms: number; readonly counter: number } | undefined {
  const match = form.exec(text);
  return match === null ? undefined : { ms: Number(match[1]), counter: Number(match[2]) };
}

function format(ms: number, counter: number): string {
  return `${String(ms).padStart(13, '0')}.${String(counter).padStart(4, '0')}`;
}

/**
 * Hybrid logical clock: texts grow strictly at one node and follow what was received, so that statements sort as they were made
 * even when wall clocks disagree a little.
 */
export class HybridClock {
  #ms = 0;
  #counter = 0;
  readonly #nowMs: () => number;

  constructor(nowMs: () => number, last?: string) {
    this.#nowMs = nowMs;
    const parsed = last === undefined ? undefined : parseHlc(last);
    if (parsed !== undefined) {
      this.#ms = parsed.ms;
      this.#counter = parsed.counter;
    }
  }

  /** The next text, greater than every one before. */
  next(): string {
    const now = this.#nowMs();
    if (now > this.#ms) {
      this.#ms = now;
      this.#counter = 0;
    } else {
      this.#step();
    }
    return format(this.#ms, this.#counter);
  }

  /** The highest text given out or followed; nothing given out later is below. */
  get last(): string {
    return format(this.#ms, this.#counter);
  }

  /** Follows a partner's text; false when it is too far ahead of this node's wall clock and was left alone. */
  merge(text: string): boolean {
    const other = parseHlc(text);
    if (other === undefined || other.ms > this.#nowMs() + maxClockAheadMs) return false;
    if (other.ms > this.#ms || (other.ms === this.#ms && other.counter > this.#counter)) {
      this.#ms = other.ms;
      this.#counter = other.counter;
    }
    return true;
  }

  #step(): void {
    this.#counter += 1;
    if (this.#counter > 9999) {
      this.#ms += 1;
      this.#counter = 0;
    }
  }
}
