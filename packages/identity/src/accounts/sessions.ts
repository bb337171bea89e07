import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { accept, canonicalText, encodeBase64url, parseCanonical, type RandomBytes, type Result, refuse } from '@wasl/record';
import { Secret } from '../crypto/secret.ts';
import { readObject } from '../json-reader.ts';
import type { StatePort } from './state-port.ts';

/** A session as kept: never the token, only its SHA-256. */
export interface Session {
  readonly tokenHash: string;
  readonly account: string;
  readonly openedAtMs: number;
  readonly expiresAtMs: number;
}

/** A session just opened: the token goes to the officer's browser once and is nowhere else. */
export interface OpenedSession {
  readonly token: Secret<string>;
  readonly csrf: string;
  readonly session: Session;
}

/** Sessions of one node. All answers are by the clock given in. */
export interface Sessions {
  open(account: string): Promise<OpenedSession>;
  /** Refused with `session-ended`: unknown, expired, idle too long or revoked. */
  check(token: string): Result<Session>;
  revoke(token: string): Promise<void>;
  /** Ends every session of an account: on disabling, on a new password. */
  revokeAllOf(account: string): Promise<void>;
  count(): number;
}

export interface SessionOptions {
  readonly state: StatePort;
  readonly random: RandomBytes;
  readonly nowMs: () => number;
  /** Absolute life; 12 hours, one shift, unless given. */
  readonly lifeMs?: number;
  /** Life without a request; one hour unless given. */
  readonly idleMs?: number;
  /** Sessions of one account at once; the oldest ends first. 10 unless given. */
  readonly perAccount?: number;
}

const tokenForm = /^[A-Za-z0-9_-]{43}$/;
const prefix = 'session/';

function tokenHashOf(token: string): string {
  return hash('sha256', `wasl/session/v1\n${token}`, 'base64url');
}

/**
 * The token that a page must send with each change, derived from the session token: a foreign page has the cookie sent for
 * it but cannot read it. 43 base64url characters.
 */
export function csrfTokenOf(token: Secret<string>): string {
  return createHmac('sha256', token.reveal()).update('wasl/csrf/v1').digest('base64url');
}

/** Whether a request carries its session's CSRF token; `csrf-refused` otherwise. Takes the same time for each wrong one. */
export function checkCsrf(token: Secret<string>, sent: string | undefined): Result<true> {
  const wanted = Buffer.from(csrfTokenOf(token));
  const given = Buffer.from(sent ?? '');
  const same = given.length === wanted.length && timingSafeEqual(given, wanted);
  return same
    ? accept(true)
    : refuse('csrf-refused', sent === undefined ? 'request carries no CSRF token' : 'CSRF token is of another session');
}

/** Opens the sessions kept in `state`; those already over are dropped. Throws `state-malformed`. */
export async function openSessions(options: SessionOptions): Promise<Sessions> {
  const { state, random, nowMs, lifeMs = 12 * 3_600_000, idleMs = 3_600_000, perAccount = 10 } = options;
  const held = new Map<string, Session & { seenAtMs: number }>();
  for (const { key, value } of await state.loadWithPrefix(prefix)) {
    const reader = readObject(parseCanonical(value), 'state-malformed', `/${key}`);
    const session: Session = {
      tokenHash: reader.text('tokenHash', tokenForm),
      account: reader.text('account'),
      openedAtMs: reader.integer('openedAtMs'),
      expiresAtMs: reader.integer('expiresAtMs'),
    };
    if (session.expiresAtMs > nowMs()) held.set(session.tokenHash, { ...session, seenAtMs: nowMs() });
    else await state.save(key, undefined);
  }
  let ending: Promise<void> = Promise.resolve();
  async function end(session: Session): Promise<void> {
    // In memory first: the session is over for every request from here on, whatever the disk does.
    held.delete(session.tokenHash);
    await ending;
    await state.save(prefix + session.tokenHash, undefined);
  }
  return {
    open: async (account) => {
      await ending;
      for (const session of [...held.values()]) if (session.expiresAtMs <= nowMs()) await end(session);
      const own = [...held.values()].filter((session) => session.account === account).sort((a, b) => a.openedAtMs - b.openedAtMs);
      for (const session of own.slice(0, Math.max(0, own.length - perAccount + 1))) await end(session);
      const token = new Secret(encodeBase64url(random(32)));
      const openedAtMs = nowMs();
      const session: Session = { tokenHash: tokenHashOf(token.reveal()), account, openedAtMs, expiresAtMs: openedAtMs + lifeMs };
      await state.save(prefix + session.tokenHash, canonicalText({ ...session }));
      held.set(session.tokenHash, { ...session, seenAtMs: openedAtMs });
      return { token, csrf: csrfTokenOf(token), session };
    },
    check: (token) => {
      const session = tokenForm.test(token) ? held.get(tokenHashOf(token)) : undefined;
      const now = nowMs();
      if (session === undefined) return refuse('session-ended', 'session is unknown or was ended');
      if (now >= session.expiresAtMs || now - session.seenAtMs >= idleMs) {
        held.delete(session.tokenHash);
        // `check` answers at once; the deletion is awaited by the next change, so that a restart cannot revive the session.
        ending = ending.then(() => state.save(prefix + session.tokenHash, undefined));
        return refuse('session-ended', now >= session.expiresAtMs ? 'session has expired' : 'session was idle too long');
      }
      session.seenAtMs = now;
      const { seenAtMs: _, ...kept } = session;
      return accept(kept);
    },
    revoke: async (token) => {
      const session = held.get(tokenHashOf(token));
      if (session !== undefined) await end(session);
    },
    revokeAllOf: async (account) => {
      for (const session of [...held.values()].filter((one) => one.account === account)) await end(session);
    },
    count: () => held.size,
  };
}
