import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { corpusPart, ownPart } from '../packages/intake/test/report.ts';

const file = fileURLToPath(new URL('../docs/reference/intake.md', import.meta.url));
const corpus = corpusPart();
if (corpus === undefined) {
  console.error('The corpus is not here; the page keeps the figures it had for it. Set WASL_CORPUS.');
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, ownPart() + before.slice(before.indexOf('\n## Corpus')));
} else writeFileSync(file, ownPart() + corpus);
process.stdout.write(readFileSync(file, 'utf8'));
