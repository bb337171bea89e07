import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeskId } from '@wasl/record';
import { expect, test } from 'vitest';
import { nodeRandom } from '../crypto/node-random.ts';
import { Secret } from '../crypto/secret.ts';
import type { Role } from './account.ts';
import { type AccountBook, type Enrolment, openAccounts } from './account-book.ts';
import { fileState, memoryState, type StatePort } from './state-port.ts';

const cost = { n: 1024, r: 1, p: 1 };
const password = new Secret('tangier-ferry-at-noon');

function officer(name: string, roles: readonly Role[] = ['duty'], secret: Secret<string> = password): Enrolment {
  return { name, roles, desks: ['ma.police/ops' as DeskId], password: secret };
}

async function make(state: StatePort = memoryState()): Promise<{ book: AccountBook; clock: { now: number }; state: StatePort }> {
  const clock = { now: 1_900_000_000_000 };
  return { book: await openAccounts({ state, random: nodeRandom, nowMs: () => clock.now, cost }), clock, state };
}

async function staffed(state?: StatePort): Promise<Awaited<ReturnType<typeof make>> & { admins: [string, string] }> {
  const made = await make(state);
  const [first, second] = await made.book.bootstrap(officer('amal', ['admin']), officer('badr', ['admin']));
  return { ...made, admins: [first.id, second.id] };
}

test('[RL4] an officer is enrolled by two administrators, neither of whom is the officer', async () => {
  const { book, admins } = await staffed();
  const pending = await book.propose(admins[0], officer('chris', ['release']));
  expect(book.byName('chris')).toBeUndefined();
  await expect(book.confirm(admins[0], pending.id)).rejects.toMatchObject({ code: 'enrolment-needs-two' });
  const account = await book.confirm(admins[1], pending.id);
  expect(account).toMatchObject({ name: 'chris', roles: ['release'], enrolledBy: admins });
  await expect(book.confirm(admins[1], pending.id)).rejects.toMatchObject({ code: 'enrolment-unknown' });
  await expect(book.propose(account.id, officer('dana'))).rejects.toMatchObject({ code: 'enrolment-needs-two' });
  const self = await book.propose(admins[0], { name: 'badr', roles: ['admin', 'release'], desks: [] });
  await expect(book.confirm(admins[1], self.id)).rejects.toMatchObject({ code: 'enrolment-needs-two' });
});

test('[RL4] new roles are an enrolment too and keep id and password', async () => {
  const { book, admins } = await staffed();
  const first = await book.confirm(admins[1], (await book.propose(admins[0], officer('chris'))).id);
  const change = await book.propose(admins[1], { name: 'chris', roles: ['duty', 'release'], desks: [] });
  expect(book.byName('chris')?.roles).toEqual(['duty']);
  const second = await book.confirm(admins[0], change.id);
  expect(second).toMatchObject({ id: first.id, roles: ['duty', 'release'] });
  expect(await book.verifyPassword('chris', password, '::1')).toMatchObject({ ok: true });
});

test('[RL4] an enrolment waits 72 hours, and falls with the administrator who proposed it', async () => {
  const { book, admins, clock } = await staffed();
  const late = await book.propose(admins[0], officer('chris'));
  clock.now += 72 * 3_600_000;
  await expect(book.confirm(admins[1], late.id)).rejects.toMatchObject({ code: 'enrolment-unknown' });
  const orphan = await book.propose(admins[0], officer('dana'));
  await book.disable(admins[1], 'amal');
  await expect(book.confirm(admins[1], orphan.id)).rejects.toMatchObject({ code: 'enrolment-needs-two' });
});

test('[ID13] the first two administrators are two, and only the first', async () => {
  const { book } = await make();
  await expect(book.bootstrap(officer('amal', ['admin']), officer('amal', ['admin']))).rejects.toMatchObject({
    code: 'enrolment-needs-two',
  });
  await expect(book.bootstrap(officer('amal', ['admin']), officer('badr', ['duty']))).rejects.toMatchObject({ code: 'account-invalid' });
  await book.bootstrap(officer('amal', ['admin']), officer('badr', ['admin']));
  await expect(book.bootstrap(officer('x1', ['admin']), officer('x2', ['admin']))).rejects.toMatchObject({ code: 'account-exists' });
});

