import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2';
import { connect as connectTls } from 'node:tls';
import { paths, sharedTls, type TlsMaterial } from '@wasl/exchange';
import { nodeCrypto } from '@wasl/identity';
import { addSignature, cosign, parseCheckpoint } from '@wasl/log';
import { lies } from '@wasl/testkit/peers';
import type { SeenLog } from '../node-view.ts';
import type { Outcome } from '../outcome.ts';
import type { Stage } from './stage.ts';

/** A lie about who one is, what one holds, or how one speaks: told to the whole link or to the victim's own server. */
interface PeerLie {
  readonly name: string;
  /** Takes many seconds and disturbs no other lie. */
  readonly lasts?: true;
  readonly run: (stage: Stage) => Promise<Pick<Outcome, 'figures' | 'problems'>>;
}

type Findings = Pick<Outcome, 'figures' | 'problems'>;

/** The victim's link must be shown as refused with the code, and be up again once the lie ends. */
async function overLink(stage: Stage, code: string, lie: { readonly begin: () => Promise<void>; readonly end: () => Promise<void> }) {
  const shown = async () => (await stage.inspect(stage.genuine.origin)).link;
  await lie.begin();
  stage.partner.hangUp();
  await stage.until(`a link refused with ${code}`, async () => (await shown())?.state === 'refused' && (await shown())?.code === code);
  await lie.end();
  stage.partner.hangUp();
  await stage.until('the link up again', async () => (await shown())?.state === 'up');
  return { figures: { code, fate: 'link refused' }, problems: [] };
}

interface Reply {
  readonly status: number;
  readonly code: string;
}

/** A session of the liar at the victim's own server. */
async function session(stage: Stage, tls: TlsMaterial): Promise<ClientHttp2Session> {
  const { exchange } = await stage.victimHome.config();
  const socket = connectTls({
    ...sharedTls(tls),
    host: '127.0.0.1',
    port: exchange.port,
    ALPNProtocols: ['h2'],
    checkServerIdentity: () => undefined,
  });
  socket.on('error', () => undefined);
  const http = connectHttp2('https://gb.police', { createConnection: () => socket });
  http.on('error', () => undefined);
  return http;
}

async function asLiar<T>(stage: Stage, use: (http: ClientHttp2Session) => Promise<T>): Promise<T> {
  const http = await session(stage, await stage.keys.certify('ma.police', stage.victimHome));
  try {
    return await use(http);
  } finally {
    http.destroy();
  }
}

function post(http: ClientHttp2Session, path: string, body: string, keepOpen = false): Promise<Reply> {
  return new Promise((resolve) => {
    const stream = http.request({ ':method': 'POST', ':path': path });
    let reply: Reply = { status: 0, code: '' };
    stream.on('response', (headers) => {
      reply = { status: Number(headers[':status']), code: String(headers['wasl-code'] ?? '') };
    });
    stream.on('error', () => undefined);
    stream.on('close', () => resolve(reply));
    stream.resume();
    if (keepOpen) stream.write(body);
    else stream.end(body);
  });
}

/** The victim's own log, one record long, of which a liar pretends to hold something. */
async function victimLog(stage: Stage): Promise<SeenLog> {
  const idle = stage.victim.next('idle');
  stage.victim.send({ put: [[`own ${stage.roll()}`]] });
  await idle;
  const { dump } = await stage.victim.ask({ dump: true }, 'dump');
  const log = (dump as readonly SeenLog[]).find((each) => each.own && each.closed === false);
  if (log === undefined) throw new Error('the victim has no log of its own');
  return log;
}

/** Posts a receipt; it must be refused by code, shown, and confirm nothing. */
async function badReceipt(stage: Stage, make: (head: string) => string): Promise<Findings> {
  const problems: string[] = [];
  const log = await victimLog(stage);
  const reply = await asLiar(stage, (http) => post(http, paths.receipts(log.origin), make(log.head ?? '')));
  if (reply.code !== 'receipt-invalid') problems.push(`answered ${reply.status} ${reply.code}, wanted receipt-invalid`);
  const { alarms } = await stage.inspect('');
  if (!alarms.includes('receipt-invalid')) problems.push('no alarm');
  return { figures: { code: reply.code, fate: 'refused' }, problems };
}

function cosigned(stage: Stage, head: string, key: 'receipt' | 'log'): string {
  const { text } = parseCheckpoint(head);
  const line = cosign(text, {
    name: 'ma.police/receipt',
    signer: stage.keys[key],
    timestampSeconds: Math.floor(Date.now() / 1000),
    crypto: nodeCrypto,
  });
  return addSignature(head, line);
}

/** The victim's answer to a body, and the code wanted. */
async function body(stage: Stage, code: string, send: (http: ClientHttp2Session) => Promise<Reply>): Promise<Findings> {
  const reply = await asLiar(stage, send);
  return {
    figures: { code: reply.code, status: reply.status, fate: 'refused' },
    problems: reply.code === code ? [] : [`answered ${reply.status} ${reply.code}, wanted ${code}`],
  };
}

/** Every lie that is not about one log. */
export const peerLies: readonly PeerLie[] = [
  {
    name: 'certificate of the other party’s name, as server',
    run: async (stage) =>
      overLink(stage, 'peer-name-foreign', {
        begin: async () => stage.partner.replaceIdentity(await stage.keys.certify('gb.police', stage.victimHome)),
        end: async () => stage.partner.replaceIdentity(await stage.keys.certify('ma.police', stage.victimHome)),
      }),
  },
  {
    name: 'certificate of the other party’s name, as reader',
    run: async (stage) => {
      const tls = await stage.keys.certify('gb.police', stage.victimHome);
      const http = await session(stage, tls);
      const why = await new Promise<string>((resolve) => {
        http.once('goaway', (_code, _last, data) => resolve(data?.toString() ?? ''));
        http.once('close', () => resolve('closed without a word'));
      });
      http.destroy();
      const { alarms } = await stage.inspect('');
      const problems = why === 'peer-name-foreign' ? [] : [`told ${why}`];
      if (!alarms.includes('peer-name-foreign')) problems.push('no alarm');
      return { figures: { code: why, fate: 'session refused' }, problems };
    },
  },
  {
    name: 'a listing that cannot be read',
    run: async (stage) =>
      overLink(stage, 'body-malformed', {
        begin: async () => stage.partner.serve({ ...stage.lines.routes(), logs: lies.malformedListing(stage.genuine).logs ?? (() => []) }),
        end: async () => stage.partner.serve(stage.lines.routes()),
      }),
  },
  {
    name: 'bad cosignature: spoilt',
    run: (stage) => badReceipt(stage, (head) => cosigned(stage, head, 'receipt').replace(/.{8}\n$/, 'AAAAAAA=\n')),
  },
  { name: 'bad cosignature: by another key', run: (stage) => badReceipt(stage, (head) => cosigned(stage, head, 'log')) },
  {
    name: 'cosignature of a head that is not ours',
    run: (stage) =>
      badReceipt(stage, (head) => {
        const { origin, size } = parseCheckpoint(head);
        return cosigned(stage, stage.genuine.head({ origin, size, root: new Uint8Array(32).fill(9) }), 'receipt');
      }),
  },
  {
    name: 'a body without end',
    run: (stage) => body(stage, 'body-too-long', (http) => post(http, paths.hints, 'x'.repeat(200_000))),
  },
  {
    name: 'slow-loris, as reader',
    lasts: true,
    run: (stage) => body(stage, 'link-timeout', (http) => post(http, paths.hints, '{"origin":', true)),
  },
];
