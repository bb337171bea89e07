import type { RootDocument } from '@wasl/log';
import {
  accept,
  type Crypto,
  canonicalText,
  encodeInstant,
  type Json,
  type PartyId,
  parseCanonical,
  parsePartyId,
  type Result,
  refuse,
} from '@wasl/record';
import { fail } from '../codes.ts';
import { readObject } from '../json-reader.ts';
import type { Officer } from '../root/officers.ts';
import { encodeSigned, parseSigned, type SignedText, signText, verifyText } from './signed-text.ts';

/** One step of a ceremony as it stands in the log. The actor is the root key that signed the line; no name of a person. */
export interface CeremonyLine {
  readonly v: 1;
  /** Place in this side's log, from 0. */
  readonly n: number;
  readonly at: string;
  readonly party: PartyId;
  readonly actor: string;
  readonly step: string;
  readonly outcome: 'done' | 'refused';
  /** The code of a refusal. */
  readonly code?: string;
  /** Base64url SHA-256 of what the step was about: bundle, first root, agreement, proof, signature, canary result. */
  readonly digest: string;
  /** Binds the line to the two bundles of this ceremony; absent before they were exchanged. */
  readonly ceremony?: string;
  /** Base64url SHA-256 of the line before; absent in the first. */
  readonly previous?: string;
  /** False when a program took the step in place of an officer. */
  readonly attended: boolean;
}

const digestForm = /^[A-Za-z0-9_-]{43}$/;
const mostLines = 10_000;

/** Signs the next line of a log. */
export function signLine(
  line: Omit<CeremonyLine, 'v' | 'n' | 'at' | 'actor' | 'previous'>,
  after: readonly SignedText[],
  by: { readonly officer: Officer; readonly crypto: Crypto; readonly nowMs: number },
): SignedText {
  const last = after.at(-1);
  const json = {
    v: 1,
    n: after.length,
    at: encodeInstant(by.nowMs),
    actor: by.officer.row.id,
    ...line,
    ...(last === undefined ? {} : { previous: by.crypto.sha256Text(last.text) }),
  };
  return signText('wasl/ceremony/v1', canonicalText(json as unknown as Json), by.officer);
}

/** Reads the text of a line; nothing is verified. Throws `join-bundle-malformed`. */
export function parseLine(text: string): CeremonyLine {
  try {
    const reader = readObject(parseCanonical(text), 'join-bundle-malformed');
    if (reader.integer('v') !== 1) throw fail('join-bundle-malformed', 'line is of another version');
    const optional = (name: 'code' | 'ceremony' | 'previous', form: RegExp) =>
      reader.has(name) ? { [name]: reader.text(name, form) } : {};
    const line: CeremonyLine = {
      v: 1,
      n: reader.integer('n', { max: mostLines }),
      at: reader.text('at', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      party: parsePartyId(reader.text('party')),
      actor: reader.text('actor', digestForm),
      step: reader.text('step', /^[a-z-]{1,40}$/),
      outcome: reader.oneOf('outcome', ['done', 'refused']),
      digest: reader.text('digest', digestForm),
      attended: reader.flag('attended'),
      ...optional('code', /^[a-z-]{1,60}$/),
      ...optional('ceremony', digestForm),
      ...optional('previous', digestForm),
    };
    reader.done();
    return line;
  } catch (cause) {
    throw fail('join-bundle-malformed', 'line of a ceremony log cannot be read', { cause });
  }
}

/** One side's log as a file: NDJSON, one signed line each. */
export function encodeLog(lines: readonly SignedText[]): string {
  return lines.map((line) => `${encodeSigned(line)}\n`).join('');
}

/** Reads a log file; nothing is verified. Throws `join-bundle-malformed`. */
export function parseLog(file: string): readonly SignedText[] {
  const lines = file.split('\n').filter((line) => line !== '');
  if (file.length > 1 << 23 || lines.length > mostLines)
    throw fail('join-bundle-malformed', `log has ${lines.length} lines, at most ${mostLines}`);
  return lines.map(parseSigned);
}

/**
 * Verifies one side's log: each line signed by the officer it names, numbered and chained without a gap, of one party.
 * Refused with `join-line-refused`; lines that cannot be read throw `join-bundle-malformed`.
 */
export function verifyLog(
  lines: readonly SignedText[],
  by: { readonly root: RootDocument; readonly crypto: Crypto },
): Result<readonly CeremonyLine[]> {
  const read: CeremonyLine[] = [];
  for (const [n, signed] of lines.entries()) {
    const line = parseLine(signed.text);
    const verified = verifyText('wasl/ceremony/v1', signed, by);
    if (!verified.ok) return verified;
    const before = lines[n - 1];
    const previous = before === undefined ? undefined : by.crypto.sha256Text(before.text);
    if (line.n !== n || line.previous !== previous || line.party !== by.root.party || line.actor !== signed.keyId) {
      return refuse('join-line-refused', `line ${n} of the log of ${by.root.party} does not follow the one before it`);
    }
    read.push(line);
  }
  return accept(read);
}
