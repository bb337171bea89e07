import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '../codes.ts';
import type { Disk } from '../disk.ts';
import { firstPage, KeyFile, rowLength } from './key-file.ts';
import { destroyStrays, generationName, KeyMirror, makeKeyFolders } from './key-mirror.ts';
import { PageCache } from './page-cache.ts';
import { type Period, type Unlock, Vault } from './vault.ts';

/** Where the key of a record is: page `at` of a key period, row `slot` of that page. It stays true over all generations. */
export interface KeyPlace {
  readonly period: number;
  readonly at: number;
  readonly slot: number;
}

/** How to open a key store. `keysPerPeriod` bounds what one erasure rewrites (64 bytes a key). */
export interface KeyStoreOptions {
  readonly folder: string;
  readonly unlock: Unlock;
  readonly disk: Disk;
  readonly mirror?: string;
  readonly keysPerPeriod?: number;
}

/** Keys made at a time, ahead of the records that will use them: a commit then finds its keys durable and syncs one file less. */
const keysPerPage = 512;
const cacheBytes = 1 << 20;
const openFiles = 16;
const erasedKey = Buffer.alloc(32);
const unnamed = Buffer.alloc(32);

/** A page of keys that records take one after the other. What is left of it at the end of the process is never used. */
interface OpenPage {
  readonly period: number;
  readonly at: number;
  readonly rows: Buffer;
  used: number;
}

/** The record keys of a node, apart from its database: the only thing whose loss erases content (ER3). */
export class KeyStore {
  readonly vault: Vault;
  readonly #folder: string;
  readonly #disk: Disk;
  readonly #keysPerPeriod: number;
  readonly #mirror: KeyMirror | undefined;
  readonly #cache = new PageCache(cacheBytes);
  readonly #files = new Map<number, KeyFile>();
  #at = firstPage;
  #count = 0;
  #page: OpenPage | undefined;

  private constructor(vault: Vault, options: KeyStoreOptions) {
    this.vault = vault;
    this.#folder = options.folder;
    this.#disk = options.disk;
    this.#keysPerPeriod = options.keysPerPeriod ?? 65_536;
    this.#mirror = options.mirror === undefined ? undefined : new KeyMirror(options.mirror, options.disk);
  }

  /** True when `folder` holds a vault. */
  static exists(folder: string): boolean {
    return existsSync(join(folder, 'vault'));
  }

  static create(options: KeyStoreOptions): KeyStore {
    makeKeyFolders(options.folder, options.disk);
    const store = new KeyStore(Vault.create(join(options.folder, 'vault'), options.unlock, options.disk), options);
    store.#mirror?.refresh(options.folder, store.vault);
    return store;
  }

  /** Opens, finds the end of the current period and destroys what an interrupted erasure left. Codes as of `Vault.load` and `KeyFile.open`. */
  static open(options: KeyStoreOptions): KeyStore {
    const store = new KeyStore(Vault.load(join(options.folder, 'vault'), options.unlock), options);
    makeKeyFolders(options.folder, options.disk);
    for (const period of store.vault.periods) {
      const path = store.#path(period);
      if (!existsSync(path)) throw fail('key-store-missing', `no key file ${path}`);
    }
    destroyStrays(options.folder, store.vault.periods, options.disk);
    const current = store.vault.periods.at(-1);
    if (current !== undefined) {
      for (const page of store.#file(current).pages()) {
        store.#at = page.end;
        store.#count += page.rows.length / rowLength;
      }
    }
    store.#mirror?.refresh(options.folder, store.vault);
    return store;
  }

  /** A key that no record has yet, durable already; the buffer is valid until the next call. */
  take(): { readonly place: KeyPlace; readonly key: Buffer } {
    let page = this.#page;
    if (page === undefined || page.used * rowLength >= page.rows.length) page = this.#makePage();
    const { period, at, rows, used: slot } = page;
    page.used += 1;
    return { place: { period, at, slot }, key: rows.subarray(slot * rowLength + 32, (slot + 1) * rowLength) };
  }

