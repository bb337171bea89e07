import { accept, canonicalText, type DeskId, type Json, parseCanonical, type RandomBytes, type Result, refuse } from '@wasl/record';
import { fail } from '../codes.ts';
import { Secret } from '../crypto/secret.ts';
import { readObject } from '../json-reader.ts';
import type { ScryptCost } from '../keys/scrypt.ts';
import { type Account, accountJson, checkProfile, newAccountId, type PasskeyCredential, type Role, readAccount } from './account.ts';
import { hashPassword, isOutdated, type PasswordHash, passwordFits, rehash } from './password.ts';
import { createRateLimit, type RateLimitOptions } from './rate-limit.ts';
import type { StatePort } from './state-port.ts';

/** Who an account is to be: a new officer, or new roles and desks of one who is enrolled already. */
export interface Enrolment {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly desks: readonly DeskId[];
  /** A first password that the officer typed; absent for officers who come with a passkey, and for changes of roles. */
  readonly password?: Secret<string>;
}

/** An enrolment that waits for a second administrator. */
export interface PendingEnrolment {
  readonly id: string;
  readonly proposedBy: string;
  readonly expiresAtMs: number;
  readonly account: Account;
}

export interface AccountBookOptions {
  readonly state: StatePort;
  readonly random: RandomBytes;
  readonly nowMs: () => number;
  /** Limits per account and per address: 10 and 30 attempts in 15 minutes unless given. */
  readonly limits?: { readonly account: RateLimitOptions; readonly address: RateLimitOptions };
  /** Cost of new password hashes; tests make it small. */
  readonly cost?: ScryptCost;
}

/** Local administrators and officers. A change resolves once durable. */
export interface AccountBook {
  /** The first two administrators, each in the presence of the other; `account-exists` once there are any accounts. */
  bootstrap(first: Enrolment, second: Enrolment): Promise<readonly [Account, Account]>;
  /** One administrator proposes; nothing is in force yet (RL4). Throws `enrolment-needs-two`, `account-invalid`, `password-weak`. */
  propose(by: string, enrolment: Enrolment): Promise<PendingEnrolment>;
  /** Another administrator, who is neither the proposer nor the officer, confirms within 72 h. */
  confirm(by: string, enrolment: string): Promise<Account>;
  pending(): readonly PendingEnrolment[];
  /** One administrator alone may take an account out of force at once. Ending its sessions is the caller's next call. */
  disable(by: string, name: string): Promise<Account>;
  /** `login-refused` says nothing about which part was wrong; `login-throttled` carries `retryAfterMs`. */
  verifyPassword(name: string, password: Secret<string>, address: string): Promise<Result<Account>>;
  setPassword(id: string, password: Secret<string>): Promise<void>;
  addPasskey(id: string, passkey: PasskeyCredential): Promise<Account>;
  /** Keeps the counter that a verified assertion showed (WebAuthn Level 3 §6.1.1). */
  usedPasskey(id: string, passkey: string, counter: number): Promise<void>;
  byName(name: string): Account | undefined;
  byId(id: string): Account | undefined;
  all(): readonly Account[];
}

const stateKey = 'accounts';
const enrolmentLifeMs = 72 * 3_600_000;
const minute = 60_000;
const defaultLimits = { account: { attempts: 10, windowMs: 15 * minute }, address: { attempts: 30, windowMs: 15 * minute } };

interface Held {
  readonly accounts: readonly Account[];
  readonly pending: readonly PendingEnrolment[];
}

function encode(held: Held): string {
  const pending = held.pending.map((one) => ({ ...one, account: accountJson(one.account) }));
  return canonicalText({ v: 1, accounts: held.accounts.map(accountJson), pending });
}

function decode(text: string): Held {
  const reader = readObject(parseCanonical(text), 'state-malformed', '/accounts');
  if (reader.integer('v') !== 1) throw fail('state-version-unknown', 'accounts are of a newer version');
  const items = reader.raw('accounts');
  const accounts = Array.isArray(items) ? items.map((item: Json, at) => readAccount(item, `/accounts/${at}`)) : [];
  const pending = reader.objects('pending', 1000).map((one) => ({
    id: one.text('id'),
    proposedBy: one.text('proposedBy'),
    expiresAtMs: one.integer('expiresAtMs'),
    account: readAccount(one.raw('account'), '/pending'),
  }));
  return { accounts, pending };
}

