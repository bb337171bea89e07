import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { scratch, wasl } from '../test/wasl.ts';
import { commandRows } from './commands.ts';
import { exitCodes, type Io } from './io/io.ts';
import { programFor } from './run.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const silent: Io = { env: {}, asJson: false, interactive: false, tell: () => undefined, say: () => undefined, ask: async () => '' };

/** Every command by its words, groups aside. */
async function leaves(): Promise<ReadonlyMap<string, Command>> {
  const found = new Map<string, Command>();
  const walk = (command: Command, words: readonly string[]): void => {
    const children = command.commands.filter((child) => child.name() !== 'help');
    if (children.length === 0) found.set(words.join(' '), command);
    for (const child of children) walk(child, [...words, child.name()]);
  };
  walk(await programFor('all', silent, () => undefined), []);
  return found;
}

test('[CL1] every command says in its help what it does, its options and an example; the whole list is short', async () => {
  for (const [words, command] of await leaves()) {
    const { text, exit } = await wasl([...words.split(' '), '--help']);
    expect(exit, words).toBe(0);
    expect(text, words).toMatch(/^Usage: wasl /);
    expect(text, words).toMatch(/\nExamples?:\n {2}\S/);
    expect(text, words).toContain('--json');
    expect(command.description().length, words).toBeGreaterThan(15);
    for (const option of command.options) expect(option.description.length, `${words} ${option.flags}`).toBeGreaterThan(2);
  }
  const all = await wasl(['--help']);
  for (const row of commandRows) expect(all.text).toContain(row.name);
  expect(all.text).toContain('Exit codes: 0 done, 1 could not be done, 2 wrong usage, 3 refused');
});

test('[CL2] exit codes are four and stay as they are', async () => {
  expect(exitCodes).toEqual({ done: 0, failed: 1, usage: 2, refused: 3 });
  const place = scratch();
  const home = `${place.folder}/none`;
  const expected = new Map([
    ['--version', 0],
    ['config', 0],
    ['', 2],
    ['agreement', 2],
    ['record put', 2],
    [`status --home ${home}`, 1],
    ['status', 1],
    ['status --url nonsense', 2],
    ['status --url http://127.0.0.1:1', 1],
    [`serve --home ${home}`, 1],
    [`doctor --home ${home}`, 1],
    [`fsck --home ${home}`, 1],
    [`verify ${root}package.json`, 3],
    [`verify ${home}`, 1],
    [`agreement sign ${root}examples/arrangements/major-events.json --party ma --officer x`, 3],
  ]);
  for (const [line, exit] of expected) expect([line, (await wasl(line === '' ? [] : line.split(' '))).exit]).toEqual([line, exit]);
  place.remove();
});

test('[CL3] a refusal names its code, what was wrong and what to do; a slip of the pen is answered with the nearest word', async () => {
  const ran = await wasl(['statsu']);
  expect(ran.said.join('\n')).toMatch(/^wasl: command-usage: unknown command 'statsu'\n\(Did you mean status\?\)\n {2}→ /);
  expect((await wasl(['agreement', 'proove', 'x', '--json'])).json.error).toMatchObject({
    code: 'command-usage',
    message: expect.stringContaining('prove'),
  });
  expect((await wasl(['record', 'put', 'x', '--sue', 'y', '--json'])).json.error.message).toContain('Did you mean --user?');
  const missing = await wasl(['verify', '/nowhere/bundle.json', '--json']);
  expect(missing.json).toEqual({
    error: {
      code: 'file-unreadable',
      message: expect.stringContaining('/nowhere/bundle.json'),
      next: expect.stringMatching(/\w/),
      details: {},
    },
  });
  const place = scratch();
  const file = `${place.folder}/draft.json`;
  writeFileSync(file, readFileSync(`${root}examples/arrangements/major-events.json`, 'utf8').replace('"prevails": "en"', '"prevails": 7'));
  const bad = await wasl(['agreement', 'lint', file, '--json']);
  expect(bad.json.error).toMatchObject({ code: 'agreement-invalid', message: expect.stringContaining('\n  prevails: ') });
  place.remove();
});

test('[CL3] with --json there is one document on standard output, also for a failure, and no trace without WASL_DEBUG', async () => {
  const failed = await wasl(['doctor', '--home', '/nowhere', '--json']);
  expect(failed.json).toMatchObject({ fit: false, code: 'machine-unfit' });
  expect(JSON.stringify((await wasl(['verify', '/nowhere', '--json'])).json)).not.toContain('at ');
  expect((await wasl(['verify', '/nowhere'], { env: { WASL_DEBUG: '1' } })).said.join('\n')).toMatch(/\n\s+at /);
});

/** Command lines of a text: what follows `wasl` in code, up to where the shell takes over. */
function linesIn(text: string): readonly string[] {
  const code = [...text.matchAll(/```[a-z]*\n([\s\S]*?)```/g)].map((match) => (match[1] ?? '').replaceAll('\\\n', ' '));
  const inline = [...text.matchAll(/`((?:npx )?wasl [^`\n]+)`/g)].map((match) => match[1] ?? '');
  return [...code.flatMap((block) => block.split('\n')), ...inline].flatMap((line) =>
    [...line.matchAll(/(?:^|[\s(;&|"])(?:npx )?wasl ([a-z][^#|;&)"`]*)/g)].map((match) => (match[1] ?? '').trim()),
  );
}

test('[CL9] every command line in guides and README exists, with each of its options; every command has its line in the guide', async () => {
  const known = await leaves();
  const guides = readdirSync(`${root}docs/guides`).map((name) => `docs/guides/${name}`);
  const wrong: string[] = [];
  for (const file of [...guides, 'README.md', 'docs/status.md']) {
    for (const line of linesIn(readFileSync(`${root}${file}`, 'utf8'))) {
      const words = line.split(/\s+/);
      if (words[0] === 'help' || words[0] === '…') continue;
      const one = known.get(words[0] ?? '');
      const command = one ?? known.get(words.slice(0, 2).join(' '));
      const group =
        [...known.keys()].some((key) => key.startsWith(`${words[0]} `)) && (words.length === 1 || /^[…|(]/.test(words[1] ?? ''));
      if (command === undefined) {
        if (!group) wrong.push(`${file}: wasl ${line}`);
        continue;
      }
      const flags = [...line.matchAll(/(?:^|\s)(--[a-z-]+)/g)].map((match) => match[1] ?? '');
      for (const flag of flags)
        if (!['--json', '--help', ...command.options.map((option) => option.long)].includes(flag))
          wrong.push(`${file}: wasl ${line}: ${flag}`);
    }
  }
  expect(wrong).toEqual([]);
  const guide = readFileSync(`${root}docs/guides/command-line.md`, 'utf8');
  expect([...known.keys()].filter((words) => !guide.includes(`\`wasl ${words}`))).toEqual([]);
});
