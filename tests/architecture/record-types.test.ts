import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { recordTypesPage } from '../../tools/record-types-doc.ts';

test('[CT14] docs/reference/record-types.md is what the catalogue says', () => {
  const page = readFileSync(new URL('../../docs/reference/record-types.md', import.meta.url), 'utf8');
  expect(page, 'run node tools/record-types-doc.ts').toBe(recordTypesPage());
});
