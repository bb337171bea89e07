// Writes vectors/log/*.json anew: `node tools/vectors-log.ts`. A test of packages/log compares them with what this would write.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeVectors } from '../packages/log/test/make-vectors.ts';

const folder = join(import.meta.dirname, '../vectors/log');
mkdirSync(folder, { recursive: true });
for (const [name, file] of Object.entries(makeVectors())) {
  writeFileSync(join(folder, name), `${JSON.stringify(file, undefined, 1)}\n`);
  console.log(`${name}: ${file.cases.length} cases`);
}
