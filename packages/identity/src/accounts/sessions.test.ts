import { expect, test } from 'vitest';
import { nodeRandom } from '../crypto/node-random.ts';
import { Secret } from '../crypto/secret.ts';
import { pseudonymOf, resolvePseudonym } from './pseudonym.ts';
import { createRateLimit } from './rate-limit.ts';
import { checkCsrf, csrfTokenOf, openSessions, type Sessions } from './sessions.ts';
import { memoryState, type StatePort } from './state-port.ts';

const hour = 3_600_000;

async function make(
  state: StatePort = memoryState(),
  clock = { now: 1_900_000_000_000 },
): Promise<{ sessions: Sessions; clock: { now: number }; state: StatePort }> {
  return { sessions: await openSessions({ state, random: nodeRandom, nowMs: () => clock.now, perAccount: 3 }), clock, state };
}

test('[ID15] a token opens its session and is nowhere at rest', async () => {
  const { sessions, state } = await make();
  const { token, session } = await sessions.open('account-1');
  expect(sessions.check(token.reveal())).toEqual({ ok: true, value: session });
  expect(JSON.stringify(await state.loadWithPrefix(''))).not.toContain(token.reveal());
  expect(sessions.check(session.tokenHash)).toMatchObject({ reason: { code: 'session-ended' } });
  expect(sessions.check('x'.repeat(100_000))).toMatchObject({ reason: { code: 'session-ended' } });
});

test('[ID15] a session outlives a restart, ends after a shift, after an idle hour, and when revoked', async () => {
  const { sessions, clock, state } = await make();
  const shift = await sessions.open('account-1');
  for (let passed = 0; passed < 11; passed++) {
    clock.now += hour - 60_000;
    expect(sessions.check(shift.token.reveal()).ok).toBe(true);
  }
  expect((await make(state, clock)).sessions.check(shift.token.reveal()).ok).toBe(true);
  clock.now = shift.session.expiresAtMs;
  expect(sessions.check(shift.token.reveal())).toMatchObject({ reason: { message: 'session has expired' } });

  const idle = await sessions.open('account-1');
  clock.now += hour;
  expect(sessions.check(idle.token.reveal())).toMatchObject({ reason: { code: 'session-ended' } });

  const revoked = await sessions.open('account-1');
  await sessions.revoke(revoked.token.reveal());
  expect(sessions.check(revoked.token.reveal()).ok).toBe(false);
  const restarted = await make(state, clock);
  for (const { token } of [shift, idle, revoked]) expect(restarted.sessions.check(token.reveal()).ok).toBe(false);
});

test('[ID15] an account has a bounded number of sessions and loses them all at once', async () => {
  const { sessions, clock } = await make();
  const tokens: Secret<string>[] = [];
  for (let opened = 0; opened < 4; opened++) {
    clock.now += 1;
    tokens.push((await sessions.open('account-1')).token);
  }
  const other = await sessions.open('account-2');
  expect(tokens.map((token) => sessions.check(token.reveal()).ok)).toEqual([false, true, true, true]);
  await sessions.revokeAllOf('account-1');
  expect(tokens.some((token) => sessions.check(token.reveal()).ok)).toBe(false);
  expect(sessions.check(other.token.reveal()).ok).toBe(true);
});

test('[ID15] a change needs the CSRF token of its own session', async () => {
  const { sessions } = await make();
  const [mine, other] = [await sessions.open('account-1'), await sessions.open('account-1')];
  expect(csrfTokenOf(mine.token)).toBe(mine.csrf);
  expect(checkCsrf(mine.token, mine.csrf)).toEqual({ ok: true, value: true });
  for (const sent of [undefined, '', other.csrf, `${mine.csrf}x`])
    expect(checkCsrf(mine.token, sent)).toMatchObject({ reason: { code: 'csrf-refused' } });
  expect(mine.csrf).not.toContain(mine.token.reveal());
});

test('[ID14] the window slides, a refused attempt does not extend it, and keys are bounded', () => {
  const limit = createRateLimit({ attempts: 2, windowMs: 1000, maxKeys: 2 });
  expect([limit.attempt('a', 0), limit.attempt('a', 600), limit.attempt('a', 700)]).toEqual([0, 0, 300]);
  expect([limit.attempt('a', 999), limit.attempt('a', 1000), limit.attempt('a', 1001)]).toEqual([1, 0, 599]);
  limit.attempt('b', 1001);
  limit.attempt('c', 1001);
  expect(limit.attempt('a', 1001)).toBe(0);
  limit.clear('a');
  expect([limit.attempt('a', 1002), limit.attempt('a', 1002)]).toEqual([0, 0]);
});

test('[ID16] an officer has one pseudonym per partner, which only the home agency can resolve', () => {
  const key = new Secret(nodeRandom(32));
  const [toGb, toEs] = (['gb', 'es'] as const).map((peer) => pseudonymOf(key, { peer: peer as never, operator: 'account-1' }));
  expect(toGb).toMatch(/^[\w-]{22}$/);
  expect(toGb).not.toBe(toEs);
  expect(pseudonymOf(key, { peer: 'gb' as never, operator: 'account-1' })).toBe(toGb);
  const operators = ['account-0', 'account-1'];
  expect(resolvePseudonym(key, toGb ?? '', { peer: 'gb' as never, operators })).toBe('account-1');
  expect(resolvePseudonym(key, toEs ?? '', { peer: 'gb' as never, operators })).toBeUndefined();
  expect(resolvePseudonym(new Secret(nodeRandom(32)), toGb ?? '', { peer: 'gb' as never, operators })).toBeUndefined();
});
