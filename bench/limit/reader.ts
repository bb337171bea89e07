/**
 * The bare limit's reading end: `reader.ts <port> <cert> <key> <ca> <file>`. Takes {expect}. Parses line, entry, release line and
 * disclosures, hashes them, verifies the signatures that came, writes and syncs. Nothing else.
 */
import { type KeyObject, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { onOrders, tell } from '../child-orders.ts';
import { monotonicMs } from '../monotonic.ts';
import { BlobFile } from './blob-file.ts';
import { hashAll } from './hashes.ts';

const [port = '', cert = '', key = '', ca = '', path = ''] = process.argv.slice(2);
const file = await BlobFile.open(path);
let held = 0;
let expected = Number.POSITIVE_INFINITY;
let arrivals: number[] = [];
let senderKey: KeyObject | undefined;
let pending: string[] = [];

type Line = { readonly e: readonly [number, string, string, readonly string[], string?] } | { readonly c: readonly [string, string] };

function check(text: string, signature: string): void {
  if (senderKey === undefined || !verify(null, Buffer.from(text), senderKey, Buffer.from(signature, 'base64url')))
    throw new Error('a signature does not hold');
}

function takeLine(text: string): void {
  const line = JSON.parse(text) as Line;
  pending.push(text);
  if ('c' in line) {
    check(line.c[0], line.c[1]);
    const lines = pending;
    pending = [];
    void file.append(lines).then(() => arrived(lines.length - 1));
    return;
  }
  const [, releaseLine, entryText, disclosures, signature] = line.e;
  JSON.parse(releaseLine);
  JSON.parse(entryText);
  for (const disclosure of disclosures) JSON.parse(Buffer.from(disclosure, 'base64url').toString());
  hashAll({ releaseLine, entryText, disclosures });
  if (signature !== undefined) check(entryText, signature);
}

function arrived(count: number): void {
  const now = monotonicMs();
  held += count;
  for (let at = 0; at < count; at += 1) arrivals.push(now);
  if (held < expected) return;
  expected = Number.POSITIVE_INFINITY;
  tell({ held, ended: now, arrivals: arrivals.length > 20_000 ? [] : arrivals });
}

const session = connect(`https://localhost:${port}`, {
  cert: readFileSync(cert),
  key: readFileSync(key),
  ca: readFileSync(ca),
  minVersion: 'TLSv1.3',
  settings: { initialWindowSize: 4 << 20, maxFrameSize: 64 * 1024, enablePush: false },
});
session.once('connect', (_, socket) => {
  (socket as TLSSocket).setNoDelay(true);
  session.setLocalWindowSize(16 << 20);
  senderKey = (socket as TLSSocket).getPeerX509Certificate()?.publicKey;
});
const stream = session.request({ ':path': '/stream' });
let rest: Buffer = Buffer.alloc(0);
stream.on('data', (chunk: Buffer) => {
  const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
  let from = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
    takeLine(bytes.toString('utf8', from, end));
    from = end + 1;
  }
  rest = bytes.subarray(from);
});
stream.once('response', () => tell({ ready: 'reader' }));
onOrders(({ expect }: { readonly expect: number }) => {
  arrivals = [];
  expected = held + expect;
  tell({ expecting: expected });
});
