import {
  type Crypto,
  canonicalText,
  isAgencyId,
  isDeskId,
  type Json,
  parseCanonical,
  parsePartyId,
  partyOf,
  refusalOf,
} from '@wasl/record';
import { fail } from '../codes.ts';
import { originForm } from '../descriptor.ts';
import { digestOf, instantOf, listOf, membersOf, textOf } from '../members.ts';
import { isSize } from '../size.ts';
import { parsePublicKey, rootKeyId } from './public-key.ts';
import type { AgencyKeys, KeyUse, Quorum, RetiredKey, RootDocument, RootKey, SignedRoot } from './root-document.ts';

/** Largest root document in bytes. */
export const maxRootBytes = 64 * 1024;
const maxKeys = 32;
const maxAgencies = 64;
const maxAuthors = 256;
const maxRetired = 256;
const maxCuts = 1024;
const maxVersion = 1_000_000;
const bounds = { maxBytes: maxRootBytes, maxDepth: 8, maxMembers: 8192, maxStringLength: 512 };
const functions = ['police', 'defence', 'intelligence', 'border', 'civil'] as const;
const uses: readonly KeyUse[] = ['log', 'receipt', 'witness', 'author'];
const signatureForm = /^[A-Za-z0-9_-]{85}[AQgw]$/;
const required = ['agencies', 'expires', 'keys', 'next', 'nextThreshold', 'party', 'roles', 'threshold', 'v', 'version'];

function refused(path: string, why: string) {
  return fail('root-malformed', `root document${path}: ${why}`, { path });
}

/** Canonical text of a root document. Throws `root-malformed` for what parseRoot would refuse. */
export function encodeRoot(document: RootDocument, crypto: Crypto): string {
  const text = canonicalText(document as unknown as Json);
  parseRoot(text, crypto);
  return text;
}

/** Reads a root document that is byte for byte canonical; every key id is computed again. Throws `root-malformed` with the path. */
export function parseRoot(text: string, crypto: Crypto): RootDocument {
  const members = membersOf(parseText(text), { required, optional: ['previous', 'retired'] }, refused, '');
  if (members['v'] !== 1) throw refused('/v', 'wanted 1');
  const version = count(members['version'], { from: 1, to: maxVersion }, '/version');
  const keys = parseKeys(members['keys'], crypto);
  const next = unique(
    listOf(members['next'], maxKeys, refused, '/next').map((id, i) => digestOf(id, refused, `/next/${i}`)),
    '/next',
  );
  const ids = keys.map((key) => key.id);
  const roles = membersOf(members['roles'], { required: ['agency', 'agreement'] }, refused, '/roles');
  const party = parseParty(members['party']);
  const agencies = listOf(members['agencies'], maxAgencies, refused, '/agencies').map((item, i) =>
    parseAgency(item, party, `/agencies/${i}`),
  );
  unique(
    agencies.map((agency) => agency.agency),
    '/agencies',
  );
  checkRoles(agencies);
  if ((version === 1) !== (members['previous'] === undefined)) throw refused('/previous', 'wanted in every version but the first');
  return {
    v: 1,
    party,
    version,
    ...(members['previous'] === undefined ? {} : { previous: digestOf(members['previous'], refused, '/previous') }),
    expires: instantOf(members['expires'], refused, '/expires'),
    threshold: count(members['threshold'], { from: 1, to: keys.length }, '/threshold'),
    keys,
    roles: {
      agreement: parseQuorum(roles['agreement'], ids, '/roles/agreement'),
      agency: parseQuorum(roles['agency'], ids, '/roles/agency'),
    },
    agencies,
    ...(members['retired'] === undefined ? {} : { retired: parseRetired(members['retired'], party) }),
    next,
    nextThreshold: count(members['nextThreshold'], { from: 1, to: next.length }, '/nextThreshold'),
  };
}

/** Checks the form of a signed root, nothing more. Throws `root-malformed`. */
export function parseSignedRoot(value: unknown): SignedRoot {
  const members = membersOf(value, { required: ['document', 'signatures'] }, refused, '');
  const document = members['document'];
  if (typeof document !== 'string' || document.length > maxRootBytes)
    throw refused('/document', `not a text of at most ${maxRootBytes} bytes`);
  const signatures = listOf(members['signatures'], 2 * maxKeys, refused, '/signatures').map((item, i) => {
    const path = `/signatures/${i}`;
    const signature = membersOf(item, { required: ['keyId', 'signature'] }, refused, path);
    return {
      keyId: digestOf(signature['keyId'], refused, `${path}/keyId`),
      signature: textOf(signature['signature'], signatureForm, refused, `${path}/signature`),
    };
  });
  return { document, signatures };
}

function parseText(text: string): unknown {
  try {
    return parseCanonical(text, bounds);
  } catch (cause) {
    throw fail('root-malformed', `root document: ${refusalOf(cause).message}`, { cause });
  }
}

function parseParty(value: unknown): RootDocument['party'] {
  try {
    return parsePartyId(value, '/party');
  } catch (cause) {
    throw fail('root-malformed', `root document/party: ${refusalOf(cause).message}`, { cause, path: '/party' });
  }
}

function parseKeys(value: unknown, crypto: Crypto): readonly RootKey[] {
  const keys = listOf(value, maxKeys, refused, '/keys').map((item, i): RootKey => {
    const path = `/keys/${i}`;
    const members = membersOf(item, { required: ['alg', 'id', 'key'] }, refused, path);
    const key = keyText(members['key'], `${path}/key`);
    const alg = parsePublicKey(key)?.alg;
    if (alg === undefined || alg !== members['alg']) throw refused(`${path}/alg`, 'does not fit the length of the key');
    const id = rootKeyId(alg, key, crypto);
    if (members['id'] !== id) throw refused(`${path}/id`, 'is not the digest of the key');
    return { id, alg, key };
  });
  unique(
    keys.map((key) => key.id),
    '/keys',
  );
  return keys;
}

