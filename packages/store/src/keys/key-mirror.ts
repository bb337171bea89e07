import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Disk } from '../disk.ts';
import { KeyFile } from './key-file.ts';
import type { Period, Vault } from './vault.ts';

/** Name of a generation file inside `keys/`. */
export function generationName(period: Period): string {
  return `${period.period}.${period.generation}`;
}

/** Makes `folder` and its `keys/`, durable by name. */
export function makeKeyFolders(folder: string, disk: Disk): void {
  if (existsSync(join(folder, 'keys'))) return;
  mkdirSync(join(folder, 'keys'), { recursive: true, mode: 0o700 });
  disk.syncFolder(folder);
}

/** Destroys generation files that the vault no longer names: what an interrupted erasure left. */
export function destroyStrays(folder: string, periods: readonly Period[], disk: Disk): void {
  const named = new Set(periods.map(generationName));
  const strays = readdirSync(join(folder, 'keys')).filter((name) => !named.has(name));
  for (const stray of strays) disk.destroy(join(folder, 'keys', stray));
  if (strays.length > 0) disk.syncFolder(join(folder, 'keys'));
}

/** A second copy of vault and generations in another folder, written with every commit and every erasure. */
export class KeyMirror {
  readonly folder: string;
  readonly #disk: Disk;
  #current: { readonly name: string; readonly file: KeyFile } | undefined;

  constructor(folder: string, disk: Disk) {
    this.folder = folder;
    this.#disk = disk;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    makeKeyFolders(folder, disk);
  }

  /** Brings the mirror to the state of `source`: every generation, then the vault, then nothing else. */
  refresh(source: string, vault: Vault): void {
    this.#closeCurrent();
    const last = vault.periods.at(-1);
    for (const period of vault.periods) {
      const name = join('keys', generationName(period));
      if (period === last || !existsSync(join(this.folder, name))) {
        this.#disk.replace(join(this.folder, name), readFileSync(join(source, name)));
      }
    }
    const bytes = readFileSync(join(source, 'vault'));
    const held = join(this.folder, 'vault');
    if (!existsSync(held) || !readFileSync(held).equals(bytes)) this.#disk.replaceAndDestroy(held, bytes);
    destroyStrays(this.folder, vault.periods, this.#disk);
  }

  /** Repeats a page that was written to the current generation, durable when this returns. */
  append(period: Period, at: number, rows: Uint8Array): void {
    const name = generationName(period);
    if (this.#current?.name !== name) {
      this.#closeCurrent();
      this.#current = { name, file: KeyFile.open(join(this.folder, 'keys', name), period, this.#disk) };
    }
    this.#current.file.write(at, rows);
    this.#current.file.syncData();
  }

  close(): void {
    this.#closeCurrent();
  }

  #closeCurrent(): void {
    this.#current?.file.close();
    this.#current = undefined;
  }
}
