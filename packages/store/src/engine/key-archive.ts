import { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ByteReader, ByteWriter } from '../bytes.ts';
import { fail } from '../codes.ts';
import { generationName } from '../keys/key-mirror.ts';
import type { Vault } from '../keys/vault.ts';

const magic = 'WASLKBK1';

/** Vault and key generations in one file: `"WASLKBK1" ‖ count u32 ‖ count × (name, length u32, bytes) ‖ SHA-256 of all before`. Sealed as they are. */
export function packKeys(folder: string, vault: Vault): Buffer {
  const names = ['vault', ...vault.periods.map((period) => `keys/${generationName(period)}`)];
  const writer = new ByteWriter(1 << 20);
  writer.bytes(Buffer.from(magic, 'latin1'));
  writer.u32(names.length);
  for (const name of names) {
    const bytes = readFileSync(join(folder, name));
    writer.text(name);
    writer.u32(bytes.length);
    writer.bytes(bytes);
  }
  writer.bytes(hash('sha256', writer.view(), 'buffer'));
  return Buffer.from(writer.view());
}

/** The files of an archive by name; throws `backup-damaged` or `store-version`. */
export function unpackKeys(archive: Buffer): ReadonlyMap<string, Buffer> {
  const end = archive.length - 32;
  if (end < 12 || archive.toString('latin1', 0, 7) !== magic.slice(0, 7)) throw fail('backup-damaged', 'no key backup');
  if (archive.toString('latin1', 0, 8) !== magic)
    throw fail('store-version', `key backup format ${archive.toString('latin1', 7, 8)}, wanted 1`);
  if (Buffer.compare(hash('sha256', archive.subarray(0, end), 'buffer'), archive.subarray(end)) !== 0) {
    throw fail('backup-damaged', 'the key backup does not have its digest');
  }
  const reader = new ByteReader(archive.subarray(8, end));
  const files = new Map<string, Buffer>();
  for (let left = reader.u32(); left > 0; left -= 1) {
    const name = reader.text();
    if (!/^(vault|keys\/[0-9]+\.[0-9]+)$/.test(name)) throw fail('backup-damaged', `unknown file ${name} in the key backup`);
    files.set(name, reader.bytes(reader.u32()));
  }
  return files;
}
