import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { rig } from '../../test/rig.ts';

function sent(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes, 'latin1'));
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
  });
}

test('[AP6] bytes that are no request are answered with a coded problem too, and a name too long for a route is not the node’s fault', async () => {
  await using given = await rig();
  const { port } = await given.api.listen({ host: '127.0.0.1', port: 0 });
  const codeOf = async (bytes: string): Promise<unknown> => {
    const [head = '', body = ''] = (await sent(port, bytes)).split('\r\n\r\n');
    expect(head).toMatch(/content-type: application\/problem\+json/i);
    expect(head).toMatch(/x-content-type-options: nosniff/i);
    const { status, code } = JSON.parse(body) as { readonly status: number; readonly code: string };
    expect(head).toContain(`HTTP/1.1 ${status} `);
    return code;
  };
  expect(await codeOf('\u0000\u0001 not a request\r\n\r\n')).toBe('request-malformed');
  expect(await codeOf(`GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx-long: ${'y'.repeat(20_000)}\r\n\r\n`)).toBe('head-too-large');
  expect(await codeOf('GET /healthz HTTP/1.1\r\nconnection: close\r\n\r\n')).toBe('host-refused');
  expect(await codeOf('GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nexpect: a-miracle\r\nconnection: close\r\n\r\n')).toBe(
    'request-malformed',
  );
  const long = await given.api.inject({ method: 'GET', url: `/api/v1/records/${'x'.repeat(300)}` });
  expect(long.json()).toMatchObject({ status: 404, code: 'route-unknown' });
  expect(given.failures).toEqual([]);
});