test('[ID13] a password fits or is refused without saying why; a disabled account and an unknown one are refused alike', async () => {
  const { book, admins } = await staffed();
  expect(await book.verifyPassword('amal', password, '::1')).toMatchObject({ ok: true, value: { name: 'amal' } });
  const wrong = await book.verifyPassword('amal', new Secret('tangier-ferry-at-five'), '::1');
  const unknown = await book.verifyPassword('nobody', password, '::1');
  await book.disable(admins[0], 'badr');
  const disabled = await book.verifyPassword('badr', password, '::1');
  expect(wrong).toEqual(unknown);
  expect(wrong).toEqual(disabled);
  expect(wrong).toMatchObject({ reason: { code: 'login-refused' } });
});

test('[ID13] weak passwords are refused', async () => {
  const { book } = await make();
  for (const weak of ['short', 'aaaaaaaaaaaaaaaa', 'Password123456!', '123456789012345wasl']) {
    await expect(book.bootstrap(officer('amal', ['admin'], new Secret(weak)), officer('badr', ['admin']))).rejects.toMatchObject({
      code: 'password-weak',
    });
  }
});

test('[ID14] attempts are limited per account and per address, whichever password comes', async () => {
  const { book, clock } = await staffed();
  for (let attempt = 0; attempt < 10; attempt++)
    await book.verifyPassword('amal', new Secret(`a wrong guess ${attempt}`), `10.0.0.${attempt}`);
  const throttled = await book.verifyPassword('amal', password, '10.0.1.1');
  expect(throttled).toMatchObject({ reason: { code: 'login-throttled', details: { retryAfterMs: 15 * 60_000 } } });
  for (let attempt = 0; attempt < 30; attempt++) await book.verifyPassword(`guess${attempt}`, password, '10.9.9.9');
  expect(await book.verifyPassword('badr', password, '10.9.9.9')).toMatchObject({ reason: { code: 'login-throttled' } });
  clock.now += 15 * 60_000;
  expect(await book.verifyPassword('amal', password, '10.9.9.9')).toMatchObject({ ok: true });
});

test('[ID13] a hash of older costs is renewed at the next login', async () => {
  const state = memoryState();
  await staffed(state);
  const stronger = await openAccounts({ state, random: nodeRandom, nowMs: () => 1_900_000_000_000, cost: { n: 2048, r: 1, p: 1 } });
  expect(await stronger.verifyPassword('amal', password, '::1')).toMatchObject({ ok: true });
  expect(stronger.byName('amal')?.password?.n).toBe(2048);
  expect(await stronger.verifyPassword('amal', password, '::1')).toMatchObject({ ok: true });
});

test('[ID13] a passkey credential is kept with its account, once, with the counter last seen', async () => {
  const { book, admins, state } = await staffed();
  const passkey = {
    id: 'cred-1',
    publicKey: 'pQECAyYgASFY',
    counter: 0,
    transports: ['internal'],
    deviceType: 'singleDevice' as const,
    backedUp: false,
    aaguid: '00000000-0000-0000-0000-000000000000',
    addedAtMs: 1,
  };
  await book.addPasskey(admins[0], passkey);
  await expect(book.addPasskey(admins[1], passkey)).rejects.toMatchObject({ code: 'account-exists' });
  await book.usedPasskey(admins[0], 'cred-1', 7);
  expect((await make(state)).book.byId(admins[0])?.passkeys).toEqual([{ ...passkey, counter: 7 }]);
});

test('[ID13] accounts outlive a restart in files, and nothing else is taken for them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wasl-accounts-'));
  try {
    const state = await fileState(folder);
    await staffed(state);
    const later = await make(await fileState(folder));
    expect(later.book.all().map((account) => account.name)).toEqual(['amal', 'badr']);
    expect(await later.book.verifyPassword('badr', password, '::1')).toMatchObject({ ok: true });
    await state.save('accounts', '{"v":2}');
    await expect(make(state)).rejects.toMatchObject({ code: 'state-version-unknown' });
    await state.save('accounts', '{"accounts":[{}],"pending":[],"v":1}');
    await expect(make(state)).rejects.toMatchObject({ code: 'state-malformed' });
  } finally {
    await rm(folder, { recursive: true });
  }
});
