import {
  accept,
  type Crypto,
  canonicalText,
  decodeBase64url,
  encodeBase64url,
  type Json,
  parseCanonical,
  type Result,
  refusalOf,
  refuse,
} from '@wasl/record';
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import { fail } from './codes.ts';
import { sameHash } from './hash.ts';
import { digestOf, listOf, membersOf, textOf } from './members.ts';
import { defaultNoteBounds, openNote } from './note.ts';
import { consistencyProof, type NodeReader, rootFromNodes } from './proof.ts';
import type { NoteVerifier } from './verifier-key.ts';
import { verifyConsistency } from './verify-proof.ts';

/**
 * Two signed heads of one log that no single append-only tree can have (EX5): one size with two roots, or a smaller head `a` whose root
 * is not `rootAtA`, the root that the tree of the larger head `b` has at that size, as `proof` shows.
 */
export interface EquivocationProof {
  readonly v: 1;
  readonly a: string;
  readonly b: string;
  /** Base64url; absent when both heads have one size. */
  readonly rootAtA?: string;
  /** RFC 6962 consistency proof from (size of a, rootAtA) to b, base64url hashes; absent when both heads have one size. */
  readonly proof?: readonly string[];
}

/** `unknown`: the sizes differ and no tree of the larger head was at hand to compare with. */
export type HeadComparison =
  | { readonly state: 'consistent' }
  | { readonly state: 'unknown' }
  | { readonly state: 'equivocation'; readonly proof: EquivocationProof };

/** What a proof establishes, for the alarm and the journal. */
export interface Equivocation {
  readonly origin: string;
  readonly sizeA: number;
  readonly sizeB: number;
}

const maxProofHashes = 54;
const bounds = { maxBytes: 4 * defaultNoteBounds.maxBytes, maxDepth: 3, maxMembers: 128, maxStringLength: 2 * defaultNoteBounds.maxBytes };
const anyText = /^/;

function refused(path: string, why: string) {
  return fail('equivocation-malformed', `proof of equivocation${path}: ${why}`, { path });
}

/**
 * Compares two checkpoint notes of one log, in either order. `tree` reads the nodes of the tree under the larger head, as a reader that
 * verified that head holds them; with it heads of different sizes can be compared too. Heads of different logs are `consistent`. Signatures
 * are not checked here. Throws `note-grammar`, `checkpoint-malformed`, or `log-node-missing` when the tree is not of that size.
 */
export function detectEquivocation(
  first: string,
  second: string,
  options: { readonly crypto: Crypto; readonly tree?: NodeReader },
): HeadComparison {
  const { crypto, tree } = options;
  const heads = [first, second].map((note) => ({ note, head: parseCheckpoint(note) })).sort((x, y) => x.head.size - y.head.size);
  const [a, b] = heads;
  if (a === undefined || b === undefined || a.head.origin !== b.head.origin) return { state: 'consistent' };
  if (a.head.size === b.head.size) {
    if (sameHash(a.head.root, b.head.root)) return { state: 'consistent' };
    return { state: 'equivocation', proof: { v: 1, a: a.note, b: b.note } };
  }
  if (tree === undefined || !sameHash(rootFromNodes(b.head.size, tree, crypto), b.head.root)) return { state: 'unknown' };
  const rootAtA = rootFromNodes(a.head.size, tree, crypto);
  if (sameHash(rootAtA, a.head.root)) return { state: 'consistent' };
  const proof = consistencyProof({ size1: a.head.size, size2: b.head.size }, tree, crypto).map(encodeBase64url);
  return { state: 'equivocation', proof: { v: 1, a: a.note, b: b.note, rootAtA: encodeBase64url(rootAtA), proof } };
}

/** Canonical text of a proof, to hand to partners and oversight. Throws `equivocation-malformed` for what parseEquivocation would refuse. */
export function encodeEquivocation(proof: EquivocationProof): string {
  const text = canonicalText(proof as unknown as Json);
  parseEquivocation(text);
  return text;
}

