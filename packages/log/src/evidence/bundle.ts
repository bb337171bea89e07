import { canonicalText, type Json, parseCanonical, refusalOf } from '@wasl/record';
import { fail } from '../codes.ts';
import { digestOf, listOf, membersOf, textOf } from '../members.ts';
import type { StatementSignature } from '../roots/agreement-statement.ts';
import { parseSignedRoot } from '../roots/parse-root.ts';
import type { SignedRoot } from '../roots/root-document.ts';
import { isSize } from '../size.ts';

/** One agreement version as its parties signed it; the text is opaque here but for its parties, agencies and version chain. */
export interface SignedAgreement {
  /** Base64url SHA-256 of `text`. */
  readonly digest: string;
  readonly text: string;
  readonly signatures: readonly StatementSignature[];
}

/** Everything that proves one release to someone who holds nothing but the fingerprint of one party's root (EV1). */
export interface EvidenceBundle {
  readonly v: 1;
  readonly releaseLine: string;
  readonly entry: string;
  /** Disclosure texts of exactly the release line's slots, in their order; empty when `gone` stands. */
  readonly disclosures: readonly string[];
  /** Index of the issuer's erasure that covers the content, when it is no longer there (LG3). */
  readonly gone?: number;
  readonly index: number;
  /** Audit path of the leaf, base64url hashes, leaf end first. */
  readonly proof: readonly string[];
  /** Leaf 0 and its audit path in the same tree. */
  readonly descriptor: string;
  readonly descriptorProof: readonly string[];
  /** Signed note with the issuer's signature and all cosignatures at hand. */
  readonly checkpoint: string;
  /** From the first version, which the descriptor names, to the one that the release line names. */
  readonly agreements: readonly SignedAgreement[];
  /** One chain for each party of those agreements, from the version they pin. */
  readonly roots: readonly { readonly party: string; readonly chain: readonly SignedRoot[] }[];
}

/** Largest bundle in bytes: it also bounds the signatures that a hostile bundle can make a verifier check, to some 10^4. */
export const maxEvidenceBytes = 2 * 1024 * 1024;
/** Largest agreement text in UTF-16 units. */
export const maxAgreementLength = 1024 * 1024;

const bounds = { maxBytes: maxEvidenceBytes, maxDepth: 8, maxMembers: 65_536, maxStringLength: 2 * maxAgreementLength };
const maxDisclosures = 64;
const maxPath = 54;
const maxAgreements = 64;
const maxParties = 64;
const maxVersions = 256;
const maxSignatures = 256;
const partyForm = /^[a-z]{2,12}$/;
const signatureForm = /^[A-Za-z0-9_-]{85}[AQgw]$/;
const anyText = /^/;
const required = [
  'agreements',
  'checkpoint',
  'descriptor',
  'descriptorProof',
  'disclosures',
  'entry',
  'index',
  'proof',
  'releaseLine',
  'roots',
  'v',
];

function refused(path: string, why: string) {
  return fail('evidence-malformed', `evidence bundle${path}: ${why}`, { path });
}

/** Canonical text of a bundle. Throws `evidence-malformed` or `json-*` for what parseEvidence would refuse. */
export function encodeEvidence(bundle: EvidenceBundle): string {
  const text = canonicalText(bundle as unknown as Json);
  parseEvidence(text);
  return text;
}

/** Reads the form of a bundle, at most 2 MiB of canonical JSON; nothing in it is verified. Throws `evidence-malformed` with the path. */
export function parseEvidence(input: Uint8Array | string): EvidenceBundle {
  const members = membersOf(parseText(input), { required, optional: ['gone'] }, refused, '');
  if (members['v'] !== 1) throw refused('/v', 'wanted 1');
  const gone = members['gone'];
  if (gone !== undefined && !isSize(gone)) throw refused('/gone', 'not a leaf index');
  if (!isSize(members['index'])) throw refused('/index', 'not a leaf index');
  return {
    v: 1,
    releaseLine: textOf(members['releaseLine'], anyText, refused, '/releaseLine'),
    entry: textOf(members['entry'], anyText, refused, '/entry'),
    disclosures: listOf(members['disclosures'], maxDisclosures, refused, '/disclosures').map((item, i) =>
      textOf(item, anyText, refused, `/disclosures/${i}`),
    ),
    ...(gone === undefined ? {} : { gone }),
    index: members['index'],
    proof: parsePath(members['proof'], '/proof'),
    descriptor: textOf(members['descriptor'], anyText, refused, '/descriptor'),
    descriptorProof: parsePath(members['descriptorProof'], '/descriptorProof'),
    checkpoint: textOf(members['checkpoint'], anyText, refused, '/checkpoint'),
    agreements: listOf(members['agreements'], maxAgreements, refused, '/agreements').map(parseAgreement),
    roots: listOf(members['roots'], maxParties, refused, '/roots').map((item, i) => {
      const row = membersOf(item, { required: ['chain', 'party'] }, refused, `/roots/${i}`);
      const chain = listOf(row['chain'], maxVersions, refused, `/roots/${i}/chain`).map((signed) => parseSignedRoot(signed));
      return { party: textOf(row['party'], partyForm, refused, `/roots/${i}/party`), chain };
    }),
  };
}

function parseText(input: Uint8Array | string): unknown {
  try {
    return parseCanonical(input, bounds);
  } catch (cause) {
    throw fail('evidence-malformed', `evidence bundle: ${refusalOf(cause).message}`, { cause });
  }
}

function parsePath(value: unknown, path: string): readonly string[] {
  return listOf(value, maxPath, refused, path).map((item, i) => digestOf(item, refused, `${path}/${i}`));
}

function parseAgreement(value: unknown, i: number): SignedAgreement {
  const path = `/agreements/${i}`;
  const members = membersOf(value, { required: ['digest', 'signatures', 'text'] }, refused, path);
  const text = textOf(members['text'], anyText, refused, `${path}/text`);
  if (text.length > maxAgreementLength) throw refused(`${path}/text`, `${text.length} characters, wanted at most ${maxAgreementLength}`);
  const signatures = listOf(members['signatures'], maxSignatures, refused, `${path}/signatures`).map((item, n) => {
    const at = `${path}/signatures/${n}`;
    const row = membersOf(item, { required: ['keyId', 'party', 'signature'] }, refused, at);
    return {
      party: textOf(row['party'], partyForm, refused, `${at}/party`),
      keyId: digestOf(row['keyId'], refused, `${at}/keyId`),
      signature: textOf(row['signature'], signatureForm, refused, `${at}/signature`),
    };
  });
  return { digest: digestOf(members['digest'], refused, `${path}/digest`), text, signatures };
}
