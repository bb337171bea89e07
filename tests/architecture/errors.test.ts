import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { collectCodes, errorsPage } from '../../tools/errors-doc.ts';

test('docs/reference/errors.md is equal to the code', async () => {
  expect(readFileSync(new URL('../../docs/reference/errors.md', import.meta.url), 'utf8')).toBe(await errorsPage());
});

test('a code stands in one workspace only and says what to do next', async () => {
  const owners = new Map<string, string>();
  for (const [workspace, rows] of await collectCodes()) {
    for (const [code, row] of Object.entries(rows)) {
      expect(owners.get(code), `${code} stands in ${owners.get(code)} and ${workspace}`).toBeUndefined();
      owners.set(code, workspace);
      expect(code).toMatch(/^[a-z][a-z0-9-]{1,60}$/);
      expect(row.meaning.length).toBeGreaterThan(10);
      expect(row.next.length).toBeGreaterThan(5);
      expect(row.status).toBeGreaterThanOrEqual(200);
      expect(row.status).toBeLessThan(600);
    }
  }
  expect(owners.size).toBeGreaterThan(100);
});
