import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeCrypto } from '@wasl/identity';
import { fingerprintOfDigest, rootDigest, verifyEvidence, verifyJournalEvidence } from '@wasl/log';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Demonstration } from './demonstration.ts';

interface View {
  readonly id: string;
  readonly type: string;
  readonly issuer: string;
  readonly status: string;
  readonly mode: string;
  readonly fields: readonly { readonly name: string; readonly value: unknown }[];
  readonly delivery?: { readonly state: string; readonly delivered: number; readonly readers: number };
  readonly refs: readonly { readonly rel: string; readonly id: string }[];
}

const corpus = process.env['WASL_CORPUS'] ?? fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
let demo: Demonstration;

async function records(side: 'ma' | 'gb', query = ''): Promise<readonly View[]> {
  return (await demo.call(side, `/api/v1/records?limit=500${query}`)).json['records'] as unknown as readonly View[];
}

beforeAll(async () => {
  demo = await Demonstration.make();
  demo.start();
  await demo.line('the match day is over', 100_000);
}, 120_000);

afterAll(async () => {
  await demo.stop();
  demo.remove();
});

test('[I3] the match day crosses whole: at least forty records, the same at both ends, every one receipted', async () => {
  const all = await demo.until(
    () => records('ma'),
    (rows) => rows.filter((row) => row.issuer === 'ma.police').every((row) => row.delivery?.state === 'delivered'),
  );
  const there = await records('gb');
  expect(all.length).toBeGreaterThanOrEqual(40);
  expect(new Set(there.map((row) => row.id))).toEqual(new Set(all.map((row) => row.id)));
  for (const issuer of ['ma.police', 'gb.police']) expect(there.filter((row) => row.issuer === issuer).length).toBeGreaterThan(12);
  expect(all.filter((row) => row.issuer === 'ma.police' && row.delivery?.state !== 'delivered')).toEqual([]);
  expect(all.every((row) => row.mode === 'exercise')).toBe(true);
});

test('[I1] the field the arrangement withholds and the exact place stay at home; the kilometre goes', async () => {
  const mine = (await records('ma', '&type=incident')).find(
    (row) => row.issuer === 'ma.police' && row.fields.some((field) => field.name === 'access'),
  );
  const theirs = (await records('gb', '&type=incident')).find((row) => row.id === mine?.id);
  const names = (row: View | undefined) => row?.fields.map((field) => field.name) ?? [];
  expect(names(mine)).toEqual(expect.arrayContaining(['place', 'place.coarse', 'access']));
  expect(names(theirs)).toEqual(expect.arrayContaining(['place.coarse', 'kind', 'status']));
  expect(names(theirs)).not.toContain('place');
  expect(names(theirs)).not.toContain('access');
  const log = (await records('gb', '&type=logEntry')).filter((row) => row.issuer === 'ma.police');
  expect(log.some((row) => names(row).includes('source'))).toBe(false);
  const told = await demo.call('ma', `/api/v1/records/${encodeURIComponent(mine?.id ?? '')}/release?lang=en`);
  expect(told.text).toContain('4.2');
});

test('[L14] the withdrawal reached the partner', async () => {
  const gone = (await records('gb')).filter((row) => row.status === 'withdrawn');
  expect(gone).toHaveLength(1);
  expect(gone[0]?.issuer).toBe('ma.police');
});

test('[L1] one declaration was acknowledged in time; the silence about the other is an alarm at its issuer', async () => {
  const status = await demo.until(
    () => demo.call('gb', '/api/v1/status'),
    (answer) => answer.text.includes('not-acknowledged'),
    80_000,
  );
  expect(status.text).toContain('ma.police/ops has not acknowledged');
  expect((await demo.call('ma', '/api/v1/status')).text).not.toContain('gb.police/ops has not acknowledged');
}, 100_000);

