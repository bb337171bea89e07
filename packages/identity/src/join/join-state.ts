import type { AgreementSignature } from '@wasl/agreement';
import { canonicalText, defaultBounds, type Json, type PartyId, parseCanonical, parsePartyId } from '@wasl/record';
import { fail } from '../codes.ts';
import { type ObjectReader, readObject } from '../json-reader.ts';
import { encodeLog, parseLog } from './ceremony-line.ts';
import { type JoinPhase, joinPhases } from './join-table.ts';
import type { SignedText } from './signed-text.ts';

/** One side of a ceremony. Plain data: nothing in it is secret, and it can be put away between two steps. */
export interface JoinState {
  readonly phase: JoinPhase;
  readonly party: PartyId;
  /** False in a demonstration: every line says so, and a real node refuses the result. */
  readonly attended: boolean;
  /** Own bundle as sent. */
  readonly own: string;
  readonly peer?: string;
  /** Root keys of the own officers who typed the partner's digits. */
  readonly typedBy: readonly string[];
  readonly mismatches: number;
  /** Canonical text of the agreement. */
  readonly agreement?: string;
  readonly signatures: readonly AgreementSignature[];
  /** Digests that the next `peer-line` is held against: of the draft, the proof, the canary result. */
  readonly digests: { readonly draft?: string; readonly proof?: string; readonly canary?: string };
  /** This side's own log. */
  readonly log: readonly SignedText[];
}

const digestForm = /^[A-Za-z0-9_-]{43}$/;
const bounds = { ...defaultBounds, maxBytes: 1 << 24, maxMembers: 1_000_000, maxStringLength: 1 << 23 };

/** The state as a file, canonical JSON. */
export function encodeJoin(state: JoinState): string {
  const { log, ...rest } = state;
  const signatures = state.signatures.map((one) => ({ ...one }));
  return canonicalText({
    v: 1,
    kind: 'wasl-join',
    ...rest,
    typedBy: [...state.typedBy],
    signatures,
    log: encodeLog(log),
  } as unknown as Json);
}

function optional<K extends string>(reader: ObjectReader, name: K, form: RegExp): { readonly [N in K]?: string } {
  return (reader.has(name) ? { [name]: reader.text(name, form) } : {}) as { readonly [N in K]?: string };
}

/** Reads a state file. Throws `join-bundle-malformed`. */
export function decodeJoin(file: string): JoinState {
  try {
    const reader = readObject(parseCanonical(file.trimEnd(), bounds), 'join-bundle-malformed');
    if (reader.integer('v') !== 1 || reader.text('kind') !== 'wasl-join')
      throw fail('join-bundle-malformed', 'file is no ceremony of version 1');
    const digests = reader.object('digests');
    const whole = /^[\s\S]*$/;
    const state: JoinState = {
      phase: reader.oneOf('phase', joinPhases),
      party: parsePartyId(reader.text('party')),
      attended: reader.flag('attended'),
      own: reader.text('own', whole),
      ...optional(reader, 'peer', whole),
      typedBy: reader.texts('typedBy', { max: 32, form: digestForm }),
      mismatches: reader.integer('mismatches', { max: 3 }),
      ...optional(reader, 'agreement', whole),
      signatures: reader
        .objects('signatures', 200)
        .map((one) => ({ party: one.text('party'), keyId: one.text('keyId'), signature: one.text('signature') })),
      digests: {
        ...optional(digests, 'draft', digestForm),
        ...optional(digests, 'proof', digestForm),
        ...optional(digests, 'canary', digestForm),
      },
      log: parseLog(reader.text('log', whole)),
    };
    reader.done();
    return state;
  } catch (cause) {
    throw fail('join-bundle-malformed', 'ceremony file cannot be read', { cause });
  }
}
