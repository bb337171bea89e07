import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@wasl/contract';
import type { DeskId, Json, RecordId, SubjectId } from '@wasl/record';
import { Federation, type Member, settle } from '@wasl/testkit/federation';
import { expect, test } from 'vitest';
import type { Io, Outcome } from '../../apps/cli/src/io/io.ts';
import { run } from '../../apps/cli/src/run.ts';
import { misfits } from '../../packages/api/test/misfits.ts';
import { type Rig, rig } from '../../packages/api/test/rig.ts';

const day = 86_400_000;
const en = (text: string): Json => [{ lang: 'en', text, status: 'original' }];

async function apiOf(member: Member, federation: Federation): Promise<Rig> {
  return rig({ node: member.node, clock: federation.clock, deskFor: () => `${member.agency}/nfip` as DeskId });
}

async function clientOf(given: Rig, role: 'cooperation' | 'oversight' = 'cooperation') {
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const headers = Object.fromEntries(new Headers(init?.headers));
    const answer = await given.api.inject({
      ...{ method: (init?.method ?? 'GET') as 'GET', url: String(input), headers },
      ...(typeof init?.body === 'string' ? { payload: init.body } : {}),
    });
    return new Response(answer.body, { status: answer.statusCode });
  };
  const client = createClient({ baseUrl: '', fetch });
  const session = await client.openSession(role);
  if (!session.ok) throw new Error(session.problem.detail);
  return client;
}

function value<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem?: unknown; readonly reason?: unknown },
): T {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
}

const commitment = (fields: Readonly<Record<string, Json>>) => ({
  type: 'commitment',
  mode: 'exercise' as const,
  purpose: 'lessons',
  fields: {
    text: en('Train forty stewards of the north stand'),
    owners: [{ party: 'ma', desk: 'ma.police/nfip' }],
    due: '2030-06-20T12:00:00Z',
    measure: en('Attendance list of forty'),
    state: 'agreed',
    public: false,
    ...fields,
  },
});

test('[RG13, RG11] a promise of ma.police is late on gb.police’s dashboard by its clock, until evidence and a record that says so close it', async () => {
  const federation = await Federation.make();
  const [ma, gb] = [await federation.open('ma.police'), await federation.open('gb.police')];
  await using here = await apiOf(gb, federation);
  const client = await clientOf(here);
  const put = async (of: Parameters<typeof ma.node.put>[1]) => value(await ma.node.put(ma.officer, of));
  const made = await put(commitment({}));
  await settle(ma, gb);

  const look = async () => {
    const found = value(await client.promises.dashboard({ mode: 'exercise' }));
    expect(misfits('Promises', found)).toEqual([]);
    const dashboard = found.dashboards.find(({ agreement }) => agreement === 'ma-gb.major-events');
    return { dashboard, row: dashboard?.promises[0] };
  };
  const open = await look();
  expect(open.row).toMatchObject({ standing: 'open', issuer: 'ma.police', record: made.id, subject: made.subject });
  expect(open.dashboard?.totals).toMatchObject({ open: 1, late: 0 });
  federation.clock.advance(8 * day);
  expect((await look()).row).toMatchObject({ standing: 'late', lateDays: 2, owners: [{ party: 'ma', desk: 'ma.police/nfip' }] });

  const due = value(await client.promises.calendar({ mode: 'exercise' }));
  expect(due).toContain('SUMMARY:Due: Train forty stewards of the north stand');
  expect(due).toContain('DTSTART:20300620T120000Z');

  const evidence = await put({
    type: 'logEntry',
    mode: 'exercise',
    purpose: 'event-safety',
    fields: {
      ...{
        at: '2030-06-21T12:00:00Z',
        channel: 'email',
        from: 'ma.police/nfip',
        to: 'gb.police/nfip',
        priority: 'normal',
        triage: 'pending',
      },
      text: en('Attendance list of forty stewards handed over'),
    },
  });
  await put({
    ...commitment({ state: 'done', evidence: [evidence.id] }),
    subject: made.subject as SubjectId,
    refs: [{ rel: 'supersedes', id: made.id as RecordId }],
  });
  await settle(ma, gb);
  const closed = await look();
  expect(closed.row).toMatchObject({
    standing: 'done-late',
    evidence: [{ record: evidence.id, here: 'held', type: 'logEntry', issuer: 'ma.police' }],
  });
  expect(closed.dashboard?.totals).toMatchObject({ late: 0, doneLate: 1 });

  const report = value(await client.promises.report({ mode: 'exercise', year: 2030, lang: 'fr' }));
  expect(misfits('PromiseReport', report)).toEqual([]);
  expect(report.markdown).toContain('réalisé en retard');
  expect(report.rfi).toEqual({ year: 2030, notCounted: 0, directions: [] });

  // Evidence that is taken back proves nothing any more.
  value(await ma.node.withdraw(ma.officer, evidence.id as RecordId, { reason: 'error' }));
  await settle(ma, gb);
  expect((await look()).row).toMatchObject({ standing: 'unproved', evidence: [{ here: 'withdrawn' }] });
});

