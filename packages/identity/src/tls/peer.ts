import { X509Certificate } from 'node:crypto';
import { type AgencyId, isAgencyId, type PartyId, partyOf, type Result } from '@wasl/record';
import type { codes } from '../codes.ts';
import type { Certificate } from './authority.ts';

/** An authority that a partner's root document pins, and the agencies it may name. Two pins of one agency are an overlap. */
export interface AuthorityPin {
  readonly party: PartyId;
  readonly agencies: readonly AgencyId[];
  readonly certificate: Certificate;
}

/** The other end of a connection, as its certificate proves it. */
export interface VerifiedPeer {
  readonly party: PartyId;
  readonly agency: AgencyId;
  /** Base64url SHA-256 of the authority that vouched, for the journal. */
  readonly authority: string;
  readonly notAfterMs: number;
}

const longestLeafMs = 92 * 86_400_000;
const largestCertificateBytes = 16_384;
const nodeName = /^wasl:\/\/([^/]{1,64})\/node$/;

function no(
  code: keyof typeof codes,
  message: string,
): { readonly ok: false; readonly reason: { readonly code: string; readonly message: string } } {
  return { ok: false, reason: { code, message } };
}

const [serverAuth, clientAuth] = ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'];

/**
 * The agency in the one URI name of a certificate; undefined when there is none, or more than one. The platform writes names
 * as `TYPE:value, TYPE:value` and puts in quotes what could be mistaken for that; a node certificate has no such name.
 */
function namedAgency(leaf: X509Certificate): AgencyId | undefined {
  const names = leaf.subjectAltName ?? '';
  if (names.includes('"')) return undefined;
  const uris = names.split(', ').filter((name) => name.startsWith('URI:'));
  const agency = uris.length === 1 ? nodeName.exec(uris[0]?.slice(4) ?? '')?.[1] : undefined;
  return agency !== undefined && isAgencyId(agency) ? agency : undefined;
}

function forBothUses(leaf: X509Certificate): boolean {
  // NOTE: node:crypto calls the extended key usage `keyUsage`.
  const usages: readonly (string | undefined)[] = leaf.keyUsage ?? [];
  return usages.includes(serverAuth) && usages.includes(clientAuth);
}

/**
 * Who a certificate chain (DER, leaf first) proves to be there (EX1). The party is that of the pinned authority whose key
 * signed the leaf; nothing the chain says of itself counts. The leaf's only URI name must be an agency of that very pin.
 * Refusals: `peer-certificate-malformed`, `peer-authority-unknown`, `peer-certificate-expired`, `peer-certificate-misused`
 * (an authority, a life over 92 days, wrong uses), `peer-name-absent`, `peer-name-foreign` (a certificate for `b` from `a`).
 */
export function checkPeer(
  chain: readonly Uint8Array[],
  pins: readonly AuthorityPin[],
  options: { readonly nowMs: number },
): Result<VerifiedPeer> {
  const [raw, ...above] = chain;
  if (raw === undefined || raw.length > largestCertificateBytes || above.length > 1) {
    return no(
      'peer-certificate-malformed',
      `chain has ${chain.length} certificates, wanted a leaf of at most 16 KiB and at most its authority`,
    );
  }
  let leaf: X509Certificate;
  let agency: AgencyId | undefined;
  let usable: boolean;
  try {
    leaf = new X509Certificate(raw);
    agency = namedAgency(leaf);
    usable = forBothUses(leaf) && !leaf.ca;
  } catch {
    // The reason is the same whatever the decoder disliked: these bytes prove nothing.
    return no('peer-certificate-malformed', 'leaf is no X.509 certificate that this program can read');
  }
  const pin = pins.find(({ certificate }) => {
    const authority = new X509Certificate(certificate.der);
    return leaf.checkIssued(authority) && leaf.verify(authority.publicKey);
  });
  if (pin === undefined) return no('peer-authority-unknown', 'the leaf is signed by no pinned authority');
  const [sent] = above;
  if (sent !== undefined && Buffer.compare(sent, pin.certificate.der) !== 0) {
    return no('peer-authority-unknown', 'the chain ends in another authority than the one that signed the leaf');
  }
  const [fromMs, untilMs] = [leaf.validFromDate.getTime(), leaf.validToDate.getTime()];
  if (options.nowMs < fromMs || options.nowMs > untilMs || options.nowMs > pin.certificate.notAfterMs) {
    return no('peer-certificate-expired', `certificate is valid ${leaf.validFromDate.toISOString()} to ${leaf.validToDate.toISOString()}`);
  }
  if (!usable || untilMs - fromMs > longestLeafMs) {
    return no('peer-certificate-misused', 'certificate is no leaf for server and client use with a life of at most 92 days');
  }
  if (agency === undefined) return no('peer-name-absent', 'certificate has no single name of the form wasl://<agency>/node');
  if (partyOf(agency) !== pin.party || !pin.agencies.includes(agency)) {
    return no('peer-name-foreign', `certificate names ${agency}, but its authority is pinned for ${pin.agencies.join(', ')}`);
  }
  return { ok: true, value: { party: pin.party, agency, authority: pin.certificate.fingerprint, notAfterMs: untilMs } };
}
