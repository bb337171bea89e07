/** A small seeded generator of random integers (mulberry32): fast, repeatable, for tests only. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** An integer from 0 to `sides` − 1. */
  roll(sides: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  }

  /** True once in `sides`. */
  chance(sides: number): boolean {
    return this.roll(sides) === 0;
  }

  pick<T>(from: readonly [T, ...T[]]): T {
    return from[this.roll(from.length)] ?? from[0];
  }

  /** A random part of the list, in its order, each element with one chance in two. */
  some<T>(from: readonly T[]): T[] {
    return from.filter(() => this.roll(2) === 0);
  }

  /** Like `some`, never empty. */
  few<T>(from: readonly [T, ...T[]]): T[] {
    const chosen = this.some(from);
    return chosen.length > 0 ? chosen : [this.pick(from)];
  }
}
