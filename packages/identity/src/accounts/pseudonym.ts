import { createHmac } from 'node:crypto';
import type { AgencyId, PartyId } from '@wasl/record';
import type { Secret } from '../crypto/secret.ts';

/** Who reads a pseudonym, and the home identity (account id) it stands for. */
export interface PseudonymOf {
  readonly peer: PartyId | AgencyId;
  readonly operator: string;
}

/**
 * The name under which a partner knows an officer: 22 base64url characters of HMAC-SHA-256 under the party's key, the same
 * at each visit and another for each partner, so that two partners cannot compare notes on a person.
 */
export function pseudonymOf(partyKey: Secret<Uint8Array>, { peer, operator }: PseudonymOf): string {
  const mac = createHmac('sha256', partyKey.reveal()).update(`wasl/pseudonym/v1\n${peer}\n${operator}`).digest();
  return mac.subarray(0, 16).toString('base64url');
}

/** The home identity behind a pseudonym, among the officers of this agency: for an audit or a court, at home only. */
export function resolvePseudonym(
  partyKey: Secret<Uint8Array>,
  pseudonym: string,
  among: { readonly peer: PartyId | AgencyId; readonly operators: readonly string[] },
): string | undefined {
  return among.operators.find((operator) => pseudonymOf(partyKey, { peer: among.peer, operator }) === pseudonym);
}
