import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validateFields } from '@wasl/catalog';
import type { Json } from '@wasl/record';
import { afterAll, expect, test } from 'vitest';
import type { Io, Outcome } from '../io/io.ts';
import { run } from '../run.ts';

const folder = mkdtempSync(join(tmpdir(), 'wasl-intake-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const text = `Rabat, 12 mars 2030 - Le directeur général de la Sûreté nationale, M. Youssef Amrani, a reçu mardi à Rabat la directrice générale de la National Crime Agency. Les deux parties sont convenues de créer un groupe de contact permanent.`;

/** Runs a command line and gives what it told. */
async function told(...args: readonly string[]): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  const io: Io = {
    env: {},
    asJson: args.includes('--json'),
    interactive: false,
    tell: (outcome) => void outcomes.push(outcome),
    say: () => undefined,
    ask: () => Promise.reject(new Error('asked')),
  };
  await run(args, io);
  return outcomes.at(-1) ?? { text: '', json: null };
}

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test('[IN1] wasl intake prints drafts with what must be filled, and no name', async () => {
  const { text: shown, json } = await told('intake', file('a.txt', text));
  expect(shown).toContain('meeting-1');
  expect(shown).toContain('TO FILL owners: the text names a country or service and no desk');
  expect(shown).toContain('1 personal name');
  expect(JSON.stringify({ ...(json as object), local: null })).not.toContain('Amrani');
});

test('[IN1] --save writes records that the catalogue takes once they are completed', async () => {
  const drafts = join(folder, 'drafts');
  const { json } = await told('intake', file('b.txt', text), '--save', drafts, '--mode', 'test');
  const { saved } = json as { saved: string[] };
  expect(saved.map((path) => path.slice(drafts.length + 1))).toEqual(['meeting-1.json', 'commitment-1.json']);
  const [meeting, commitment] = saved.map(
    (path) => JSON.parse(readFileSync(path, 'utf8')) as { type: string; mode: string; fields: Record<string, Json> },
  );
  expect(meeting).toMatchObject({ type: 'meeting', mode: 'test' });
  expect(validateFields('meeting', meeting?.fields ?? {})).toEqual({ ok: true, value: true });
  expect(validateFields('commitment', commitment?.fields ?? {}).ok).toBe(false);
  const filled = {
    ...commitment?.fields,
    owners: [{ party: 'ma', desk: 'ma.police/nfip' }],
    due: '2030-06-30T12:00:00Z',
    measure: [{ lang: 'fr', text: 'Groupe créé', status: 'original' }],
    public: true,
  };
  expect(validateFields('commitment', filled)).toEqual({ ok: true, value: true });
  const again = await told('intake', file('b.txt', text), '--save', drafts);
  expect(again).toMatchObject({ exit: 1 });
});

test('[IN9] wrong options and texts that cannot be read end with their code', async () => {
  const code = async (...args: readonly string[]): Promise<unknown> =>
    ((await told('intake', ...args, '--json')).json as { error: { code: string } }).error.code;
  expect(await code(file('c.txt', text), '--language', 'pl')).toBe('command-usage');
  expect(await code(file('c.txt', text), '--published', 'Tuesday')).toBe('intake-date');
  expect(await code(file('d.txt', '—'))).toBe('intake-empty');
  expect(await code(join(folder, 'absent.txt'))).toBe('file-unreadable');
});

test('[IN3] a file named .html is read as a page', async () => {
  const { json } = await told(
    'intake',
    file('e.html', `<p>${text}</p><script>le ministre a rencontré hier à Fès le wali</script>`),
    '--json',
  );
  const { drafts } = json as { drafts: { type: string }[] };
  expect(drafts.filter(({ type }) => type === 'meeting')).toHaveLength(1);
});
