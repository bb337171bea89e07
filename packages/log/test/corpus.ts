import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folder of the public vectors; outside the repository, so that tests which need it are skipped where it is absent. */
export const corpus = process.env['WASL_CORPUS'] ?? join(import.meta.dirname, '../../../../shared/corpus');

/** True when the corpus has this folder. */
export function hasCorpus(folder: string): boolean {
  return existsSync(join(corpus, folder));
}

/** Names of the files of a corpus folder that begin so. */
export function corpusFiles(folder: string, prefix: string): readonly string[] {
  return readdirSync(join(corpus, folder)).filter((name) => name.startsWith(prefix));
}

/** Bytes of one corpus file. */
export function corpusBytes(folder: string, name: string): Uint8Array {
  return readFileSync(join(corpus, folder, name));
}

/** Text of one corpus file. */
export function corpusText(folder: string, name: string): string {
  return readFileSync(join(corpus, folder, name), 'utf8');
}
