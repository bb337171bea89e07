/** A binary heap of (time, key), earliest first, ties by key. */
export class Heap {
  readonly #items: { readonly atMs: number; readonly key: string }[] = [];

  get size(): number {
    return this.#items.length;
  }

  push(atMs: number, key: string): void {
    const items = this.#items;
    const item = { atMs, key };
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = items[parent];
      if (above === undefined || before(above, item)) break;
      items[at] = above;
      at = parent;
    }
    items[at] = item;
  }

  peek(): { readonly atMs: number; readonly key: string } | undefined {
    return this.#items[0];
  }

  pop(): { readonly atMs: number; readonly key: string } | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (first === undefined || last === undefined || items.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      const right = items[child + 1];
      if (right !== undefined && before(right, items[child] ?? right)) child += 1;
      const below = items[child];
      if (below === undefined || !before(below, last)) break;
      items[at] = below;
      at = child;
    }
    items[at] = last;
    return first;
  }
}

function before(a: { readonly atMs: number; readonly key: string }, b: { readonly atMs: number; readonly key: string }): boolean {
  return a.atMs === b.atMs ? a.key < b.key : a.atMs < b.atMs;
}
