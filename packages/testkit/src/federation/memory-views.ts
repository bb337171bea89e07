import type { ViewRow, Views } from '@wasl/node';

type Row = ViewRow & { readonly seq: number };
type Link = Parameters<Views['refer']>[0][number];

/** The disposable index in memory. */
export class MemoryViews implements Views {
  #rows = new Map<string, Row>();
  #links: Link[] = [];
  #seq = 0;

  async index(rows: readonly ViewRow[]): Promise<void> {
    for (const row of rows) {
      if (this.#rows.has(row.id)) continue;
      this.#seq += 1;
      this.#rows.set(row.id, { ...row, seq: this.#seq });
    }
  }

  async list(filter: Parameters<Views['list']>[0]): ReturnType<Views['list']> {
    const rows = [...this.#rows.values()].filter(
      (row) =>
        (filter.type === undefined || row.type === filter.type) &&
        (filter.subject === undefined || row.subject === filter.subject) &&
        (filter.mode === undefined || row.mode === filter.mode) &&
        (filter.since === undefined || row.seq > filter.since) &&
        (filter.before === undefined || row.seq < filter.before),
    );
    if (filter.newestFirst === true) rows.reverse();
    return rows.slice(0, filter.limit);
  }

  async refer(rows: readonly Link[]): Promise<void> {
    this.#links.push(...rows);
  }

  async referring(id: string): ReturnType<Views['referring']> {
    return this.#links.filter((link) => link.to === id).map(({ from, rel }) => ({ from, rel }));
  }

  async count(): Promise<number> {
    return this.#rows.size;
  }

  async clear(): Promise<void> {
    this.#rows = new Map();
    this.#links = [];
  }

  async close(): Promise<void> {
    this.#links = [];
  }
}
