import type { AccountBook } from '@wasl/identity';
import type { Actor, Role } from '@wasl/node';
import { accept, type DeskId, type Result, refuse } from '@wasl/record';

/** The users of the demonstration, one of each role. */
export const demonstrationUsers: readonly Role[] = ['duty', 'release', 'liaison', 'cooperation', 'oversight', 'admin'];

/** Turns what a session belongs to into an officer. */
export interface People {
  /** `session-ended` when the account is gone or disabled; `desk-refused` when `desk` is not one of the officer's. */
  officer(account: string, desk: string | undefined): Result<{ readonly actor: Actor; readonly name: string }>;
}

/** The six users of the demonstration; each sits at the desk of its role. */
export function demonstrationPeople(deskFor: (role: Role) => DeskId): People {
  return {
    officer(account) {
      const role = demonstrationUsers.find((user) => user === account);
      if (role === undefined) return refuse('session-ended', 'the session is of no user of the demonstration');
      return accept({ actor: { user: role, desk: deskFor(role), roles: [role] }, name: role });
    },
  };
}

/** Officers with accounts, as they stand now: roles taken away count at the next request. */
export function accountPeople(accounts: AccountBook): People {
  return {
    officer(id, desk) {
      const account = accounts.byId(id);
      if (account === undefined || account.state !== 'active') return refuse('session-ended', 'the account is not in force');
      const chosen = desk === undefined ? account.desks[0] : account.desks.find((one) => one === desk);
      if (chosen === undefined) return refuse('desk-refused', 'the officer does not belong to this desk');
      return accept({ actor: { user: account.id, desk: chosen, roles: account.roles }, name: account.name });
    },
  };
}
