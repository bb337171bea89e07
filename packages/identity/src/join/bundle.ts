import { parseSignedRoot, type RootChain, rootDigest, type SignedRoot, verifyRootChain } from '@wasl/log';
import {
  type AgencyId,
  type Crypto,
  canonicalText,
  decodeBase64url,
  encodeBase64url,
  type Json,
  type PartyId,
  parseAgencyId,
  parseCanonical,
  parsePartyId,
  partyOf,
  type RandomBytes,
} from '@wasl/record';
import { fail } from '../codes.ts';
import { readObject } from '../json-reader.ts';
import { authorityPins } from '../root/agency-keys.ts';
import type { Officer } from '../root/officers.ts';
import { type Certificate, parseCertificate } from '../tls/authority.ts';
import type { AuthorityPin } from '../tls/peer.ts';
import { type CapabilityStatement, capabilityJson, readCapability } from './capability.ts';
import { encodeSigned, maxSignedText, parseSigned, signText, verifyText } from './signed-text.ts';

/** An agency of a bundle: where its exchange listens, and its authority's certificate. */
export interface BundledAgency {
  readonly agency: AgencyId;
  /** `host:port`. */
  readonly exchange: string;
  readonly authority: Certificate;
}

/** What one side gives the other before anything is trusted. */
export interface Bundle {
  readonly party: PartyId;
  /** Root documents, first version first. */
  readonly roots: readonly SignedRoot[];
  readonly agencies: readonly BundledAgency[];
  readonly capabilities: CapabilityStatement;
  /** Random; makes each ceremony one of its own. */
  readonly nonce: string;
}

/** A bundle that agrees with itself. Who stands behind it is known only once two officers typed its fingerprint. */
export interface OpenedBundle extends Bundle {
  readonly chain: RootChain;
  readonly pins: readonly AuthorityPin[];
  /** Base64url SHA-256 of the first root document: what agreements pin and officers type. */
  readonly rootDigest: string;
  /** Base64url SHA-256 of the bundle's text. */
  readonly digest: string;
}

/** Makes a bundle as one line of text, signed by an officer of the party. */
export function makeBundle(bundle: Omit<Bundle, 'nonce'>, officer: Officer, random: RandomBytes): string {
  const json: Json = {
    v: 1,
    kind: 'wasl-join-bundle',
    party: bundle.party,
    roots: bundle.roots.map((root) => ({ document: root.document, signatures: root.signatures.map((one) => ({ ...one })) })),
    agencies: bundle.agencies.map(({ agency, exchange, authority }) => ({ agency, exchange, authority: encodeBase64url(authority.der) })),
    capabilities: capabilityJson(bundle.capabilities),
    nonce: encodeBase64url(random(16)),
  };
  return encodeSigned(signText('wasl/join-bundle/v1', canonicalText(json), officer));
}

function readBundle(text: string): Bundle {
  const bounds = { maxBytes: 1 << 20, maxDepth: 10, maxMembers: 20_000, maxStringLength: 1 << 17 };
  const reader = readObject(parseCanonical(text, bounds), 'join-bundle-malformed');
  if (reader.integer('v') !== 1 || reader.text('kind') !== 'wasl-join-bundle')
    throw fail('join-bundle-malformed', 'file is no bundle of version 1');
  const roots = reader.raw('roots');
  if (!Array.isArray(roots)) throw fail('join-bundle-malformed', 'roots are no list', { path: '/roots' });
  const bundle = {
    party: parsePartyId(reader.text('party')),
    roots: roots.map(parseSignedRoot),
    agencies: reader.objects('agencies', 64).map((row) => {
      const agency = {
        agency: parseAgencyId(row.text('agency')),
        exchange: row.text('exchange', /^[A-Za-z0-9.[\]:-]{1,253}:\d{1,5}$/),
        authority: parseCertificate(decodeBase64url(row.text('authority', /^[A-Za-z0-9_-]{1,22000}$/))),
      };
      row.done();
      return agency;
    }),
    capabilities: readCapability(reader.object('capabilities')),
    nonce: reader.text('nonce', /^[A-Za-z0-9_-]{22}$/),
  };
  reader.done();
  return bundle;
}

/**
 * Opens a bundle and checks that it agrees with itself: root chain, officer's signature, authorities as the root names them,
 * agencies of its own party. Throws `join-bundle-malformed`, `join-bundle-refused`, and the codes of the root chain.
 */
export function openBundle(file: string, options: { readonly crypto: Crypto; readonly nowMs: number }): OpenedBundle {
  if (file.length > 2 * maxSignedText)
    throw fail('join-bundle-malformed', `bundle has ${file.length} characters, at most ${2 * maxSignedText}`);
  const signed = parseSigned(file.trimEnd());
  let bundle: Bundle;
  try {
    bundle = readBundle(signed.text);
  } catch (cause) {
    throw fail('join-bundle-malformed', `bundle cannot be read: ${(cause as Error).message}`, { cause });
  }
  const pin = rootDigest(bundle.roots[0]?.document ?? '', options.crypto);
  const chain = verifyRootChain(bundle.roots, { pin, ...options });
  if (!chain.ok)
    throw fail('join-bundle-refused', `root of the bundle: ${chain.reason.message}`, { details: { reason: chain.reason.code } });
  const verified = verifyText('wasl/join-bundle/v1', signed, { root: chain.value.latest, crypto: options.crypto });
  if (!verified.ok) throw fail('join-bundle-refused', verified.reason.message);
  const foreign = bundle.agencies.find(
    ({ agency }) => partyOf(agency) !== bundle.party || !chain.value.latest.agencies.some((row) => row.agency === agency),
  );
  if (chain.value.party !== bundle.party || foreign !== undefined) {
    throw fail(
      'join-bundle-refused',
      `bundle of ${bundle.party} carries the root of ${chain.value.party}${foreign === undefined ? '' : ` and ${foreign.agency}`}`,
    );
  }
  const offered = bundle.agencies.map((row) => row.authority);
  return {
    ...bundle,
    chain: chain.value,
    pins: authorityPins(chain.value, offered),
    rootDigest: pin,
    digest: options.crypto.sha256Text(signed.text),
  };
}
