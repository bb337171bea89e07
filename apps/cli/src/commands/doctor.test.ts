import { chmodSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { createAuthority, createSigner, issueLeaf, nodeRandom, parseCertificate, tlsIdentity } from '@wasl/identity';
import type { AgencyId } from '@wasl/record';
import { NodeHome } from '@wasl/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort, Side, scratch } from '../../test/wasl.ts';
import { endFinding, type Finding } from '../doctor/finding.ts';
import { checkNode } from '../doctor/machine.ts';

const place = scratch();
const ma = new Side('ma', place);
const gb = new Side('gb', place);
const dayMs = 86_400_000;

beforeAll(async () => {
  await ma.init({ api: await freePort(), exchange: await freePort() });
  await gb.init({ api: await freePort(), exchange: await freePort() });
});
afterAll(() => place.remove());

type Row = Finding & { readonly next?: string };

async function doctor(env: Readonly<Record<string, string>> = {}): Promise<{ readonly exit: number; readonly wrong: readonly Row[] }> {
  const ran = await ma.run(['doctor', '--home', ma.home, '--json'], { env });
  return { exit: ran.exit, wrong: ran.json.findings.filter((row: Row) => row.state !== 'ok') };
}

const codesOf = (rows: readonly Row[]): readonly (string | undefined)[] => rows.map((row) => row.code);

test('[CL6] a new node is fit, and what it lacks is a warning that says what to do', async () => {
  const { exit, wrong } = await doctor();
  expect([exit, codesOf(wrong)]).toEqual([0, ['store-never-opened', 'agreement-none']]);
  for (const row of wrong) expect(row.next).toMatch(/\w/);
});

test('[CL6] rights, a wrong passphrase, a taken port, a file from tomorrow: each fails with its code, and the rest is still looked at', async () => {
  chmodSync(join(ma.home, 'officers'), 0o755);
  const config = JSON.parse(readFileSync(join(ma.home, 'node.json'), 'utf8')) as { api: { port: number } };
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(config.api.port, '127.0.0.1', resolve));
  const tomorrow = new Date(Date.now() + dayMs);
  writeFileSync(join(ma.home, 'mark'), '', { mode: 0o600 });
  utimesSync(join(ma.home, 'mark'), tomorrow, tomorrow);
  const { exit, wrong } = await doctor({ WASL_PASSPHRASE_FILE: place.env['WASL_OFFICER_PASSPHRASE_FILE'] ?? '' });
  expect(exit).toBe(1);
  expect(codesOf(wrong)).toEqual([
    'home-exposed',
    'sealed-wrong-passphrase',
    'port-in-use',
    'clock-doubtful',
    'store-never-opened',
    'agreement-none',
  ]);
  for (const row of wrong) expect(row.next, row.check).toMatch(/\w/);
  await new Promise((resolve) => other.close(resolve));
  rmSync(join(ma.home, 'mark'));
  chmodSync(join(ma.home, 'officers'), 0o700);
});

test('[CL6] broken files of the home are named and stop no other line', async () => {
  const roots = join(ma.home, 'roots/ma.json');
  const kept = readFileSync(roots, 'utf8');
  writeFileSync(roots, kept.slice(0, 100));
  mkdirSync(join(ma.home, 'agreements'), { recursive: true });
  writeFileSync(join(ma.home, 'agreements/bad.1.json'), '{"text":"{}","signatures":[]}');
  const cut = await doctor();
  expect([cut.exit, codesOf(cut.wrong)]).toEqual([1, ['store-never-opened', 'home-damaged']]);
  writeFileSync(roots, kept);
  expect(codesOf((await doctor()).wrong)).toEqual(['store-never-opened', 'agreement-invalid']);
  rmSync(join(ma.home, 'agreements/bad.1.json'));
  const node = join(ma.home, 'node.json');
  const config = readFileSync(node, 'utf8');
  writeFileSync(node, '{');
  expect(codesOf((await doctor()).wrong)).toEqual(['home-damaged']);
  writeFileSync(node, config.replace('"v": 1', '"v": 2'));
  expect(codesOf((await doctor()).wrong)).toEqual(['home-version']);
  writeFileSync(node, config);
});

test('[CL6] a stranger at a partner’s address fails, silence there is a warning (I9)', async () => {
  const gbHome = new NodeHome(gb.home);
  const mine = new NodeHome(ma.home);
  const port = await freePort();
  await mine.saveRoots((await gbHome.config()).party, (await gbHome.roots()).get((await gbHome.config()).party) ?? []);
  await mine.savePartner({ agency: 'gb.police' as AgencyId, exchange: `127.0.0.1:${port}`, authority: await gbHome.authority() });
  expect(codesOf((await doctor()).wrong)).toEqual(['store-never-opened', 'agreement-none', 'partner-unreachable']);
  const signer = createSigner('ES256');
  const made = { nowMs: Date.now(), random: nodeRandom };
  const authority = await createAuthority('gb.police' as AgencyId, signer, made);
  const key = createSigner('ES256');
  const leaf = await issueLeaf(
    { agency: 'gb.police' as AgencyId, key: key.key, hosts: ['localhost'] },
    { certificate: authority, signer },
    made,
  );
  const identity = tlsIdentity(leaf, parseCertificate(authority.pem), key);
  const stranger = createTlsServer({ key: identity.key.reveal(), cert: identity.cert, minVersion: 'TLSv1.3' }, (socket) => socket.end());
  stranger.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => stranger.listen(port, '127.0.0.1', resolve));
  const { exit, wrong } = await doctor();
  expect([exit, codesOf(wrong)]).toEqual([1, ['store-never-opened', 'agreement-none', 'partner-not-pinned']]);
  await new Promise((resolve) => stranger.close(resolve));
  await mine.savePartner({ agency: 'gb.police' as AgencyId, exchange: `127.0.0.1:${port}`, authority });
  expect(codesOf((await doctor()).wrong)).toContain('authority-not-in-root');
});

test('[CL6] what ends is told before it does', () => {
  const nowMs = Date.UTC(2030, 0, 1);
  const at = (days: number) => endFinding('root', { what: 'it', untilMs: nowMs + days * dayMs, nowMs, warnDays: 90, code: 'root-ends' });
  expect([at(0).state, at(-1).state, at(89).state, at(90).state]).toEqual(['fail', 'fail', 'warn', 'ok']);
  expect(at(10)).toMatchObject({ code: 'root-ends', message: expect.stringContaining('in 10 days') });
  expect([checkNode('v22.1.0').state, checkNode('v24.0.0').state, checkNode('v25.1.0').state]).toEqual(['fail', 'ok', 'ok']);
});