  #makePage(): OpenPage {
    this.#closePage();
    let current = this.vault.periods.at(-1);
    if (current === undefined || this.#count >= this.#keysPerPeriod) current = this.#openPeriod((current?.period ?? 0) + 1);
    const count = Math.min(keysPerPage, this.#keysPerPeriod);
    const rows = randomBytes(count * rowLength);
    // Keys are made before anyone knows whose they will be: the half of a row that once named the record stays zeros.
    for (let slot = 0; slot < count; slot += 1) rows.fill(0, slot * rowLength, slot * rowLength + 32);
    const file = this.#file(current);
    const end = file.write(this.#at, rows);
    file.syncData();
    this.#mirror?.append(current, this.#at, rows);
    const page = { period: current.period, at: this.#at, rows, used: 0 };
    this.#page = page;
    this.#at = end;
    this.#count += count;
    return page;
  }

  #closePage(): void {
    this.#page?.rows.fill(0);
    this.#page = undefined;
  }

  /** Where the last page ends. */
  end(): { readonly period: number; readonly at: number } {
    return { period: this.vault.periods.at(-1)?.period ?? 0, at: this.#at };
  }

  /** The key of a record; undefined once erased. The buffer is valid until the next call. Throws `store-damaged`. */
  keyOf(place: KeyPlace, id: Uint8Array): Buffer | undefined {
    const row = this.#rows(place).subarray(place.slot * rowLength, (place.slot + 1) * rowLength);
    const named = row.subarray(0, 32);
    if (row.length < rowLength || !(named.equals(unnamed) || named.equals(id))) {
      throw fail('store-damaged', `key period ${place.period}, page ${place.at}, row ${place.slot} is of another record`);
    }
    const key = row.subarray(32);
    return key.equals(erasedKey) ? undefined : key;
  }

  /** True when the store holds pages up to `at` of `period`: a database never refers beyond its own key store. */
  reaches(period: number, at: number): boolean {
    const last = this.vault.periods.at(-1);
    if (last === undefined) return period === 0;
    if (period < last.period) return true;
    return period === last.period && at <= this.#at;
  }

  /**
   * Destroys keys (ER3): writes each affected period anew without them under a new wrapping key, syncs, reads back, mirrors, then
   * switches the vault and destroys the old generations. Interrupted before the switch nothing is erased, after it everything is.
   */
  erase(places: readonly KeyPlace[]): void {
    const byPeriod = Map.groupBy(places, (place) => place.period);
    const next: Period[] = [];
    try {
      for (const [number, erased] of byPeriod) next.push(this.#rewrite(this.#period(number), erased));
    } catch (error) {
      destroyStrays(this.#folder, this.vault.periods, this.#disk);
      throw error;
    }
    this.#disk.point('erase-before-vault');
    this.#switch(next);
    this.#disk.point('erase-after-vault');
    this.#closePage();
    this.#cache.clear();
    for (const period of next) {
      this.#files.get(period.period)?.close();
      this.#files.delete(period.period);
    }
    destroyStrays(this.#folder, this.vault.periods, this.#disk);
    this.#mirror?.refresh(this.#folder, this.vault);
  }

  /** Reads every page of every period; findings name those that fail. */
  verify(): readonly string[] {
    const findings: string[] = [];
    for (const period of this.vault.periods) {
      let end = firstPage;
      for (const page of this.#file(period).pages()) end = page.end;
      const wanted = this.#endOf(period);
      if (end !== wanted) findings.push(`key period ${period.period} is sound up to byte ${end} only, wanted ${wanted}`);
    }
    return findings;
  }

  close(): void {
    this.#closePage();
    this.#cache.clear();
    for (const file of this.#files.values()) file.close();
    this.#files.clear();
    this.#mirror?.close();
  }

  #path(period: Period): string {
    return join(this.#folder, 'keys', generationName(period));
  }

  #period(number: number): Period {
    const period = this.vault.periods.find((one) => one.period === number);
    if (period === undefined) throw fail('key-store-outdated', `the vault knows no key period ${number}`);
    return period;
  }

  #file(period: Period): KeyFile {
    const known = this.#files.get(period.period);
    if (known !== undefined) return known;
    const file = KeyFile.open(this.#path(period), period, this.#disk);
    for (const [number, oldest] of this.#files) {
      if (this.#files.size < openFiles) break;
      oldest.close();
      this.#files.delete(number);
    }
    this.#files.set(period.period, file);
    return file;
  }

  #rows(place: KeyPlace): Buffer {
    if (this.#page?.period === place.period && this.#page.at === place.at) return this.#page.rows;
    const cached = this.#cache.get(place.period, place.at);
    if (cached !== undefined) return cached;
    const page = this.#file(this.#period(place.period)).read(place.at);
    if (page === undefined) throw fail('store-damaged', `key period ${place.period} has no sound page at ${place.at}`);
    this.#cache.put(place, page.rows);
    return page.rows;
  }

  #openPeriod(number: number): Period {
    const period: Period = { period: number, generation: 1, end: 0, wrappingKey: randomBytes(32) };
    const file = KeyFile.create(this.#path(period), period, this.#disk);
    try {
      const closed = this.vault.periods.map((one) => (one.end === 0 ? { ...one, end: this.#at } : one));
      this.#writeVault([...closed, period], this.vault.erasures);
    } catch (error) {
      file.close();
      throw error;
    }
    this.#files.set(number, file);
    this.#at = firstPage;
    this.#count = 0;
    this.#mirror?.refresh(this.#folder, this.vault);
    return period;
  }

  #rewrite(old: Period, erased: readonly KeyPlace[]): Period {
    const fresh: Period = { ...old, generation: old.generation + 1, wrappingKey: randomBytes(32) };
    const slots = Map.groupBy(erased, (place) => place.at);
    const without = (page: { readonly at: number; readonly rows: Buffer }): Buffer => {
      for (const place of slots.get(page.at) ?? []) page.rows.fill(0, place.slot * rowLength + 32, (place.slot + 1) * rowLength);
      return page.rows;
    };
    const file = KeyFile.create(this.#path(fresh), fresh, this.#disk);
    try {
      let end = firstPage;
      for (const page of this.#file(old).pages()) end = file.write(page.at, without(page));
      if (end !== this.#endOf(old)) throw fail('store-damaged', `key period ${old.period} is sound up to byte ${end} only`);
      file.sync();
    } finally {
      file.close();
    }
    const written = KeyFile.open(this.#path(fresh), fresh, this.#disk);
    try {
      for (const page of this.#file(old).pages()) {
        if (written.read(page.at)?.rows.equals(without(page)) !== true)
          throw fail('store-failed', `${written.path} reads back otherwise at ${page.at}`);
      }
    } finally {
      written.close();
    }
    return fresh;
  }

  #endOf(period: Period): number {
    return period.end === 0 ? this.#at : period.end;
  }

  #switch(next: readonly Period[]): void {
    const fresh = new Map(next.map((period) => [period.period, period]));
    this.#writeVault(
      this.vault.periods.map((period) => fresh.get(period.period) ?? period),
      this.vault.erasures + 1,
    );
  }

  #writeVault(periods: readonly Period[], erasures: number): void {
    const before = { periods: this.vault.periods, erasures: this.vault.erasures };
    this.vault.periods = periods;
    this.vault.erasures = erasures;
    try {
      this.#disk.replaceAndDestroy(this.vault.file, this.vault.encode(), 'vault-sync');
    } catch (error) {
      this.vault.periods = before.periods;
      this.vault.erasures = before.erasures;
      throw error;
    }
  }
}
