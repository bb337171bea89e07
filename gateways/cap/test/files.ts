import { existsSync, readdirSync, readFileSync } from 'node:fs';

const fixtures = new URL('../fixtures/', import.meta.url);

/** Bytes of a fixture, such as `valid/geometry.xml`. */
export function fixture(name: string): Uint8Array {
  return readFileSync(new URL(name, fixtures));
}

/** Names of the fixtures of a folder, sorted. */
export function fixtureNames(folder: 'valid' | 'invalid'): string[] {
  return readdirSync(new URL(`${folder}/`, fixtures))
    .filter((name) => name.endsWith('.xml'))
    .sort();
}

const corpus = process.env['WASL_CORPUS'] ?? new URL('../../../../shared/corpus', import.meta.url).pathname;

/** Whether the outside corpus is on this machine. */
export const corpusPresent = existsSync(`${corpus}/INDEX.tsv`);

/** The CAP files of the corpus with what its index says about them. */
export function corpusFiles(): { readonly name: string; readonly valid: boolean; readonly bytes: Uint8Array }[] {
  if (!corpusPresent) return [];
  return readFileSync(`${corpus}/INDEX.tsv`, 'utf8')
    .split('\n')
    .map((line) => line.split('\t'))
    .filter((row) => row[1] === 'cap')
    .map(([path = '', , , , valid]) => ({
      name: path.replace('cap/', ''),
      valid: valid === 'yes',
      bytes: readFileSync(`${corpus}/${path}`),
    }));
}
