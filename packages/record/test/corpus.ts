import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of public vectors, when it lies beside the repository or is named. */
export const corpus = process.env['WASL_CORPUS'] ?? fileURLToPath(new URL('../../../../shared/corpus', import.meta.url));

/** Whether a folder of the corpus is absent; its tests are then skipped and say so. */
export function absent(folder: string): boolean {
  const missing = !existsSync(`${corpus}/${folder}`);
  if (missing) console.warn(`SKIPPED: no ${folder} in ${corpus}; set WASL_CORPUS`);
  return missing;
}
