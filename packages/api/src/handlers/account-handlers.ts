import type { Enrolment, OperationId } from '@wasl/contract';
import { type Account, type AccountBook, type PendingEnrolment, Secret } from '@wasl/identity';
import { accept, encodeInstant, refuse } from '@wasl/record';
import type { EventStreams } from '../events/event-streams.ts';
import { actorOf, type Handler } from '../http/call.ts';
import type { ApiOptions } from '../options.ts';

type AccountOperation = Extract<OperationId, 'accounts' | 'propose' | 'confirm' | 'disable'>;

function accountView({ id, name, roles, desks, state, passkeys }: Account) {
  return { id, name, roles, desks, state, passkeys: passkeys.length };
}

function enrolmentView({ id, proposedBy, expiresAtMs, account }: PendingEnrolment) {
  return { id, proposedBy, expiresAt: encodeInstant(expiresAtMs), account: accountView(account) };
}

/** Handlers of accounts: two administrators enrol, one disables (RL4, ID13). Failures of the book keep their codes. */
export function accountHandlers(options: ApiOptions, streams: EventStreams): Readonly<Record<AccountOperation, Handler>> {
  const book = (): AccountBook => {
    if (options.accounts === undefined) throw new TypeError('a node outside the demonstration has accounts');
    return options.accounts;
  };
  const journal = (user: string, what: string, account: string): Promise<void> =>
    options.journal?.({ act: 'account', user, details: { what, account } }) ?? Promise.resolve();
  return {
    accounts: async () =>
      accept({ status: 200, json: { accounts: book().all().map(accountView), pending: book().pending().map(enrolmentView) } }),
    propose: async (call) => {
      const { name, roles, desks, password } = call.body as unknown as Enrolment;
      const { user } = actorOf(call);
      const pending = await book().propose(user, {
        name,
        roles,
        desks,
        ...(password === undefined ? {} : { password: new Secret(password) }),
      });
      await journal(user, 'enrolment proposed', pending.account.id);
      return accept({ status: 202, json: enrolmentView(pending) });
    },
    confirm: async (call) => {
      const { user } = actorOf(call);
      const account = await book().confirm(user, call.params['id'] ?? '');
      // New roles count at once; an old session must not carry the old ones in an open page.
      streams.end({ account: account.id });
      await journal(user, 'enrolment confirmed', account.id);
      return accept({ status: 201, json: accountView(account) });
    },
    disable: async (call) => {
      const { user } = actorOf(call);
      const account = await book().disable(user, call.params['name'] ?? '');
      await options.sessions.revokeAllOf(account.id);
      streams.end({ account: account.id });
      await journal(user, 'account disabled', account.id);
      return account.state === 'disabled'
        ? accept({ status: 200, json: accountView(account) })
        : refuse('internal', 'account stayed in force');
    },
  };
}
