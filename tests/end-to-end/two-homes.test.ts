import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, openSync, readdirSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { agree, freePort, meet, type Ran, Side, scratch } from '../../apps/cli/test/wasl.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const arrangement = join(root, 'examples/arrangements/major-events.json');
const place = scratch();
const ma = new Side('ma', place);
const gb = new Side('gb', place);
const running = new Map<Side, ChildProcess>();
const tokens = new Map<Side, string>();

/** `wasl serve`, until it says that it is ready. */
async function serve(side: Side): Promise<void> {
  const bin = join(root, 'apps/cli/bin/wasl.mjs');
  const child = spawn(process.execPath, [bin, 'serve', '--home', side.home, '--json'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...side.env },
  });
  running.set(side, child);
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { ready, code, message } = JSON.parse(line) as { ready?: true; code?: string; message?: string };
      if (ready === true) resolve();
      if (code !== undefined) reject(new Error(`${code}: ${message}`));
    });
    child.once('exit', (code) => reject(new Error(`the node of ${side.party} ended with ${code}`)));
  });
}

async function stop(side: Side): Promise<void> {
  const child = running.get(side);
  running.delete(side);
  if (child === undefined || child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

/** Asks again until the answer fits, for at most 20 seconds. */
async function until(ask: () => Promise<Ran>, fits: (ran: Ran) => boolean): Promise<Ran> {
  for (let left = 100; ; left--) {
    const ran = await ask();
    if (fits(ran) || left === 0) return ran;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Two administrators enrol an officer with every role; the token is the officer's. */
async function enrol(side: Side): Promise<void> {
  const at = ['--home', side.home, '--json'];
  const login = async (name: string): Promise<string> => (await side.run(['login', name, ...at])).json.token;
  const [amal, badr] = [await login('amal'), await login('badr')];
  const proposed = await side.run([
    'officer',
    'propose',
    'samir',
    '--roles',
    'duty,release,oversight',
    '--desks',
    'ops',
    ...at,
    '--token',
    amal,
  ]);
  expect((await side.run(['officer', 'confirm', proposed.json.id, ...at, '--token', amal])).json.error.code).toBe('enrolment-needs-two');
  expect((await side.run(['officer', 'confirm', proposed.json.id, ...at, '--token', badr])).json.roles).toContain('duty');
  const password = { WASL_PASSWORD_FILE: side.env['WASL_NEW_PASSWORD_FILE'] ?? '' };
  tokens.set(side, (await side.run(['login', 'samir', ...at], { env: password })).json.token);
}

function asOfficer(side: Side, args: readonly string[]): Promise<Ran> {
  return side.run([...args, '--home', side.home, '--token', tokens.get(side) ?? '', '--json']);
}

beforeAll(async () => {
  const ports: { api: number; exchange: number }[] = [];
  for (let n = 0; n < 2; n++) ports.push({ api: await freePort(), exchange: await freePort() });
  await Promise.all([ma, gb].map((side, at) => side.init(ports[at] ?? { api: 0, exchange: 0 })));
});
afterAll(async () => {
  for (const side of [ma, gb]) await stop(side);
  place.remove();
});

let record = '';

test('[CL5, I10] two officers on each side join two homes; the arrangement is proved, signed, tried and installed on both', async () => {
  await meet(ma, gb, arrangement);
  await agree(ma, gb, { file: arrangement, name: 'ma-gb.major-events.1' });
  for (const side of [ma, gb]) {
    expect(readdirSync(join(side.home, 'agreements'))).toEqual(['ma-gb.major-events.1.json']);
    expect(readdirSync(join(side.home, 'roots')).sort()).toEqual(['gb.json', 'ma.json']);
  }
  const again = await ma.run(['agreement', 'install', '--ceremony', ma.ceremony, '--home', ma.home, '--json']);
  expect(again.json.installed).toMatchObject([{ agency: 'ma.police', agreement: 'ma-gb.major-events v1', partners: ['gb.police'] }]);
  const stranger = await ma.run(['agreement', 'install', '--ceremony', ma.ceremony, '--home', gb.home, '--json']);
  expect([stranger.exit, stranger.json.error.code]).toEqual([3, 'root-incomplete']);
});

test('[CL6] doctor of a stopped node says what waits, and nothing is wrong', async () => {
  const ran = await ma.run(['doctor', '--home', ma.home, '--json']);
  expect(ran.json.findings.filter((each: { state: string }) => each.state === 'fail')).toEqual([]);
  expect(ran.json.findings).toContainEqual(expect.objectContaining({ check: 'partner gb.police', code: 'partner-unreachable' }));
  expect([ran.exit, ran.json.fit]).toEqual([0, true]);
});

test('[CL5, I3] both serve; a record crosses, its release is explained, its evidence verifies by the digits that were typed', async () => {
  await Promise.all([serve(ma), serve(gb)]);
  await Promise.all([enrol(ma), enrol(gb)]);
  const put = await asOfficer(ma, ['record', 'put', join(root, 'examples/log-entry.json'), '--idempotency-key', 'one']);
  record = put.json.id;
  expect(put.exit).toBe(0);
  expect((await asOfficer(ma, ['record', 'put', join(root, 'examples/log-entry.json'), '--idempotency-key', 'one'])).json.id).toBe(record);
  const there = await until(
    () => asOfficer(gb, ['record', 'get', record, '--purpose', 'event-safety']),
    (ran) => ran.exit === 0,
  );
  expect(there.json.fields.map((field: { name: string }) => field.name).sort()).toEqual(['at', 'channel', 'text']);
  const mine = await until(
    () => asOfficer(ma, ['record', 'get', record]),
    (ran) => ran.json.delivery?.delivered === 1,
  );
  expect(mine.json.delivery.state).toBe('delivered');
  const why = await asOfficer(ma, ['release', 'explain', record, '--lang', 'fr']);
  expect(why.json.audiences[0].fields.find((field: { unit: string }) => field.unit === 'source').clause).toBe('N8');
  const bundle = join(place.folder, 'bundle.json');
  expect((await asOfficer(gb, ['export', record, '--out', bundle])).exit).toBe(0);
  const verified = await gb.run(['verify', bundle, '--root', `ma=${ma.digits}`, '--root', `gb=${gb.digits}`, '--json']);
  expect([verified.exit, verified.json.anchored, verified.json.statement.recordId]).toEqual([0, true, record]);
  const bare = await gb.run(['verify', bundle, '--json']);
  expect([bare.exit, bare.json.code]).toEqual([3, 'evidence-unanchored']);
  const other = await gb.run(['verify', bundle, '--root', `ma=${gb.digits}`, '--json']);
  expect([other.exit, other.json.code]).toEqual([3, 'anchor-differs']);
});

test('[CL6] doctor of a running node is all green', async () => {
  for (const side of [ma, gb]) {
    const ran = await side.run(['doctor', '--home', side.home, '--json']);
    expect(ran.json.findings.filter((each: { state: string }) => each.state !== 'ok')).toEqual([]);
    expect(ran.json.findings.map((each: { check: string }) => each.check)).toContain('ready');
  }
});

test('[CL7] a running node is backed up, keys apart, and the backup is in its activity record', async () => {
  const [folder, keys] = [join(place.folder, 'backup'), join(place.folder, 'backup-keys')];
  const inside = await ma.run(['backup', folder, '--keys', join(folder, 'keys'), '--home', ma.home, '--json']);
  expect([inside.exit, existsSync(folder)]).toEqual([2, false]);
  const done = await ma.run(['backup', folder, '--keys', keys, '--home', ma.home, '--json']);
  expect([done.exit, done.json.running]).toEqual([0, true]);
  expect(readdirSync(keys).sort()).toEqual(['accounts.json', 'keys.sealed', 'record-keys']);
  expect(readdirSync(folder, { recursive: true }).filter((name) => /keys/.test(String(name)))).toEqual([]);
  const locked = await ma.run(['fsck', '--home', ma.home, '--json']);
  expect([locked.exit, locked.json.error.code]).toEqual([3, 'node-is-running']);
});

test('[CL6, CL7] a damaged store is found by doctor and by fsck; the backup makes the node again, and its records are there', async () => {
  await stop(ma);
  expect((await ma.run(['fsck', '--home', ma.home, '--json'])).json).toMatchObject({ sound: true, findings: [] });
  const file = openSync(join(ma.home, 'store/store.db'), 'r+');
  writeSync(file, Buffer.alloc(4096, 0x55), 0, 4096, 8192);
  const red = await ma.run(['doctor', '--home', ma.home, '--json']);
  expect([red.exit, red.json.code]).toEqual([1, 'machine-unfit']);
  expect(red.json.findings).toContainEqual(expect.objectContaining({ check: 'store', state: 'fail', code: 'store-unsound' }));
  const args = ['restore', join(place.folder, 'backup'), '--home', ma.home, '--json'];
  expect((await ma.run(args)).json.error.code).toBe('store-exists');
  renameSync(ma.home, `${ma.home}-damaged`);
  const restored = await ma.run([...args, '--keys', join(place.folder, 'backup-keys')]);
  expect([restored.exit, restored.json.mismatches.length > 0]).toEqual([0, true]);
  const whole = await ma.run(['fsck', '--home', ma.home, '--json']);
  expect([whole.exit, whole.json.sound, whole.json.restored.length]).toEqual([0, true, restored.json.mismatches.length]);
  const rebuilt = await ma.run(['rebuild', '--home', ma.home, '--json']);
  expect(rebuilt.json.records).toBeGreaterThan(0);
  await serve(ma);
  const password = { WASL_PASSWORD_FILE: ma.env['WASL_NEW_PASSWORD_FILE'] ?? '' };
  tokens.set(ma, (await ma.run(['login', 'samir', '--home', ma.home, '--json'], { env: password })).json.token);
  expect((await asOfficer(ma, ['record', 'get', record])).json.id).toBe(record);
  const withdrawn = await asOfficer(ma, ['withdraw', record, '--reason', 'error']);
  expect(withdrawn.exit).toBe(0);
  const gone = await until(
    () => asOfficer(gb, ['record', 'get', record]),
    (ran) => ran.json.status === 'withdrawn',
  );
  expect(gone.json.status).toBe('withdrawn');
  expect(readFileSync(join(ma.home, 'node.json'), 'utf8')).toBe(readFileSync(join(`${ma.home}-damaged`, 'node.json'), 'utf8'));
});

test('[CL2, I9] one officer suspends an arrangement alone; resuming is refused to the same officer; status says so', async () => {
  const suspended = await asOfficer(gb, ['suspend', 'ma-gb.major-events', '--reason', 'a key may be lost']);
  expect(suspended.exit).toBe(0);
  const status = await asOfficer(gb, ['status']);
  expect(status.json.agreements).toMatchObject([{ id: 'ma-gb.major-events', state: 'suspended' }]);
  const resumed = await asOfficer(gb, ['resume', 'ma-gb.major-events']);
  expect([resumed.exit, resumed.json.resumed ?? resumed.json.error.code]).toEqual([3, false]);
  const doctor = await gb.run(['doctor', '--home', gb.home, '--json']);
  expect(doctor.json.findings).toContainEqual(expect.objectContaining({ code: 'agreement-not-in-force', state: 'warn' }));
});

test('[CL2, DU6] an erasure is answered; the views made again are the views that were', async () => {
  const erased = await asOfficer(ma, ['erase', record, '--ground', 'rights']);
  expect(erased.exit).toBe(0);
  await until(
    () => asOfficer(ma, ['record', 'list', '--type', 'erased']),
    (ran) => ran.json.records.length >= erased.json.delivery.parts.length,
  );
  const csv = join(place.folder, 'all.csv');
  expect((await asOfficer(ma, ['export', '--format', 'csv', '--out', csv])).exit).toBe(2);
  expect((await asOfficer(ma, ['export', '--format', 'csv', '--mode', 'exercise', '--out', csv])).json.records).toBeGreaterThan(1);
  expect(readFileSync(csv, 'utf8')).not.toContain('Gate N4');
  for (const side of [ma, gb]) {
    const listed = (await asOfficer(side, ['record', 'list', '--limit', '200'])).json.records.length;
    await stop(side);
    expect([side.party, (await side.run(['rebuild', '--home', side.home, '--json'])).json.records]).toEqual([side.party, listed]);
  }
});