function parseQuorum(value: unknown, ids: readonly string[], path: string): Quorum {
  const members = membersOf(value, { required: ['keys', 'threshold'] }, refused, path);
  const keys = listOf(members['keys'], maxKeys, refused, `${path}/keys`).map((id, i) => {
    const known = ids.find((each) => each === id);
    if (known === undefined) throw refused(`${path}/keys/${i}`, 'is not the id of a key of this document');
    return known;
  });
  unique(keys, `${path}/keys`);
  return { threshold: count(members['threshold'], { from: 1, to: keys.length }, `${path}/threshold`), keys };
}

function parseAgency(value: unknown, party: string, path: string): AgencyKeys {
  const names = ['agency', 'authors', 'function', 'logKey', 'receiptKey', 'tlsCa', 'witnessKey'];
  const members = membersOf(value, { required: names }, refused, path);
  const agency = agencyOfParty(members['agency'], party, `${path}/agency`);
  const kind = functions.find((known) => known === members['function']);
  if (kind === undefined) throw refused(`${path}/function`, `wanted one of ${functions.join(', ')}`);
  const authors = listOf(members['authors'], maxAuthors, refused, `${path}/authors`).map((item, i) => {
    const author = membersOf(item, { required: ['desk', 'key'] }, refused, `${path}/authors/${i}`);
    const desk = author['desk'];
    if (typeof desk !== 'string' || !isDeskId(desk) || !desk.startsWith(`${agency}/`))
      throw refused(`${path}/authors/${i}/desk`, 'not a desk of the agency');
    return { desk, key: keyText(author['key'], `${path}/authors/${i}/key`) };
  });
  return {
    agency,
    function: kind,
    logKey: ed25519(members['logKey'], `${path}/logKey`),
    receiptKey: ed25519(members['receiptKey'], `${path}/receiptKey`),
    witnessKey: ed25519(members['witnessKey'], `${path}/witnessKey`),
    tlsCa: digestOf(members['tlsCa'], refused, `${path}/tlsCa`),
    authors,
  };
}

function parseRetired(value: unknown, party: string): readonly RetiredKey[] {
  return listOf(value, maxRetired, refused, '/retired').map((item, i) => {
    const path = `/retired/${i}`;
    const members = membersOf(item, { required: ['agency', 'compromised', 'cut', 'key', 'use'] }, refused, path);
    const use = uses.find((known) => known === members['use']);
    if (use === undefined) throw refused(`${path}/use`, `wanted one of ${uses.join(', ')}`);
    const compromised = members['compromised'];
    if (typeof compromised !== 'boolean') throw refused(`${path}/compromised`, 'not a truth value');
    const cut = listOf(members['cut'], maxCuts, refused, `${path}/cut`).map((each, n) => {
      const at = membersOf(each, { required: ['origin', 'size'] }, refused, `${path}/cut/${n}`);
      if (!isSize(at['size'])) throw refused(`${path}/cut/${n}/size`, 'not a tree size');
      return { origin: textOf(at['origin'], originForm, refused, `${path}/cut/${n}/origin`), size: at['size'] };
    });
    unique(
      cut.map((each) => each.origin),
      `${path}/cut`,
    );
    return {
      agency: agencyOfParty(members['agency'], party, `${path}/agency`),
      use,
      key: keyText(members['key'], `${path}/key`),
      compromised,
      cut,
    };
  });
}

// A cosignature names no cosigner: a key in two roles, or of two agencies, would let one statement pass for another (EX4).
function checkRoles(agencies: readonly AgencyKeys[]): void {
  const seen = new Map<string, string>();
  for (const { agency, logKey, receiptKey, witnessKey, authors } of agencies) {
    const own = [
      ...[logKey, receiptKey, witnessKey].map((key, i) => ({ key, role: `${agency} ${uses[i]}` })),
      ...new Set(authors.map((author) => author.key)).values().map((key) => ({ key, role: `${agency} author` })),
    ];
    for (const { key, role } of own) {
      const before = seen.get(key);
      if (before !== undefined) throw refused('/agencies', `one key serves as ${before} and ${role}`);
      seen.set(key, role);
    }
  }
}

function agencyOfParty(value: unknown, party: string, path: string): AgencyKeys['agency'] {
  if (typeof value !== 'string' || !isAgencyId(value) || partyOf(value) !== party) throw refused(path, `not an agency of ${party}`);
  return value;
}

function keyText(value: unknown, path: string): string {
  if (typeof value !== 'string' || parsePublicKey(value) === undefined) throw refused(path, 'not the base64url of a public key');
  return value;
}

function ed25519(value: unknown, path: string): string {
  const text = keyText(value, path);
  if (parsePublicKey(text)?.alg !== 'Ed25519') throw refused(path, 'not an Ed25519 key');
  return text;
}

function count(value: unknown, range: { readonly from: number; readonly to: number }, path: string): number {
  if (isSize(value) && value >= range.from && value <= range.to) return value;
  throw refused(path, `${JSON.stringify(value)} is not an integer from ${range.from} to ${range.to}`);
}

function unique(items: readonly string[], path: string): readonly string[] {
  if (new Set(items).size !== items.length) throw refused(path, 'holds an item twice');
  return items;
}
