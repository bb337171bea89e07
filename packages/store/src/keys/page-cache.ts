/** Decrypted key pages of recent use, bounded in bytes; what leaves the cache is overwritten with zeros. */
export class PageCache {
  readonly #maxBytes: number;
  readonly #pages = new Map<number, Buffer>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get(period: number, at: number): Buffer | undefined {
    return this.#pages.get(period * 2 ** 32 + at);
  }

  put(place: { readonly period: number; readonly at: number }, rows: Buffer): void {
    const key = place.period * 2 ** 32 + place.at;
    this.#drop(key);
    this.#pages.set(key, rows);
    this.#bytes += rows.length;
    for (const oldest of this.#pages.keys()) {
      if (this.#bytes <= this.#maxBytes || oldest === key) return;
      this.#drop(oldest);
    }
  }

  /** Forgets everything. */
  clear(): void {
    for (const key of [...this.#pages.keys()]) this.#drop(key);
  }

  #drop(key: number): void {
    const rows = this.#pages.get(key);
    if (rows === undefined) return;
    rows.fill(0);
    this.#bytes -= rows.length;
    this.#pages.delete(key);
  }
}
