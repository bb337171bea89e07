import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Account, AccountBook } from '@wasl/identity';
import { accept, decodeBase64url, encodeBase64url, type Json, type Result, refuse } from '@wasl/record';
import type { RelyingParty } from '../options.ts';

/** Passkeys of the accounts (WebAuthn Level 3 §7.1, §7.2). */
export interface Passkeys {
  registrationOptions(account: Account): Promise<unknown>;
  /** Refusal: `passkey-refused`. */
  register(account: Account, answer: Json | undefined): Promise<Result<Account>>;
  loginOptions(): Promise<unknown>;
  /** The account's id. Refusal: `passkey-refused`, whatever was wrong. */
  login(answer: Json | undefined): Promise<Result<string>>;
}

const challengeLifeMs = 5 * 60_000;
const maxChallenges = 10_000;

/** Challenges that were given out, each good for one answer within five minutes; the oldest go first. */
function createChallenges(nowMs: () => number) {
  const open = new Map<string, { readonly owner: string; readonly untilMs: number }>();
  return {
    keep(challenge: string, owner: string): void {
      open.set(challenge, { owner, untilMs: nowMs() + challengeLifeMs });
      if (open.size > maxChallenges) for (const oldest of open.keys()) return void open.delete(oldest);
    },
    take(challenge: string, owner: string): boolean {
      const found = open.get(challenge);
      if (found === undefined || found.owner !== owner) return false;
      open.delete(challenge);
      return found.untilMs > nowMs();
    },
  };
}

// Loaded at the first passkey: 29 MB and a third of a second that a node without passkeys, or a demonstration, need not spend.
const library = () => import('@simplewebauthn/server');

const anybody = '';
const no = (): { readonly ok: false; readonly reason: { readonly code: string; readonly message: string } } =>
  refuse('passkey-refused', 'the passkey’s answer could not be verified');

/**
 * Passkeys over an account book. User verification is required, so that the key in the hand and its PIN or finger are the two factors;
 * attestation is not asked for. Challenges live in memory: a restart makes officers ask again.
 */
export function createPasskeys(accounts: AccountBook, party: RelyingParty, nowMs: () => number): Passkeys {
  const challenges = createChallenges(nowMs);
  const expected = { expectedOrigin: [...party.origins], expectedRPID: party.id, requireUserVerification: true };
  return {
    async registrationOptions(account) {
      const { generateRegistrationOptions } = await library();
      const options = await generateRegistrationOptions({
        rpName: party.name,
        rpID: party.id,
        userName: account.name,
        userID: new Uint8Array(decodeBase64url(account.id)),
        attestationType: 'none',
        excludeCredentials: account.passkeys.map(({ id }) => ({ id })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      });
      challenges.keep(options.challenge, account.id);
      return options;
    },
    async register(account, answer) {
      const { verifyRegistrationResponse } = await library();
      try {
        const { verified, registrationInfo } = await verifyRegistrationResponse({
          ...expected,
          response: answer as unknown as RegistrationResponseJSON,
          expectedChallenge: (challenge) => challenges.take(challenge, account.id),
        });
        if (!verified) return no();
        const { credential, aaguid, credentialDeviceType, credentialBackedUp } = registrationInfo;
        return accept(
          await accounts.addPasskey(account.id, {
            id: credential.id,
            publicKey: encodeBase64url(credential.publicKey),
            counter: credential.counter,
            transports: (credential.transports ?? []).filter((transport) => /^[a-z-]{1,20}$/.test(transport)).slice(0, 10),
            deviceType: credentialDeviceType,
            backedUp: credentialBackedUp,
            aaguid,
            addedAtMs: nowMs(),
          }),
        );
      } catch {
        // The library throws for each malformed answer with texts of its own; which one it was is of no use to an attacker's guess.
        return no();
      }
    },
    async loginOptions() {
      const { generateAuthenticationOptions } = await library();
      const options = await generateAuthenticationOptions({ rpID: party.id, userVerification: 'required' });
      challenges.keep(options.challenge, anybody);
      return options;
    },
    async login(answer) {
      const response = answer as unknown as AuthenticationResponseJSON;
      const account = accounts.all().find((one) => one.state === 'active' && one.passkeys.some(({ id }) => id === response.id));
      const passkey = account?.passkeys.find(({ id }) => id === response.id);
      if (account === undefined || passkey === undefined) return no();
      const { verifyAuthenticationResponse } = await library();
      try {
        const { verified, authenticationInfo } = await verifyAuthenticationResponse({
          ...expected,
          response,
          expectedChallenge: (challenge) => challenges.take(challenge, anybody),
          credential: { id: passkey.id, publicKey: new Uint8Array(decodeBase64url(passkey.publicKey)), counter: passkey.counter },
        });
        if (!verified) return no();
        await accounts.usedPasskey(account.id, passkey.id, authenticationInfo.newCounter);
        return accept(account.id);
      } catch {
        return no();
      }
    },
  };
}

/** Where there are no accounts there are no passkeys; the routes do not exist either. */
export const noPasskeys: Passkeys = {
  registrationOptions: () => Promise.reject(new TypeError('no passkeys here')),
  register: () => Promise.resolve(no()),
  loginOptions: () => Promise.reject(new TypeError('no passkeys here')),
  login: () => Promise.resolve(no()),
};
