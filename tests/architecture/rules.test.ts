import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const idForm = /\[((?:[A-Z]{1,2}\d+(?:\.\d+)?)(?:[,\s]+[A-Z]{1,2}\d+(?:\.\d+)?)*)\]/g;

/** Rule ids that docs/spec states: lines that begin `- **RC3** `. */
function specified(): ReadonlySet<string> {
  const folder = join(root, 'docs/spec');
  const ids = new Set<string>();
  for (const file of readdirSync(folder)) {
    for (const match of readFileSync(join(folder, file), 'utf8').matchAll(/^- \*\*([A-Z]{1,2}\d+(?:\.\d+)?)\*\*/gm))
      ids.add(match[1] as string);
  }
  return ids;
}

/** Ids in the names of tests. */
function tested(): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const group of ['packages', 'gateways', 'apps', 'tests']) {
    for (const entry of readdirSync(join(root, group), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.(ts|tsx)$/.test(entry.name) || /node_modules|\/dist/.test(entry.parentPath)) continue;
      for (const line of readFileSync(join(entry.parentPath, entry.name), 'utf8').split('\n')) {
        if (!/\b(test|it|describe|property|conforms)\b/.test(line) && !/^\s*['"`]\[/.test(line)) continue;
        for (const match of line.matchAll(idForm)) for (const id of (match[1] as string).split(/[,\s]+/)) ids.add(id);
      }
    }
  }
  return ids;
}

const invariants = Array.from({ length: 12 }, (_, i) => `I${i + 1}`);

test('every rule of docs/spec has a test of that id', () => {
  expect(existsSync(join(root, 'docs/spec'))).toBe(true);
  const have = tested();
  expect([...specified()].filter((id) => !have.has(id)).sort()).toEqual([]);
});

test('every invariant I1–I12 has a test', () => {
  const have = tested();
  expect(invariants.filter((id) => !have.has(id))).toEqual([]);
});

test('every id in a test name is a rule of docs/spec, an invariant, a lesson or a safeguard', () => {
  const known = new Set([...specified(), ...invariants]);
  for (let i = 1; i <= 15; i++) known.add(`L${i}`);
  for (let i = 1; i <= 16; i++) known.add(`S${i}`);
  expect([...tested()].filter((id) => !known.has(id)).sort()).toEqual([]);
});
