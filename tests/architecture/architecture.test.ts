import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type ImportRow, importTable } from './import-table.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const specifiers = [
  /(?:^|\n)import\s+['"]([^'"\n]+)['"]/g,
  /\bfrom\s+['"]([^'"\n]+)['"]\s*(?:;|with\b)/g,
  /\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g,
];

interface Workspace {
  readonly name: string;
  readonly folder: string;
  readonly declared: readonly string[];
}

function workspaces(): readonly Workspace[] {
  return ['packages', 'gateways', 'apps'].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => {
      const folder = join(root, group, name);
      const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
        name: string;
        dependencies?: Record<string, string>;
      };
      return { name: manifest.name, folder, declared: Object.keys(manifest.dependencies ?? {}) };
    }),
  );
}

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/node_modules|\/dist\//.test(file));
}

/** Specifiers a source text imports. */
function importsOf(text: string): readonly string[] {
  return specifiers.flatMap((form) => [...text.matchAll(form)].map((match) => match[1] ?? ''));
}

/** What is wrong with the imports of one file; empty when all is well. */
function faults(file: string, text: string, of: { workspace: Workspace; row: ImportRow; isTest: boolean }): readonly string[] {
  const found: string[] = [];
  const { workspace, row, isTest } = of;
  for (const name of importsOf(text)) {
    const where = `${relative(root, file)} imports ${name}`;
    if (name.startsWith('@wasl/')) {
      if (/^@wasl\/[^/]+\/src/.test(name)) found.push(`${where}: reaches into another package`);
      const target = name.split('/').slice(0, 2).join('/');
      if (!isTest && target !== workspace.name && !row.ours.includes(target)) found.push(`${where}: the import table forbids it`);
    } else if (name.startsWith('node:')) {
      if (!isTest && !row.node && !(row.shells ?? []).some((shell) => shell.test(file))) found.push(`${where}: this package is pure`);
    } else if (name.startsWith('.')) {
      const target = join(file, '..', name);
      if (!target.startsWith(`${workspace.folder}/`) && !isTest) found.push(`${where}: leaves its package`);
    } else if (!isTest && !workspace.declared.some((dependency) => name === dependency || name.startsWith(`${dependency}/`))) {
      found.push(`${where}: not declared in its package.json`);
    }
  }
  return found;
}

/** The test kit is used by tests only, so what tests may import it may import too. */
const isTestFile = (file: string) =>
  file.includes('/packages/testkit/') ||
  /\.test\.tsx?$|\.fixture\.ts$|\/test\/|\/bin\/|vite\.config\.ts$|apps\/console\/[^/]*\.mjs$|\/vectors?\//.test(file);

test('every workspace has a row and declares only what its row allows', () => {
  for (const workspace of workspaces()) {
    const row = importTable[workspace.name];
    expect(row, workspace.name).toBeDefined();
    const ours = workspace.declared.filter((name) => name.startsWith('@wasl/'));
    expect(ours.filter((name) => !row?.ours.includes(name))).toEqual([]);
  }
});

test('sources import inward only', () => {
  const found: string[] = [];
  for (const workspace of workspaces()) {
    const row = importTable[workspace.name];
    if (row === undefined) continue;
    for (const file of sources(workspace.folder)) {
      found.push(...faults(file, readFileSync(file, 'utf8'), { workspace, row, isTest: isTestFile(file) }));
    }
  }
  expect(found).toEqual([]);
});

test('the import table is seen to fail on planted imports', () => {
  const workspace = { name: '@wasl/log', folder: join(root, 'packages/log'), declared: ['@wasl/record'] };
  const row = importTable['@wasl/log'] as ImportRow;
  const file = join(root, 'packages/log/src/planted.ts');
  const planted = [
    "import { x } from '@wasl/node';",
    "import { readFileSync } from 'node:fs';",
    "export { y } from '../../record/src/y.ts';",
    "import z from 'leftpad';",
    "import type { T } from '@wasl/record/src/t.ts';",
  ];
  for (const line of planted) expect(faults(file, line, { workspace, row, isTest: false }), line).toHaveLength(1);
  expect(faults(file, "import type { Crypto } from '@wasl/record';", { workspace, row, isTest: false })).toEqual([]);
});

test('no source file is over 400 lines', () => {
  const long = workspaces()
    .flatMap((workspace) => sources(workspace.folder))
    .filter((file) => readFileSync(file, 'utf8').split('\n').length > 401)
    .map((file) => relative(root, file));
  expect(long).toEqual([]);
});