/** Reads the form of a proof; nothing is verified. Throws `equivocation-malformed` with the path. */
export function parseEquivocation(input: Uint8Array | string): EquivocationProof {
  const members = membersOf(parseText(input), { required: ['a', 'b', 'v'], optional: ['proof', 'rootAtA'] }, refused, '');
  if (members['v'] !== 1) throw refused('/v', 'wanted 1');
  if ((members['proof'] === undefined) !== (members['rootAtA'] === undefined)) throw refused('/proof', 'wanted exactly with rootAtA');
  const a = textOf(members['a'], anyText, refused, '/a');
  const b = textOf(members['b'], anyText, refused, '/b');
  if (members['proof'] === undefined) return { v: 1, a, b };
  const proof = listOf(members['proof'], maxProofHashes, refused, '/proof').map((hash, i) => digestOf(hash, refused, `/proof/${i}`));
  return { v: 1, a, b, rootAtA: digestOf(members['rootAtA'], refused, '/rootAtA'), proof };
}

/**
 * Verifies a proof against the log keys of one issuer, and of no one else: `verifiers` are its present and retired keys of type `log` under
 * the names it signs with. Anyone who holds these keys comes to the same answer. Refuses with the code of the first thing that is wrong,
 * `equivocation-unproved` when the heads do not contradict each other. Never throws for a bad proof.
 */
export function verifyEquivocationProof(
  input: EquivocationProof | Uint8Array | string,
  options: { readonly verifiers: readonly NoteVerifier[]; readonly crypto: Crypto },
): Result<Equivocation> {
  try {
    const proof = typeof input === 'string' || input instanceof Uint8Array ? parseEquivocation(input) : input;
    const a = parseCheckpoint(proof.a);
    const b = parseCheckpoint(proof.b);
    for (const head of [a, b]) {
      const signed = openNote(
        head,
        options.verifiers.filter((verifier) => verifier.type === 'log'),
        { crypto: options.crypto },
      );
      if (!signed.ok) return signed;
    }
    if (a.origin !== b.origin) return refuse('equivocation-unproved', `heads of two logs, ${a.origin} and ${b.origin}`);
    const contradiction = contradicts(proof, { a, b }, options.crypto);
    return contradiction.ok ? accept({ origin: a.origin, sizeA: a.size, sizeB: b.size }) : contradiction;
  } catch (error) {
    return { ok: false, reason: refusalOf(error) };
  }
}

function contradicts(proof: EquivocationProof, heads: { readonly a: Checkpoint; readonly b: Checkpoint }, crypto: Crypto): Result<true> {
  const { a, b } = heads;
  if (proof.rootAtA === undefined || proof.proof === undefined) {
    if (a.size !== b.size) return refuse('equivocation-unproved', `sizes ${a.size} and ${b.size} differ and no consistency proof is given`);
    if (sameHash(a.root, b.root)) return refuse('equivocation-unproved', `both heads of size ${a.size} have one root`);
    return accept(true);
  }
  const root1 = decodeBase64url(proof.rootAtA);
  const claim = { size1: a.size, root1, size2: b.size, root2: b.root, proof: proof.proof.map((hash) => decodeBase64url(hash)) };
  if (a.size >= b.size || !verifyConsistency(claim, crypto)) {
    return refuse('equivocation-unproved', `the proof does not show the root at size ${a.size} in the tree of size ${b.size}`);
  }
  if (sameHash(root1, a.root)) return refuse('equivocation-unproved', 'the smaller head is a prefix of the larger one');
  return accept(true);
}

function parseText(input: Uint8Array | string): unknown {
  try {
    return parseCanonical(input, bounds);
  } catch (cause) {
    throw fail('equivocation-malformed', `proof of equivocation: ${refusalOf(cause).message}`, { cause });
  }
}