test('[RG11, I8] each record of the register is in the activity record with the reason; roles without content are refused', async () => {
  const federation = await Federation.make();
  const gb = await federation.open('gb.police');
  const { id } = value(await gb.node.put(gb.officer, commitment({ owners: [{ party: 'gb', desk: 'gb.police/nfip' }] })));
  await using here = await apiOf(gb, federation);
  value(await (await clientOf(here)).promises.dashboard({ mode: 'exercise' }));
  const lines = value(await gb.node.journal(gb.officer, { since: 0, limit: 1000, act: 'read' }));
  expect(JSON.stringify(lines.map(({ details }) => details))).toContain(id);
  expect(JSON.stringify(lines)).toContain('promises register');
  const other = value(await (await clientOf(here)).promises.dashboard({ mode: 'actual' }));
  expect(other.dashboards.flatMap(({ promises }) => promises)).toEqual([]);
  const refused = await (await clientOf(here, 'oversight')).promises.dashboard({ mode: 'exercise' });
  expect(refused.ok ? undefined : refused.problem.status).toBe(403);
  expect(await gb.node.work.said(gb.actor('o', ['oversight']), { mode: 'exercise', types: ['commitment'], reason: 'x' })).toMatchObject({
    ok: false,
    reason: { code: 'role-refused' },
  });
});

test('[RG12] wasl promises: the dashboard as lines and as JSON, report and calendar into new files only', async () => {
  const federation = await Federation.make();
  const gb = await federation.open('gb.police');
  value(await gb.node.put(gb.officer, commitment({ owners: [{ party: 'gb', desk: 'gb.police/nfip' }] })));
  federation.clock.advance(8 * day);
  await using here = await apiOf(gb, federation);
  const { port } = await here.api.listen({ host: '127.0.0.1', port: 0 });
  const folder = mkdtempSync(join(tmpdir(), 'wasl-promises-'));
  const wasl = async (...args: readonly string[]): Promise<Outcome> => {
    const outcomes: Outcome[] = [];
    const io: Io = {
      ...{ env: {}, asJson: args.includes('--json'), interactive: false, say: () => undefined },
      tell: (outcome) => void outcomes.push(outcome),
      ask: () => Promise.reject(new Error('asked')),
    };
    await run(['promises', '--url', `http://127.0.0.1:${port}`, '--user', 'cooperation', '--mode', 'exercise', ...args], io);
    return outcomes.at(-1) ?? { text: '', json: null };
  };
  try {
    const shown = await wasl();
    expect(shown.text).toContain('ma-gb.major-events: 1 late, 0 open');
    expect(shown.text).toContain('late 2 d  2030-06-20  gb.police/nfip  Train forty stewards of the north stand');
    expect(shown.json).toMatchObject({ dashboards: [{ promises: [{ standing: 'late' }] }] });
    expect((await wasl('--agreement', 'other')).json).toMatchObject({ dashboards: [] });
    const [report, calendar] = [join(folder, 'report.md'), join(folder, 'due.ics')];
    await wasl('--report', '2030', '--lang', 'ar', '--out', report);
    expect(readFileSync(report, 'utf8')).toContain('# التقرير السنوي لسجل الالتزامات 2030');
    expect(await wasl('--calendar', calendar)).toMatchObject({ json: { entries: 1 } });
    expect(readFileSync(calendar, 'utf8')).toContain('DTSTART:20300620T120000Z\r\n');
    const codes = [await wasl('--calendar', calendar, '--json'), await wasl('--report', '30', '--json')].map(
      ({ json }) => (json as { error: { code: string } }).error.code,
    );
    expect(codes).toEqual(['file-exists', 'command-usage']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
