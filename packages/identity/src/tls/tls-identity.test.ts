import { once } from 'node:events';
import { type ClientHttp2Session, connect, createSecureServer, type Http2SecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { type TLSSocket, connect as tlsConnect } from 'node:tls';
import { type AgencyId, type Algorithm, type PartyId, partyOf } from '@wasl/record';
import { afterEach, expect, test } from 'vitest';
import { nodeRandom } from '../crypto/node-random.ts';
import { createSigner } from '../crypto/node-signer.ts';
import { type Certificate, createAuthority, issueLeaf } from './authority.ts';
import type { AuthorityPin } from './peer.ts';
import { clientTls, peerOf, serverTls, type TlsIdentity, tlsIdentity } from './tls-identity.ts';

const nowMs = (): number => Date.now();
const [police, gbPolice] = ['ma.police', 'gb.police'] as AgencyId[] as [AgencyId, AgencyId];
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

interface Node {
  readonly identity: TlsIdentity;
  readonly pin: AuthorityPin;
  readonly authority: { readonly certificate: Certificate; readonly signer: ReturnType<typeof createSigner> };
}

async function makeNode(agency: AgencyId, alg: Algorithm): Promise<Node> {
  const options = { nowMs: nowMs(), random: nodeRandom };
  const [caSigner, leafSigner] = [createSigner(alg), createSigner(alg)];
  const certificate = await createAuthority(agency, caSigner, options);
  const authority = { certificate, signer: caSigner };
  const leaf = await issueLeaf({ agency, key: leafSigner.key, hosts: ['localhost', '127.0.0.1'] }, authority, options);
  return {
    identity: tlsIdentity(leaf, certificate, leafSigner),
    pin: { party: partyOf(agency) as PartyId, agencies: [agency], certificate },
    authority,
  };
}

/** A server that answers with the agency that its caller proves to be, or ends the session. */
async function serve(
  identity: TlsIdentity,
  pins: readonly AuthorityPin[],
): Promise<{ server: Http2SecureServer; port: number; refused: string[] }> {
  const refused: string[] = [];
  const server = createSecureServer(serverTls(identity, pins));
  server.on('session', (session) => {
    try {
      const peer = peerOf(session.socket as TLSSocket, pins, { nowMs: nowMs() });
      session.on('stream', (stream) => {
        stream.respond({ ':status': 200 });
        stream.end(peer.agency);
      });
    } catch (error) {
      refused.push((error as { code: string }).code);
      session.destroy();
    }
  });
  server.on('sessionError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  return { server, port: (server.address() as AddressInfo).port, refused };
}

function call(port: number, identity: TlsIdentity, pins: readonly AuthorityPin[], expected: AgencyId): Promise<string> {
  const session: ClientHttp2Session = connect(`https://127.0.0.1:${port}`, clientTls(identity, pins, { expected, nowMs }));
  closing.push(() => session.destroy());
  return new Promise((resolve, reject) => {
    session.on('error', reject);
    session.on('close', () => reject(new Error('closed')));
    const stream = session.request({ ':path': '/' });
    let body = '';
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => {
      body += chunk;
    });
    stream.on('end', () => (body === '' ? undefined : resolve(body)));
    // The session's error says why; the stream only says that it was cancelled.
    stream.on('error', () => undefined);
  });
}

for (const alg of ['Ed25519', 'ES256'] as const) {
  test(`[EX1] two nodes shake hands over mutual TLS 1.3 with ${alg} certificates and know each other`, async () => {
    const [ma, gb] = [await makeNode(police, alg), await makeNode(gbPolice, alg)];
    const { port } = await serve(ma.identity, [gb.pin]);
    expect(await call(port, gb.identity, [ma.pin], police)).toBe('gb.police');
  });
}

test('[EX1] a client whose authority is not pinned does not get in', async () => {
  const [ma, gb, stranger] = [await makeNode(police, 'ES256'), await makeNode(gbPolice, 'ES256'), await makeNode(gbPolice, 'ES256')];
  const { port } = await serve(ma.identity, [gb.pin]);
  await expect(call(port, stranger.identity, [ma.pin], police)).rejects.toThrow();
});

test("[EX1] a client with a certificate for b from a's authority passes OpenSSL and is refused by name", async () => {
  const [ma, gb, es] = [
    await makeNode(police, 'ES256'),
    await makeNode(gbPolice, 'ES256'),
    await makeNode('es.police' as AgencyId, 'ES256'),
  ];
  const { port, refused } = await serve(ma.identity, [gb.pin, es.pin]);
  const signer = createSigner('ES256');
  const forged = await issueLeaf({ agency: gbPolice, key: signer.key, hosts: [] }, es.authority, { nowMs: nowMs(), random: nodeRandom });
  const identity = tlsIdentity(forged, es.authority.certificate, signer);
  await expect(call(port, identity, [ma.pin], police)).rejects.toThrow();
  expect(refused).toEqual(['peer-name-foreign']);
});

test('[EX1] a client speaks to no other agency than the one it called', async () => {
  const [ma, gb, es] = [
    await makeNode(police, 'ES256'),
    await makeNode(gbPolice, 'ES256'),
    await makeNode('es.police' as AgencyId, 'ES256'),
  ];
  const { port } = await serve(es.identity, [gb.pin]);
  await expect(call(port, gb.identity, [ma.pin, es.pin], police)).rejects.toMatchObject({ code: 'peer-other-agency' });
});

test('[EX1] there is no older TLS and no session to resume', async () => {
  const [ma, gb] = [await makeNode(police, 'ES256'), await makeNode(gbPolice, 'ES256')];
  const { port } = await serve(ma.identity, [gb.pin]);
  const options = clientTls(gb.identity, [ma.pin], { expected: police, nowMs });
  const old = tlsConnect({ host: '127.0.0.1', port, ...options, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' });
  const [error] = (await once(old, 'error')) as [NodeJS.ErrnoException];
  expect(error.code).toContain('PROTOCOL_VERSION');

  const first = tlsConnect({ host: '127.0.0.1', port, ...options });
  const sessions: Buffer[] = [];
  first.on('session', (session: Buffer) => sessions.push(session));
  await once(first, 'secureConnect');
  expect(first.getProtocol()).toBe('TLSv1.3');
  // The server's first bytes of HTTP/2 arrive after whatever tickets it would send.
  await once(first, 'data');
  first.destroy();
  const [session] = sessions;
  const second = tlsConnect({ host: '127.0.0.1', port, ...options, ...(session === undefined ? {} : { session }) });
  await once(second, 'secureConnect');
  expect(second.isSessionReused()).toBe(false);
  second.destroy();
});
