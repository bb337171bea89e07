import type { AgencyId, PartyId } from '@wasl/record';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { nodeRandom } from '../crypto/node-random.ts';
import { createSigner } from '../crypto/node-signer.ts';
import { type Certificate, createAuthority, issueLeaf, needsRenewal, parseCertificate } from './authority.ts';
import { type AuthorityPin, checkPeer } from './peer.ts';

const nowMs = Date.UTC(2030, 0, 10);
const options = { nowMs, random: nodeRandom };
const [police, gbPolice, defence] = ['ma.police', 'gb.police', 'ma.defence'] as AgencyId[] as [AgencyId, AgencyId, AgencyId];
const signers = { ma: createSigner('Ed25519'), gb: createSigner('ES256'), leaf: createSigner('Ed25519') };
let ma: Certificate;
let gb: Certificate;
let pins: AuthorityPin[];

beforeAll(async () => {
  ma = await createAuthority(police, signers.ma, options);
  gb = await createAuthority(gbPolice, signers.gb, options);
  pins = [
    { party: 'ma' as PartyId, agencies: [police], certificate: ma },
    { party: 'gb' as PartyId, agencies: [gbPolice], certificate: gb },
  ];
});

function leafOf(agency: AgencyId, by: 'ma' | 'gb', lifeDays = 30): Promise<Certificate> {
  const authority = { certificate: by === 'ma' ? ma : gb, signer: signers[by] };
  return issueLeaf({ agency, key: signers.leaf.key, hosts: ['localhost', '127.0.0.1', '::1'] }, authority, { ...options, lifeDays });
}

test('[EX1] the party is the pinned authority that the chain ends in, and the name agrees', async () => {
  const leaf = await leafOf(police, 'ma');
  const other = await leafOf(gbPolice, 'gb');
  expect(checkPeer([leaf.der], pins, { nowMs })).toEqual({
    ok: true,
    value: { party: 'ma', agency: 'ma.police', authority: ma.fingerprint, notAfterMs: leaf.notAfterMs },
  });
  expect(checkPeer([leaf.der, ma.der], pins, { nowMs }).ok).toBe(true);
  expect(checkPeer([other.der], pins, { nowMs })).toMatchObject({ value: { party: 'gb', agency: 'gb.police' } });
});

test("[EX1] a certificate for b from a's authority is refused, and so is a sister agency that the pin does not name", async () => {
  expect(checkPeer([(await leafOf(gbPolice, 'ma')).der], pins, { nowMs })).toMatchObject({ reason: { code: 'peer-name-foreign' } });
  expect(checkPeer([(await leafOf(defence, 'ma')).der], pins, { nowMs })).toMatchObject({ reason: { code: 'peer-name-foreign' } });
});

test('[EX1] an authority of the right name but another key is unknown', async () => {
  const impostor = createSigner('Ed25519');
  const certificate = await createAuthority(police, impostor, options);
  const leaf = await issueLeaf({ agency: police, key: signers.leaf.key, hosts: [] }, { certificate, signer: impostor }, options);
  for (const chain of [[leaf.der], [leaf.der, certificate.der], [leaf.der, ma.der]]) {
    expect(checkPeer(chain, pins, { nowMs })).toMatchObject({ reason: { code: 'peer-authority-unknown' } });
  }
  const honest = await leafOf(police, 'ma');
  expect(checkPeer([honest.der, gb.der], pins, { nowMs })).toMatchObject({ reason: { code: 'peer-authority-unknown' } });
});

test('[EX1] a name that reads like another, a second name and no name at all are refused', async () => {
  const authority = { certificate: ma, signer: signers.ma };
  const request = { agency: police, key: signers.leaf.key };
  // A DNS name with a comma in it must not pass for a URI name of its own.
  const tricky = await issueLeaf({ ...request, hosts: ['x, URI:wasl://gb.police/node'] }, authority, options);
  expect(checkPeer([tricky.der], pins, { nowMs })).toMatchObject({ reason: { code: 'peer-name-absent' } });
  for (const agency of ['', 'ma.police/node, URI:wasl://ma.police', 'MA.POLICE', 'ma.police/ops'] as AgencyId[]) {
    const leaf = await issueLeaf({ ...request, agency, hosts: [] }, authority, options);
    expect(checkPeer([leaf.der], pins, { nowMs })).toMatchObject({ reason: { code: 'peer-name-absent' } });
  }
});

test('[ID5] an expired, a long-lived and an authority certificate are refused', async () => {
  const leaf = await leafOf(police, 'ma');
  expect(checkPeer([leaf.der], pins, { nowMs: leaf.notAfterMs + 1 })).toMatchObject({ reason: { code: 'peer-certificate-expired' } });
  expect(checkPeer([leaf.der], pins, { nowMs: leaf.notBeforeMs - 1 })).toMatchObject({ reason: { code: 'peer-certificate-expired' } });
  const long = await leafOf(police, 'ma', 400);
  expect(checkPeer([long.der], pins, { nowMs })).toMatchObject({ reason: { code: 'peer-certificate-misused' } });
  expect(checkPeer([ma.der], pins, { nowMs })).toMatchObject({ reason: { code: 'peer-certificate-misused' } });
});

test('[ID5] a leaf lives 30 days and is renewed with overlap after 20; two pinned authorities overlap too', async () => {
  const leaf = await leafOf(police, 'ma');
  const day = 86_400_000;
  expect(needsRenewal(leaf, nowMs + 19 * day)).toBe(false);
  expect(needsRenewal(leaf, nowMs + 21 * day)).toBe(true);
  expect(checkPeer([leaf.der], pins, { nowMs: nowMs + 21 * day }).ok).toBe(true);
  const nextSigner = createSigner('ES256');
  const next = await createAuthority(police, nextSigner, options);
  const overlap = [...pins, { party: 'ma' as PartyId, agencies: [police], certificate: next }];
  const byNext = await issueLeaf({ agency: police, key: signers.leaf.key, hosts: [] }, { certificate: next, signer: nextSigner }, options);
  expect(checkPeer([byNext.der], overlap, { nowMs })).toMatchObject({ ok: true, value: { authority: next.fingerprint } });
  expect(checkPeer([leaf.der], overlap, { nowMs })).toMatchObject({ ok: true, value: { authority: ma.fingerprint } });
});

test('[BY3] random and mutated certificates are refused by code, never by an exception', async () => {
  const { der } = await leafOf(police, 'ma');
  fc.assert(
    fc.property(fc.nat({ max: der.length - 1 }), fc.nat({ max: 255 }), fc.uint8Array({ maxLength: 64 }), (at, byte, noise) => {
      const changed = Uint8Array.from(der);
      changed[at] = byte;
      const peer = checkPeer([changed], pins, { nowMs });
      return !checkPeer([noise], pins, { nowMs }).ok && (!peer.ok || der[at] === byte);
    }),
    { seed: 31, numRuns: 400 },
  );
  expect(checkPeer([], pins, { nowMs })).toMatchObject({ reason: { code: 'peer-certificate-malformed' } });
  expect(() => parseCertificate('no certificate')).toThrow(expect.objectContaining({ code: 'certificate-malformed' }));
});