test('[EV1] evidence of a received record verifies against the fingerprint of one root, and says UNANCHORED without', async () => {
  const [record] = (await records('gb', '&type=decision')).filter((row) => row.issuer === 'ma.police');
  const bundle = await demo.call('gb', `/api/v1/records/${encodeURIComponent(record?.id ?? '')}/evidence`);
  expect(bundle.status).toBe(200);
  const chain = JSON.parse(readFileSync(join(demo.home, 'ma.police/roots/ma.json'), 'utf8')) as { document: string }[];
  const fingerprint = fingerprintOfDigest(rootDigest(chain[0]?.document ?? '', nodeCrypto));
  const nowMs = Date.now();
  expect(verifyEvidence(bundle.text, { anchors: { ma: fingerprint }, crypto: nodeCrypto, nowMs })).toMatchObject({
    ok: true,
    value: { anchored: true },
  });
  expect(verifyEvidence(bundle.text, { anchors: {}, crypto: nodeCrypto, nowMs })).toMatchObject({ ok: true, value: { anchored: false } });
  const forged = bundle.text.replace(/"disclosures":\["(.)/, (found, first: string) => found.slice(0, -1) + (first === 'W' ? 'X' : 'W'));
  expect(verifyEvidence(forged, { anchors: { ma: fingerprint }, crypto: nodeCrypto, nowMs }).ok).toBe(false);
});

test('[I8] oversight sees every act and no content; others may not see the activity record', async () => {
  expect((await demo.call('ma', '/api/v1/journal', { user: 'duty' })).status).toBe(403);
  const journal = await demo.call('ma', '/api/v1/journal?limit=1000&since=0', { user: 'oversight' });
  expect(journal.status).toBe(200);
  const acts = (journal.json['lines'] as unknown as readonly { act: string }[]).map((line) => line.act);
  expect(acts).toEqual(
    expect.arrayContaining(['put', 'append', 'read', 'withhold', 'withdraw', 'receive'].filter((act) => act !== 'withhold')),
  );
  const seen = (await demo.call('ma', '/api/v1/records?limit=5', { user: 'oversight' })).json['records'] as unknown as readonly View[];
  expect(seen.every((row) => row.fields.length === 0)).toBe(true);
});

test('[EX6.5, EX6.7] partners cosign each other’s activity record over the real exchange, and a line of it is proved by the other’s signature', async () => {
  type Status = { partners: { journal: { cosigned?: { size: number }; kept?: { state: string } } }[]; alarms: { code: string }[] };
  for (const side of ['ma', 'gb'] as const) {
    const status = async () => (await demo.call(side, '/api/v1/status')).json as unknown as Status;
    const found = await demo.until(
      status,
      ({ partners }) => partners[0]?.journal.cosigned !== undefined && partners[0].journal.kept !== undefined,
    );
    expect(found.partners[0]?.journal).toMatchObject({ cosigned: { size: expect.any(Number) }, kept: { state: 'ok' } });
    expect(found.alarms.filter(({ code }) => code.startsWith('journal-') || code === 'time-uncertain')).toEqual([]);
  }
  const bundle = await demo.call('ma', '/api/v1/journal/1/evidence', { user: 'oversight' });
  const chain = JSON.parse(readFileSync(join(demo.home, 'gb.police/roots/gb.json'), 'utf8')) as { document: string }[];
  const anchors = { gb: fingerprintOfDigest(rootDigest(chain[0]?.document ?? '', nodeCrypto)) };
  expect(verifyJournalEvidence(bundle.text, { anchors, crypto: nodeCrypto })).toMatchObject({
    ok: true,
    value: { anchored: true, vouched: 'partner', cosigners: [{ agency: 'gb.police' }] },
  });
});

test.skipIf(!existsSync(corpus))(
  '[I11] every CAP file of the corpus: valid ones are read at the partner with their loss report or held, invalid ones refused with a reason',
  async () => {
    const rows = readFileSync(join(corpus, 'INDEX.tsv'), 'utf8')
      .split('\n')
      .map((line) => line.split('\t'))
      .filter(([path]) => path?.startsWith('cap/') === true);
    expect(rows.length).toBe(readdirSync(join(corpus, 'cap')).length);
    let held = 0;
    for (const [path = '', , , , valid] of rows) {
      const answer = await demo.call('ma', '/gateways/cap/alerts', {
        body: new Uint8Array(readFileSync(join(corpus, path))),
        type: 'application/cap+xml',
      });
      if (valid !== 'yes') {
        expect(answer.status, `${path}: ${answer.text}`).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
        expect(String(answer.json['code']), path).toMatch(/^(cap|xml|json)-/);
        continue;
      }
      if (answer.status === 202) {
        expect(answer.text, path).toContain('personal-data');
        held += 1;
        continue;
      }
      // 200: the same alert stands in the corpus twice.
      expect([200, 201], `${path}: ${answer.text}`).toContain(answer.status);
      expect(Array.isArray(answer.json['losses']), `${path}: ${answer.text.slice(0, 200)}`).toBe(true);
      const scope = await demo.call('ma', answer.location ?? '');
      expect(scope.status, path).toBe(200);
      const id = decodeURIComponent((answer.location ?? '').split('/').at(-1) ?? '');
      const mine = (await demo.call('ma', `/api/v1/records/${encodeURIComponent(id)}`)).json as unknown as View;
      if ((mine.delivery?.readers ?? 0) === 0) continue;
      const there = await demo.until(
        () => demo.call('gb', `/gateways/cap/alerts/${encodeURIComponent(id)}`),
        (read) => read.status === 200,
      );
      expect(there.status, `${path}: ${there.text.slice(0, 300)}`).toBe(200);
      expect(there.text).toContain('urn:oasis:names:tc:emergency:cap:1.2');
    }
    expect(held).toBe(1);
  },
  120_000,
);

test('[I3] stopped and started again, it goes on where it stood, within seconds, and leaves no process behind', async () => {
  const before = (await records('gb')).map((row) => row.id).sort();
  expect(await demo.stop()).toBe(0);
  const started = Date.now();
  demo.start(['--scenario', 'quiet']);
  await demo.line('gb.police is ready');
  expect(Date.now() - started).toBeLessThan(30_000);
  expect((await records('gb')).map((row) => row.id).sort()).toEqual(before);
}, 60_000);
