import type { OperationId } from '@wasl/contract';
import { createRateLimit, csrfTokenOf, Secret } from '@wasl/identity';
import { accept, encodeInstant, type Result, refuse } from '@wasl/record';
import { cookieName, setCookie } from '../auth/cookie.ts';
import type { Identified } from '../auth/identify.ts';
import type { Passkeys } from '../auth/passkeys.ts';
import type { People } from '../auth/people.ts';
import type { EventStreams } from '../events/event-streams.ts';
import { type Call, type Handler, identified, type Sent } from '../http/call.ts';
import type { ApiOptions } from '../options.ts';

type SessionOperation = Extract<
  OperationId,
  | 'openSession'
  | 'session'
  | 'closeSession'
  | 'login'
  | 'passkeyLoginOptions'
  | 'passkeyLogin'
  | 'passkeyOptions'
  | 'addPasskey'
  | 'setPassword'
>;

const quarterMs = 15 * 60_000;

/** Handlers of logging in and out. A login that succeeded or failed is in the activity record; a throttled one is not. */
export function sessionHandlers(
  options: ApiOptions,
  of: { readonly people: People; readonly streams: EventStreams; readonly passkeys: Passkeys; readonly passkeyAttempts: number },
): Readonly<Record<SessionOperation, Handler>> {
  const { node, sessions, accounts, demonstration, clock } = options;
  const cookie = cookieName(node.agency);
  const secure = !demonstration;
  const passkeyLimit = createRateLimit({ attempts: of.passkeyAttempts, windowMs: quarterMs });

  function view(who: Omit<Identified, 'by'>) {
    return {
      user: who.name,
      agency: node.agency,
      desk: who.actor.desk,
      roles: who.actor.roles,
      demonstration,
      csrf: csrfTokenOf(who.token),
      expiresAt: encodeInstant(who.session.expiresAtMs),
    };
  }
  async function opened(account: string): Promise<Result<Sent>> {
    const officer = of.people.officer(account, undefined);
    if (!officer.ok) return officer;
    const { token, session } = await sessions.open(account);
    await options.journal?.({ act: 'login', user: account });
    const maxAgeSeconds = Math.floor((session.expiresAtMs - clock.nowMs()) / 1000);
    return accept({
      status: 201,
      headers: { 'set-cookie': setCookie(cookie, token.reveal(), { maxAgeSeconds, secure }) },
      json: { ...view({ ...officer.value, session, token }), token: token.reveal() },
    });
  }
  function book(): NonNullable<ApiOptions['accounts']> {
    if (accounts === undefined) throw new TypeError('a node outside the demonstration has accounts');
    return accounts;
  }
  const cleared = { 'set-cookie': setCookie(cookie, undefined, { maxAgeSeconds: 0, secure }) };
  const accountOf = (call: Call) => book().byId(identified(call).session.account);

  return {
    openSession: (call) => opened((call.body as { readonly user: string }).user),
    session: async (call) => accept({ status: 200, json: view(identified(call)) }),
    closeSession: async (call) => {
      const { token, session, actor } = identified(call);
      await sessions.revoke(token.reveal());
      of.streams.end({ tokenHash: session.tokenHash });
      await options.journal?.({ act: 'logout', user: actor.user });
      return accept({ status: 200, headers: cleared, json: { done: true } });
    },
    login: async (call) => {
      const { name, password } = call.body as { readonly name: string; readonly password: string };
      const found = await book().verifyPassword(name, new Secret(password), call.request.ip);
      if (found.ok) return opened(found.value.id);
      if (found.reason.code === 'login-refused')
        await options.journal?.({ act: 'login-refused', user: book().byName(name)?.id ?? 'unknown', code: 'login-refused' });
      return found;
    },
    passkeyLoginOptions: async () => accept({ status: 200, json: await of.passkeys.loginOptions() }),
    passkeyLogin: async (call) => {
      const waitMs = passkeyLimit.attempt(call.request.ip, clock.nowMs());
      if (waitMs > 0) return refuse('login-throttled', 'too many attempts', { details: { retryAfterMs: waitMs } });
      const found = await of.passkeys.login(call.body);
      if (found.ok) return opened(found.value);
      await options.journal?.({ act: 'login-refused', user: 'unknown', code: found.reason.code });
      return found;
    },
    passkeyOptions: async (call) => {
      const account = accountOf(call);
      if (account === undefined) return refuse('session-ended', 'the account is gone');
      return accept({ status: 200, json: await of.passkeys.registrationOptions(account) });
    },
    addPasskey: async (call) => {
      const account = accountOf(call);
      if (account === undefined) return refuse('session-ended', 'the account is gone');
      const added = await of.passkeys.register(account, call.body);
      if (!added.ok) return added;
      await options.journal?.({ act: 'account', user: account.id, details: { what: 'passkey added' } });
      const { id, name, roles, desks, state, passkeys } = added.value;
      return accept({ status: 201, json: { id, name, roles, desks, state, passkeys: passkeys.length } });
    },
    setPassword: async (call) => {
      const { account } = identified(call).session;
      await book().setPassword(account, new Secret((call.body as { readonly password: string }).password));
      await sessions.revokeAllOf(account);
      of.streams.end({ account });
      await options.journal?.({ act: 'account', user: account, details: { what: 'password changed' } });
      return accept({ status: 200, headers: cleared, json: { done: true } });
    },
  };
}
