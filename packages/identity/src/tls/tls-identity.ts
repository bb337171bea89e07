import { constants, createPrivateKey } from 'node:crypto';
import type { AgencyId, Signer } from '@wasl/record';
import { fail } from '../codes.ts';
import { exportPrivateKey } from '../crypto/node-signer.ts';
import { Secret } from '../crypto/secret.ts';
import type { Certificate } from './authority.ts';
import { type AuthorityPin, checkPeer, type VerifiedPeer } from './peer.ts';

/** A node's end of a connection: PEM chain (leaf, then its authority) and PEM private key. */
export interface TlsIdentity {
  readonly cert: string;
  readonly key: Secret<string>;
}

/** The PEMs of a leaf and its key for node:tls and node:http2. Throws `key-not-exportable`. */
export function tlsIdentity(leaf: Certificate, authority: Certificate, signer: Signer): TlsIdentity {
  const key = createPrivateKey({ key: Buffer.from(exportPrivateKey(signer).reveal()), format: 'der', type: 'pkcs8' });
  return { cert: `${leaf.pem}${authority.pem}`, key: new Secret(key.export({ format: 'pem', type: 'pkcs8' }).toString()) };
}

/** Options that both ends share; given to `http2.createSecureServer` or `http2.connect` as they are. */
export interface TlsOptions {
  readonly cert: string;
  readonly key: string;
  readonly ca: string[];
  readonly minVersion: 'TLSv1.3';
  readonly maxVersion: 'TLSv1.3';
  readonly rejectUnauthorized: true;
  readonly secureOptions: number;
  readonly ALPNProtocols: string[];
}

function shared(identity: TlsIdentity, pins: readonly AuthorityPin[]): TlsOptions {
  return {
    cert: identity.cert,
    key: identity.key.reveal(),
    ca: pins.map((pin) => pin.certificate.pem),
    minVersion: 'TLSv1.3',
    maxVersion: 'TLSv1.3',
    rejectUnauthorized: true,
    // A ticket would let a connection skip the certificate, and with it a revocation (EX1).
    secureOptions: constants.SSL_OP_NO_TICKET,
    ALPNProtocols: ['h2'],
  };
}

/**
 * Server options: TLS 1.3 only, a client certificate of a pinned authority required, no session tickets. OpenSSL checks
 * only that *some* pinned authority signed: call `peerOf` on every connection. New pins need `server.setSecureContext`.
 */
export function serverTls(identity: TlsIdentity, pins: readonly AuthorityPin[]): TlsOptions & { readonly requestCert: true } {
  return { ...shared(identity, pins), requestCert: true };
}

/**
 * Client options: the handshake fails, before a byte is sent, unless the server proves to be `expected` (EX1); the error
 * carries the code of `checkPeer`, or `peer-other-agency`. Host names are not compared: the pinned authority names the agency.
 */
export function clientTls(
  identity: TlsIdentity,
  pins: readonly AuthorityPin[],
  options: { readonly expected: AgencyId; readonly nowMs: () => number },
): TlsOptions & { readonly checkServerIdentity: (host: string, certificate: { readonly raw: Uint8Array }) => Error | undefined } {
  return {
    ...shared(identity, pins),
    checkServerIdentity: (_host, certificate) => {
      const peer = checkPeer([certificate.raw], pins, { nowMs: options.nowMs() });
      if (!peer.ok) return fail(peer.reason.code as 'peer-name-foreign', peer.reason.message);
      if (peer.value.agency === options.expected) return undefined;
      return fail('peer-other-agency', `${peer.value.agency} answered where ${options.expected} was called`);
    },
  };
}

/** The part of a TLS socket that tells who is there. */
export interface CertifiedSocket {
  readonly authorized: boolean;
  getPeerX509Certificate(): { readonly raw: Uint8Array } | undefined;
}

/** Who is at the other end of an established connection. Throws the codes of `checkPeer`, or `peer-certificate-absent`. */
export function peerOf(socket: CertifiedSocket, pins: readonly AuthorityPin[], options: { readonly nowMs: number }): VerifiedPeer {
  const certificate = socket.authorized ? socket.getPeerX509Certificate() : undefined;
  if (certificate === undefined) throw fail('peer-certificate-absent', 'the other end showed no certificate of a pinned authority');
  const peer = checkPeer([certificate.raw], pins, options);
  if (!peer.ok) throw fail(peer.reason.code as 'peer-name-foreign', peer.reason.message);
  return peer.value;
}
