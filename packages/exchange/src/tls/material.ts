import { constants } from 'node:crypto';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import type { Peer } from '@wasl/node';
import type { Result } from '@wasl/record';

/** This node's certificate chain and key (PEM) and the authorities of its partners (PEM, DER as Buffer). Replaceable at run time. */
export interface TlsMaterial {
  readonly key: string | Buffer;
  readonly cert: string | Buffer;
  readonly ca: readonly (string | Buffer)[];
}

/** Who a chain (DER, leaf first) proves to be there: the pinned authority tells the party, the name must agree (EX1). */
export type Identify = (chain: readonly Uint8Array[]) => Result<Peer>;

export interface TlsIdentity {
  readonly tls: TlsMaterial;
  readonly identify: Identify;
}

const longestChain = 4;

function* walk(certificate: DetailedPeerCertificate): Generator<Uint8Array> {
  let current: DetailedPeerCertificate | undefined = certificate;
  for (let length = 0; length < longestChain && current?.raw !== undefined; length += 1) {
    yield current.raw;
    // A self-signed authority is its own issuer: node:tls closes the chain in a circle.
    current = current.issuerCertificate === current ? undefined : current.issuerCertificate;
  }
}

/** The chain of a certificate as node:tls gives it, DER, leaf first. */
export function chainOf(certificate: DetailedPeerCertificate): readonly Uint8Array[] {
  return [...walk(certificate)];
}

/** The verified chain of the other end of a socket; empty when it showed none. */
export function peerChain(socket: Pick<TLSSocket, 'getPeerCertificate'>): readonly Uint8Array[] {
  return chainOf(socket.getPeerCertificate(true));
}

/** Options both ends share: TLS 1.3 only, pinned authorities only, no tickets, so that nobody skips the certificate (EX1). */
export function sharedTls(material: TlsMaterial): {
  readonly key: string | Buffer;
  readonly cert: string | Buffer;
  readonly ca: (string | Buffer)[];
  readonly minVersion: 'TLSv1.3';
  readonly maxVersion: 'TLSv1.3';
  readonly rejectUnauthorized: true;
  readonly secureOptions: number;
} {
  return {
    key: material.key,
    cert: material.cert,
    ca: [...material.ca],
    minVersion: 'TLSv1.3',
    maxVersion: 'TLSv1.3',
    rejectUnauthorized: true,
    secureOptions: constants.SSL_OP_NO_TICKET,
  };
}
