/**
 * A bounded memory of computed values: two generations, each of at most `bound` keys. A full young generation becomes the
 * old one and the old one is dropped, so what was not asked for lately is forgotten without bookkeeping on each hit.
 */
export class BoundedMemory<Value> {
  readonly bound: number;
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  constructor(bound: number) {
    this.bound = bound;
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get(key: string): Value | undefined {
    const hit = this.#young.get(key);
    if (hit !== undefined) return hit;
    const aged = this.#old.get(key);
    if (aged !== undefined) this.set(key, aged);
    return aged;
  }

  set(key: string, value: Value): void {
    if (this.#young.size >= this.bound) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }
}
