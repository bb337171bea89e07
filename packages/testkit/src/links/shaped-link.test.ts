import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLink, type ShapedLink } from './shaped-link.ts';

let echo: Server;
let link: ShapedLink;

beforeEach(async () => {
  echo = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  link = await openLink({ target: { host: '127.0.0.1', port: (echo.address() as AddressInfo).port } });
});

afterEach(async () => {
  await link.close();
  echo.close();
});

async function dial(): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: link.port, noDelay: true });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Resolves on 'close', error or not. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

async function readBytes(socket: Socket, length: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let got = 0;
  while (got < length) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    chunks.push(chunk);
    got += chunk.length;
  }
  return Buffer.concat(chunks);
}

test('[EX7] a clear line passes bytes unchanged and in order', async () => {
  const socket = await dial();
  const sent = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
  socket.write(sent);
  expect((await readBytes(socket, sent.length)).equals(sent)).toBe(true);
  socket.destroy();
});

test('[EX7] latency and rate delay what passes', async () => {
  const socket = await dial();
  link.shape({ latencyMs: 40 });
  let startMs = performance.now();
  socket.write('ping');
  await readBytes(socket, 4);
  expect(performance.now() - startMs).toBeGreaterThan(75);
  link.shape({ latencyMs: 0, bitsPerSecond: 640_000 });
  startMs = performance.now();
  socket.write(Buffer.alloc(20_000));
  await readBytes(socket, 20_000);
  const tookMs = performance.now() - startMs;
  expect(tookMs).toBeGreaterThan(200);
  expect(tookMs).toBeLessThan(2_000);
  socket.destroy();
});

test('[EX7] a cut line ends connections and refuses new ones until it heals', async () => {
  const socket = await dial();
  link.cut();
  await closed(socket);
  const refused = connect({ host: '127.0.0.1', port: link.port });
  refused.on('error', () => undefined);
  await closed(refused);
  link.heal();
  const again = await dial();
  again.write('x');
  expect((await readBytes(again, 1)).toString()).toBe('x');
  again.destroy();
});

test('[EX7] a half-open line swallows and stays open', async () => {
  const socket = await dial();
  socket.write('a');
  await readBytes(socket, 1);
  link.halfOpen();
  const before = link.bytes;
  socket.write('lost');
  while (link.bytes === before) await new Promise((resolve) => setImmediate(resolve));
  expect(link.connections).toBe(1);
  expect(socket.bytesRead).toBe(1);
  link.heal();
  await closed(socket);
});

test('[EX7] a reset comes in the middle of what was sent', async () => {
  const socket = await dial();
  let got = 0;
  socket.on('data', (chunk: Buffer) => {
    got += chunk.length;
  });
  link.resetAfter(10);
  socket.write(Buffer.alloc(1000));
  await closed(socket);
  expect(got).toBeLessThan(1000);
});

test('[EX7] a stall holds bytes and then gives them all', async () => {
  const socket = await dial();
  link.stall(80);
  const startMs = performance.now();
  socket.write('abc');
  expect((await readBytes(socket, 3)).toString()).toBe('abc');
  expect(performance.now() - startMs).toBeGreaterThan(70);
  socket.destroy();
});
