import { canonicalText, encodeBase64url, type Json, parseCanonical, refusalOf } from '@wasl/record';
import { fail } from '../codes.ts';
import { digestOf, listOf, membersOf, textOf } from '../members.ts';
import { isSize } from '../size.ts';

/**
 * What an agency states of its activity record at each heartbeat (EX6): the log's descriptor, its head signed and dated by the log key, and
 * the proof that it only grew since the head of `old` leaves, the last that this partner is known to keep (0: none).
 */
export interface JournalStatement {
  readonly v: 1;
  readonly descriptor: string;
  readonly old: number;
  /** RFC 6962 consistency proof from `old` to the head, base64url hashes; empty when `old` is 0 or the head's size. */
  readonly proof: readonly string[];
  /** Checkpoint note with the issuer's signature and its timestamped cosignature. */
  readonly note: string;
}

const bounds = { maxBytes: 48 * 1024, maxDepth: 3, maxMembers: 128, maxStringLength: 32 * 1024 };
const maxProofHashes = 54;
const anyText = /^/;

function refused(path: string, why: string) {
  return fail('journal-statement-malformed', `journal statement${path}: ${why}`, { path });
}

/** Canonical text of a statement; `proof` as hashes. */
export function encodeJournalStatement(of: Omit<JournalStatement, 'v' | 'proof'> & { readonly proof: readonly Uint8Array[] }): string {
  return canonicalText({ ...of, v: 1, proof: of.proof.map((hash) => encodeBase64url(hash)) } as unknown as Json);
}

/** Reads the form of a statement, at most 48 KiB of canonical JSON; nothing is verified. Throws `journal-statement-malformed`. */
export function parseJournalStatement(input: Uint8Array | string): JournalStatement {
  let value: unknown;
  try {
    value = parseCanonical(input, bounds);
  } catch (cause) {
    throw fail('journal-statement-malformed', `journal statement: ${refusalOf(cause).message}`, { cause });
  }
  const members = membersOf(value, { required: ['descriptor', 'note', 'old', 'proof', 'v'] }, refused, '');
  if (members['v'] !== 1) throw refused('/v', 'wanted 1');
  if (!isSize(members['old'])) throw refused('/old', 'not a tree size');
  return {
    v: 1,
    descriptor: textOf(members['descriptor'], anyText, refused, '/descriptor'),
    note: textOf(members['note'], anyText, refused, '/note'),
    old: members['old'],
    proof: listOf(members['proof'], maxProofHashes, refused, '/proof').map((hash, i) => digestOf(hash, refused, `/proof/${i}`)),
  };
}
