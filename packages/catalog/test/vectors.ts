import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Json } from '@wasl/record';
import { invalid } from './invalid.ts';
import { samples } from './samples.ts';

/** The language-neutral cases of the catalogue: full records, and changes to them with the place and rule of the first finding; `null` takes a unit out. */
export function vectorsText(): string {
  const valid = Object.entries(samples).map(([type, fields]) => ({ type, fields }));
  const changed = invalid.map(([type, change, path, rule]) => ({
    type,
    change: Object.fromEntries(Object.entries(change).map(([unit, value]): [string, Json] => [unit, value ?? null])),
    path,
    rule,
  }));
  return `${JSON.stringify({ valid, invalid: changed }, undefined, 1)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = new URL('../../../vectors/catalog/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL('records.json', folder), vectorsText());
}
