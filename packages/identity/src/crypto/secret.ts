import { inspect } from 'node:util';

/**
 * A value that must not reach a log, an error or a screen: it prints, serialises and inspects as `[redacted]`, and only
 * `reveal()` gives it. Nothing protects the memory itself.
 */
export class Secret<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** The value. Every call is a place to review. */
  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return '[redacted]';
  }

  toJSON(): string {
    return '[redacted]';
  }

  [inspect.custom](): string {
    return '[redacted]';
  }
}
