import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CodeRow } from '@wasl/record';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Every workspace's table of codes: workspace folder → rows. */
export async function collectCodes(): Promise<ReadonlyMap<string, Readonly<Record<string, CodeRow>>>> {
  const found = new Map<string, Readonly<Record<string, CodeRow>>>();
  for (const group of ['packages', 'gateways', 'apps']) {
    for (const name of readdirSync(join(root, group)).sort()) {
      const file = join(root, group, name, 'src', 'codes.ts');
      const module = (await import(file).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ERR_MODULE_NOT_FOUND' && String(error.message).includes(`${group}/${name}/src/codes.ts`)) return undefined;
        throw error;
      })) as { codes?: Readonly<Record<string, CodeRow>> } | undefined;
      if (module?.codes !== undefined) found.set(`${group}/${name}`, module.codes);
    }
  }
  return found;
}

/** The reference page of every code. */
export async function errorsPage(): Promise<string> {
  const lines = [
    '# Codes',
    '',
    'Every refusal and failure has one of these codes: in HTTP problems (`code`), on the command line, in the activity record and in',
    'the answers between partners. This page is written by `node tools/errors-doc.ts`; a test holds it equal to the code.',
    '',
  ];
  for (const [workspace, rows] of await collectCodes()) {
    lines.push(`## ${workspace}`, '', '| code | HTTP | try again | meaning | what to do next |', '|---|---|---|---|---|');
    for (const [code, row] of Object.entries(rows).sort(([a], [b]) => (a < b ? -1 : 1))) {
      lines.push(`| \`${code}\` | ${row.status} | ${row.retryable ? 'yes' : 'no'} | ${row.meaning} | ${row.next} |`);
    }
    lines.push('');
  }
  return lines.join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(join(root, 'docs/reference/errors.md'), await errorsPage());
}
