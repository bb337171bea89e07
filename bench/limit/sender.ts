/**
 * The bare limit's sending end: `sender.ts <port> <cert> <key> <ca> <file>`. Takes {count} or {count, perSecond}. Hashes, signs one
 * record in ten and each batch, writes and syncs, and sends the lines to whoever has opened the stream. Nothing else.
 */
import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureServer, type ServerHttp2Stream } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { onOrders, paced, tell } from '../child-orders.ts';
import { monotonicMs } from '../monotonic.ts';
import { BlobFile } from './blob-file.ts';
import { hashAll } from './hashes.ts';
import { readyRecords } from './lines.ts';

const [port = '', cert = '', key = '', ca = '', path = ''] = process.argv.slice(2);
const batchSize = 256;
const records = readyRecords(1000);
const signer = createPrivateKey(readFileSync(key));
const file = await BlobFile.open(path);
const server = createSecureServer({
  cert: readFileSync(cert),
  key: readFileSync(key),
  ca: readFileSync(ca),
  requestCert: true,
  rejectUnauthorized: true,
  minVersion: 'TLSv1.3',
});
let stream: ServerHttp2Stream | undefined;
server.on('secureConnection', (socket: TLSSocket) => socket.setNoDelay(true));
server.on('stream', (opened) => {
  stream = opened;
  opened.respond({ ':status': 200, 'content-type': 'application/x-ndjson' });
});

let next = 0;
function makeBatch(count: number): readonly string[] {
  const lines: string[] = [];
  let last = '';
  for (let made = 0; made < count; made += 1) {
    const record = records[next % records.length];
    if (record === undefined) break;
    last = hashAll(record);
    const { releaseLine, entryText, disclosures } = record;
    const fields = [next, releaseLine, entryText, disclosures];
    if (record.signed) fields.push(sign(null, Buffer.from(entryText), signer).toString('base64url'));
    lines.push(`{"e":${JSON.stringify(fields)}}\n`);
    next += 1;
  }
  lines.push(`{"c":${JSON.stringify([last, sign(null, Buffer.from(last), signer).toString('base64url')])}}\n`);
  return lines;
}

let waiting = 0;
let pumping = false;
let durable: Promise<void> = Promise.resolve();

const pieceBytes = 64 * 1024;
async function send(bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; at += pieceBytes)
    if (stream?.write(bytes.subarray(at, at + pieceBytes)) === false) await new Promise((resolve) => stream?.once('drain', resolve));
}

/** Makes the next batch while the one before it goes to disk; a batch takes what is waiting, at most 256. */
async function pump(): Promise<void> {
  if (pumping) return;
  pumping = true;
  while (waiting > 0) {
    const count = Math.min(batchSize, waiting);
    waiting -= count;
    const lines = makeBatch(count);
    await durable;
    durable = file.append(lines).then(() => send(Buffer.from(lines.join(''))));
    if (waiting === 0) await durable;
  }
  pumping = false;
}

function add(count: number): void {
  waiting += count;
  void pump();
}

onOrders(async ({ count, perSecond }: { readonly count: number; readonly perSecond?: number }) => {
  const started = monotonicMs();
  if (perSecond !== undefined) tell({ paced: await paced(count, perSecond, { now: monotonicMs, issue: () => add(1) }) });
  else {
    add(count);
    tell({ issued: count, started });
  }
});
server.listen(Number(port), '127.0.0.1', () => tell({ ready: 'sender' }));
