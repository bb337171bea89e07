import { parseRoot, type RootDocument, rootDigest, type SignedRoot, verifyRootChain } from '@wasl/log';
import { type AgencyId, type DeskId, encodeBase64url, type PartyId, type Result } from '@wasl/record';
import { beforeAll, expect, test } from 'vitest';
import { nodeCrypto } from '../crypto/node-crypto.ts';
import { nodeRandom } from '../crypto/node-random.ts';
import { createSigner } from '../crypto/node-signer.ts';
import { memoryKeys } from '../keys/memory-keys.ts';
import { checkPeer } from '../tls/peer.ts';
import { agencyKeyNames, authorityPins, issueNodeCertificate, makeAgencyKeys } from './agency-keys.ts';
import { type Officer, officerWith } from './officers.ts';
import { changedAgenciesText, firstRootText, rotatedRootText, signRoot } from './root-ceremony.ts';

const nowMs = Date.UTC(2030, 0, 10);
const agency = 'ma.police' as AgencyId;
const three = (alg: 'Ed25519' | 'ES256'): readonly Officer[] => [0, 1, 2].map(() => officerWith(createSigner(alg), nodeCrypto));
const [now, next, later] = [three('Ed25519'), three('ES256'), three('Ed25519')];
const rows = (officers: readonly Officer[]) => officers.map((officer) => officer.row);
const keys = memoryKeys(nodeRandom);
let made: Awaited<ReturnType<typeof makeAgencyKeys>>;
let first: SignedRoot;
let document: RootDocument;

beforeAll(async () => {
  made = await makeAgencyKeys(keys, {
    agency,
    function: 'police',
    desks: ['ma.police/ops' as DeskId, 'ma.police/media' as DeskId],
    nowMs,
    random: nodeRandom,
    authorAlg: 'ES256',
  });
  const text = firstRootText(
    { party: 'ma' as PartyId, nowMs, keys: rows(now), threshold: 2, next: rows(next), nextThreshold: 2, agencies: [made.row] },
    nodeCrypto,
  );
  first = signRoot(text, now.slice(0, 2));
  document = parseRoot(text, nodeCrypto);
});

function verdictOf(...chain: SignedRoot[]): string {
  const verified: Result<unknown> = verifyRootChain(chain, { pin: rootDigest(first.document, nodeCrypto), crypto: nodeCrypto, nowMs });
  return verified.ok ? 'stands' : verified.reason.code;
}

test('[ID1] a threshold of officers makes the first root; fewer do not, and one officer signing twice is one', () => {
  expect(verdictOf(first)).toBe('stands');
  const [one, two] = now;
  if (one === undefined || two === undefined) throw new Error('officers');
  const once = signRoot(first.document, [one]);
  expect(verdictOf(once)).toBe('root-threshold');
  expect(verdictOf({ ...once, signatures: [...once.signatures, ...once.signatures] })).toBe('root-threshold');
  expect(signRoot(signRoot(once, [one]), [two]).signatures).toHaveLength(2);
});

test('[ID1] no root is held by one officer, and no next key is in use', () => {
  const base = { party: 'ma' as PartyId, nowMs, keys: rows(now), threshold: 2, next: rows(next), nextThreshold: 2, agencies: [made.row] };
  for (const bad of [
    { threshold: 1 },
    { threshold: 4 },
    { nextThreshold: 1 },
    { next: rows(now) },
    { keys: rows(now).slice(0, 1), threshold: 1 },
  ]) {
    expect(() => firstRootText({ ...base, ...bad }, nodeCrypto)).toThrow(expect.objectContaining({ code: 'root-custody' }));
  }
});

test('[LG6] a rotation installs the committed keys under both thresholds', () => {
  const custody = { keys: rows(next), threshold: 2, next: rows(later), nextThreshold: 2, nowMs };
  const text = rotatedRootText(document, custody, nodeCrypto);
  expect(verdictOf(first, signRoot(text, [...now.slice(0, 2), ...next.slice(1)]))).toBe('stands');
  expect(verdictOf(first, signRoot(text, now))).toBe('root-threshold');
  expect(verdictOf(first, signRoot(text, next))).toBe('root-threshold');
  expect(() => rotatedRootText(document, { ...custody, keys: rows(later), next: rows(next) }, nodeCrypto)).toThrow(
    expect.objectContaining({ code: 'root-custody' }),
  );
  expect(() => rotatedRootText(document, { ...custody, threshold: 3 }, nodeCrypto)).toThrow(
    expect.objectContaining({ code: 'root-custody' }),
  );
});

test('[LG6] one officer of the agency role replaces an agency key, with the size up to which the old one stands', () => {
  const logKey = encodeBase64url(createSigner('Ed25519').key.bytes);
  const retired = [{ agency, use: 'log' as const, key: made.row.logKey, compromised: false, cut: [] }];
  const text = changedAgenciesText(document, { agencies: [{ ...made.row, logKey }], retired }, nodeCrypto);
  expect(verdictOf(first, signRoot(text, now.slice(2)))).toBe('stands');
  expect(parseRoot(text, nodeCrypto).retired).toEqual(retired);
});

test('[EX4] log, receipt, witness and author keys are distinct, and a second run keeps them all', async () => {
  const { logKey, receiptKey, witnessKey, authors } = made.row;
  expect(new Set([logKey, receiptKey, witnessKey, ...authors.map((author) => author.key)]).size).toBe(5);
  expect(authors.map((author) => author.key.length)).toEqual([87, 87]);
  const again = await makeAgencyKeys(keys, {
    agency,
    function: 'police',
    desks: ['ma.police/ops' as DeskId],
    nowMs,
    random: nodeRandom,
    authority: made.authority,
  });
  expect(again.row).toMatchObject({ logKey, receiptKey, witnessKey, tlsCa: made.authority.fingerprint });
  expect(await keys.names()).toEqual(
    ['author/media', 'author/ops', ...Object.values(agencyKeyNames).filter((name) => name !== 'tls-node')].sort(),
  );
});

test('[EX1] peers are pinned through the root: its authority is taken, another is not', async () => {
  const verified = verifyRootChain([first], { pin: rootDigest(first.document, nodeCrypto), crypto: nodeCrypto });
  if (!verified.ok) throw new Error(verified.reason.message);
  const pins = authorityPins(verified.value, [made.authority]);
  expect(pins).toEqual([{ party: 'ma', agencies: ['ma.police'], certificate: made.authority }]);
  const { leaf } = await issueNodeCertificate(keys, { agency, hosts: ['127.0.0.1'], authority: made.authority, nowMs, random: nodeRandom });
  expect(checkPeer([leaf.der], pins, { nowMs })).toMatchObject({ value: { agency } });
  const other = await makeAgencyKeys(memoryKeys(nodeRandom), { agency, function: 'police', desks: [], nowMs, random: nodeRandom });
  expect(() => authorityPins(verified.value, [other.authority])).toThrow(expect.objectContaining({ code: 'authority-not-in-root' }));
  const changed = parseRoot(
    changedAgenciesText(document, { agencies: [{ ...made.row, tlsCa: other.authority.fingerprint }] }, nodeCrypto),
    nodeCrypto,
  );
  const chain = { party: verified.value.party, documents: [document, changed], latest: changed };
  expect(authorityPins(chain, [made.authority, other.authority])).toHaveLength(1);
  expect(authorityPins(chain, [made.authority, other.authority], { overlap: true })).toHaveLength(2);
});
