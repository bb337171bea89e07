import { hash, type webcrypto, X509Certificate } from 'node:crypto';
import type { AgencyId, PartyId, PublicKey, RandomBytes, Signer } from '@wasl/record';
import { fail } from '../codes.ts';
import { exportPrivateKey } from '../crypto/node-signer.ts';

const dayMs = 86_400_000;
/** A certificate is valid from five minutes before it was made: partners' clocks differ. */
const clockToleranceMs = 300_000;

/** A certificate as kept and sent. `fingerprint` is the base64url SHA-256 of the DER: what a root document pins (LG6). */
export interface Certificate {
  readonly der: Uint8Array;
  readonly pem: string;
  readonly fingerprint: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

/** Reads a certificate from DER or PEM; throws `certificate-malformed`. Nothing about it is verified. */
export function parseCertificate(input: Uint8Array | string): Certificate {
  let parsed: X509Certificate;
  try {
    parsed = new X509Certificate(input);
  } catch (cause) {
    throw fail('certificate-malformed', 'bytes are no X.509 certificate', { cause });
  }
  return {
    der: Uint8Array.from(parsed.raw),
    pem: parsed.toString(),
    fingerprint: hash('sha256', parsed.raw, 'base64url'),
    notBeforeMs: parsed.validFromDate.getTime(),
    notAfterMs: parsed.validToDate.getTime(),
  };
}

/** Loaded only when a certificate is made: it costs a tenth of a second and some 20 MB, and most starts make none. */
function library(): Promise<typeof import('./x509-library.ts')> {
  return import('./x509-library.ts');
}

type KeyAlgorithm = { readonly name: 'Ed25519' } | { readonly name: 'ECDSA'; readonly namedCurve: 'P-256'; readonly hash: 'SHA-256' };

function algorithmOf(key: PublicKey): KeyAlgorithm {
  return key.alg === 'Ed25519' ? { name: 'Ed25519' } : { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
}

function publicHalf(key: PublicKey): Promise<webcrypto.CryptoKey> {
  return crypto.subtle.importKey('raw', Uint8Array.from(key.bytes), algorithmOf(key), true, ['verify']);
}

function privateHalf(signer: Signer): Promise<webcrypto.CryptoKey> {
  return crypto.subtle.importKey('pkcs8', Uint8Array.from(exportPrivateKey(signer).reveal()), algorithmOf(signer.key), false, ['sign']);
}

/** 127 random bits, never zero: RFC 5280 §4.1.2.2 asks for a positive integer that nobody can guess. */
function serialNumber(random: RandomBytes): string {
  const bytes = Uint8Array.from(random(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return Buffer.from(bytes).toString('hex');
}

/** When a certificate starts to be valid and for how long, and where its serial number comes from. */
export interface IssueOptions {
  readonly nowMs: number;
  readonly random: RandomBytes;
  /** Days of validity; 1,825 for an authority, 30 for a leaf unless given. */
  readonly lifeDays?: number;
}

/**
 * A private authority of one agency or party: self-signed, path length 0 (it signs leaves and nothing else), five years.
 * Not part of any public web trust; partners pin its fingerprint through the root document. Throws `key-not-exportable`.
 */
export async function createAuthority(holder: PartyId | AgencyId, signer: Signer, options: IssueOptions): Promise<Certificate> {
  const { BasicConstraintsExtension, KeyUsageFlags, KeyUsagesExtension, SubjectKeyIdentifierExtension, X509CertificateGenerator } =
    await library();
  const publicKey = await publicHalf(signer.key);
  const { nowMs, random, lifeDays = 1825 } = options;
  const made = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(random),
    name: [{ O: ['Wasl'] }, { CN: [`authority of ${holder}`] }],
    notBefore: new Date(nowMs - clockToleranceMs),
    notAfter: new Date(nowMs + lifeDays * dayMs),
    keys: { publicKey, privateKey: await privateHalf(signer) },
    signingAlgorithm: algorithmOf(signer.key),
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(publicKey),
    ],
  });
  return parseCertificate(new Uint8Array(made.rawData));
}

/** What a leaf certificate says: the agency, its node key, and the hosts it answers on (names or IP addresses). */
export interface LeafRequest {
  readonly agency: AgencyId;
  readonly key: PublicKey;
  readonly hosts: readonly string[];
}

const ipAddress = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)$/;

/** The URI that names an agency's node in a certificate: `wasl://ma.police/node`. */
export function nodeUri(agency: AgencyId): string {
  return `wasl://${agency}/node`;
}

/**
 * A leaf for client and server authentication, named by the URI `wasl://<agency>/node` and by its hosts; 30 days, because a
 * short life stands in for revocation lists. Throws `key-not-exportable`.
 */
export async function issueLeaf(
  request: LeafRequest,
  authority: { certificate: Certificate; signer: Signer },
  options: IssueOptions,
): Promise<Certificate> {
  const x509 = await library();
  const publicKey = await publicHalf(request.key);
  const { nowMs, random, lifeDays = 30 } = options;
  const made = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(random),
    subject: [{ O: ['Wasl'] }, { CN: [request.agency] }],
    issuer: issuerName(authority.certificate),
    notBefore: new Date(Math.max(nowMs - clockToleranceMs, authority.certificate.notBeforeMs)),
    notAfter: new Date(Math.min(nowMs + lifeDays * dayMs, authority.certificate.notAfterMs)),
    publicKey,
    signingKey: await privateHalf(authority.signer),
    signingAlgorithm: algorithmOf(authority.signer.key),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth], true),
      new x509.SubjectAlternativeNameExtension([
        { type: 'url', value: nodeUri(request.agency) },
        ...request.hosts.map((host) => ({ type: ipAddress.test(host) ? ('ip' as const) : ('dns' as const), value: host })),
      ]),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
    ],
  });
  return parseCertificate(new Uint8Array(made.rawData));
}

function issuerName(certificate: Certificate): { readonly [type: string]: string[] }[] {
  const lines = new X509Certificate(certificate.der).subject.split('\n');
  return lines.map((line) => ({ [line.slice(0, line.indexOf('='))]: [line.slice(line.indexOf('=') + 1)] }));
}

/** Whether two thirds of a certificate's life are over: time to issue the next, while this one still serves (overlap). */
export function needsRenewal(certificate: Certificate, nowMs: number): boolean {
  return nowMs >= certificate.notBeforeMs + ((certificate.notAfterMs - certificate.notBeforeMs) * 2) / 3;
}