/** Opens the accounts kept in `state`. Throws `state-malformed`, `state-version-unknown`: then nobody can log in. */
export async function openAccounts(options: AccountBookOptions): Promise<AccountBook> {
  const { state, random, nowMs, limits = defaultLimits, cost } = options;
  const kept = await state.load(stateKey);
  let held: Held = kept === undefined ? { accounts: [], pending: [] } : decode(kept);
  const byAccount = createRateLimit(limits.account);
  const byAddress = createRateLimit(limits.address);
  // An unknown name costs the same hash as a known one, so that time does not tell which names exist.
  const decoy = await rehash(new Secret(`decoy ${newAccountId(random)}`), random, cost);
  let last: Promise<unknown> = Promise.resolve();

  /** Changes run one after the other, each on what the one before left; memory follows the disk, not the reverse. */
  function change<T>(apply: (now: Held) => Promise<readonly [Held, T]> | readonly [Held, T]): Promise<T> {
    const run = last.then(async () => {
      const [next, answer] = await apply(held);
      await state.save(stateKey, encode(next));
      held = next;
      return answer;
    });
    last = run.catch(() => undefined);
    return run;
  }
  const byId = (id: string): Account | undefined => held.accounts.find((account) => account.id === id);
  const byName = (name: string): Account | undefined => held.accounts.find((account) => account.name === name);
  function administrator(id: string): Account {
    const account = byId(id);
    if (account?.state === 'active' && account.roles.includes('admin')) return account;
    throw fail('enrolment-needs-two', 'only an active administrator enrols officers');
  }
  function known(id: string): Account {
    const account = byId(id);
    if (account === undefined) throw fail('account-unknown', 'there is no account of this id');
    return account;
  }
  function replaced(now: Held, account: Account): Held {
    const others = now.accounts.filter((one) => one.id !== account.id);
    return { ...now, accounts: [...others, account] };
  }
  async function draft(enrolment: Enrolment): Promise<Account> {
    checkProfile(enrolment);
    const { name, roles, desks } = enrolment;
    const before = byName(name);
    const password: PasswordHash | undefined =
      enrolment.password === undefined ? before?.password : await hashPassword(enrolment.password, random, cost);
    const id = before?.id ?? newAccountId(random);
    const made: Account = {
      id,
      name,
      roles,
      desks,
      state: 'active',
      passkeys: before?.passkeys ?? [],
      enrolledBy: [id, id],
      enrolledAtMs: nowMs(),
    };
    return password === undefined ? made : { ...made, password };
  }

  return {
    bootstrap: (first, second) =>
      change(async (now) => {
        if (now.accounts.length > 0) throw fail('account-exists', 'there are accounts already: enrol through two administrators');
        if (first.name === second.name) throw fail('enrolment-needs-two', 'the first two administrators are one and the same');
        const made = [await draft(first), await draft(second)] as const;
        if (!made.every((account) => account.roles.includes('admin')))
          throw fail('account-invalid', 'the first two accounts must be administrators');
        const by = [made[0].id, made[1].id] as const;
        const accounts = made.map((account) => ({ ...account, enrolledBy: by })) as unknown as readonly [Account, Account];
        return [{ ...now, accounts }, accounts];
      }),
    propose: (by, enrolment) =>
      change(async (now) => {
        administrator(by);
        const pending: PendingEnrolment = {
          id: newAccountId(random),
          proposedBy: by,
          expiresAtMs: nowMs() + enrolmentLifeMs,
          account: await draft(enrolment),
        };
        return [{ ...now, pending: [...now.pending.filter((one) => one.expiresAtMs > nowMs()), pending] }, pending];
      }),
    confirm: (by, enrolment) =>
      change((now) => {
        administrator(by);
        const found = now.pending.find((one) => one.id === enrolment && one.expiresAtMs > nowMs());
        if (found === undefined) throw fail('enrolment-unknown', 'there is no such enrolment waiting');
        if (by === found.proposedBy || by === found.account.id) {
          throw fail('enrolment-needs-two', 'the administrator who proposed, or who is enrolled, cannot confirm');
        }
        // The proposer must still be in force: an administrator just disabled leaves nothing behind.
        administrator(found.proposedBy);
        const clash = byName(found.account.name);
        if (clash !== undefined && clash.id !== found.account.id)
          throw fail('account-exists', 'an account of this name was made meanwhile');
        const account: Account = {
          ...found.account,
          passkeys: clash?.passkeys ?? [],
          enrolledBy: [found.proposedBy, by],
          enrolledAtMs: nowMs(),
        };
        const next = replaced(now, account);
        return [{ ...next, pending: now.pending.filter((one) => one.id !== enrolment) }, account];
      }),
    pending: () => held.pending.filter((one) => one.expiresAtMs > nowMs()),
    disable: (by, name) =>
      change((now) => {
        administrator(by);
        const account = byName(name);
        if (account === undefined) throw fail('account-unknown', 'there is no account of this name');
        const disabled: Account = { ...account, state: 'disabled' };
        return [replaced(now, disabled), disabled];
      }),
    verifyPassword: async (name, password, address) => {
      const waitMs = Math.max(byAddress.attempt(address, nowMs()), byAccount.attempt(name, nowMs()));
      if (waitMs > 0) return refuse('login-throttled', 'too many attempts', { details: { retryAfterMs: waitMs } });
      const account = byName(name);
      const stored = account?.state === 'active' ? account.password : undefined;
      const fits = await passwordFits(password, stored ?? decoy);
      if (!fits || stored === undefined || account === undefined) return refuse('login-refused', 'user and password do not fit');
      byAccount.clear(name);
      if (isOutdated(stored, cost)) {
        const renewed = await rehash(password, random, cost);
        await change((now) => [replaced(now, { ...known(account.id), password: renewed }), undefined]);
      }
      return accept(account);
    },
    setPassword: (id, password) =>
      change(async (now) => {
        const account = known(id);
        return [replaced(now, { ...account, password: await hashPassword(password, random, cost) }), undefined];
      }),
    addPasskey: (id, passkey) =>
      change((now) => {
        const account = known(id);
        const taken = now.accounts.some((one) => one.passkeys.some((other) => other.id === passkey.id));
        if (taken) throw fail('account-exists', 'this passkey belongs to an account already');
        const next: Account = { ...account, passkeys: [...account.passkeys, passkey] };
        return [replaced(now, next), next];
      }),
    usedPasskey: (id, passkey, counter) =>
      change((now) => {
        const account = known(id);
        const passkeys = account.passkeys.map((one) => (one.id === passkey ? { ...one, counter } : one));
        return [replaced(now, { ...account, passkeys }), undefined];
      }),
    byName,
    byId,
    all: () => held.accounts,
  };
}
