import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { directDependencies, noticesPage } from '../../tools/notices.ts';

const page = readFileSync(new URL('../../THIRD-PARTY-NOTICES.md', import.meta.url), 'utf8');
const allowed = ['MIT', 'MIT-0', 'ISC', '0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause'];

test('THIRD-PARTY-NOTICES.md is equal to the lock file', () => {
  expect(page).toBe(noticesPage());
});

test('every runtime dependency has a licence that Apache-2.0 can stand beside', () => {
  const licences = [...page.matchAll(/^\| [@a-z][^|]* \| \d[^|]* \| ([^|]+) \|/gm)].map((match) => (match[1] as string).trim());
  expect(licences.length).toBeGreaterThan(50);
  expect(licences.filter((licence) => !allowed.includes(licence))).toEqual([]);
});

test('every direct runtime dependency has its line in the ADR of dependencies', () => {
  const adr = readFileSync(new URL('../../docs/adr/0011-dependencies.md', import.meta.url), 'utf8');
  expect([...directDependencies().keys()].filter((name) => !adr.includes(`| ${name} |`))).toEqual([]);
});
