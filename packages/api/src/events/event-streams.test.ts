import { createClient, type NodeEvent } from '@wasl/contract';
import { expect, test } from 'vitest';
import { recordId } from '../../test/fake-node.ts';
import { bearer, type Rig, rig } from '../../test/rig.ts';

const event = (id: number): NodeEvent => ({ id, kind: 'record', record: recordId(id % 200), data: { type: 'logEntry', mode: 'exercise' } });

async function listening(more: Parameters<typeof rig>[0] = {}): Promise<{ given: Rig; baseUrl: string }> {
  const given = await rig(more);
  const { port } = await given.api.listen({ host: '127.0.0.1', port: 0 });
  return { given, baseUrl: `http://127.0.0.1:${port}` };
}

test('[AP8] events come as they happen and resume after the last one seen', async () => {
  const { given, baseUrl } = await listening();
  await using _ = given;
  const client = createClient({ baseUrl, fetch, token: await given.token('duty') });
  for (const id of [1, 2, 3]) given.node.emit(event(id));
  const seen: NodeEvent[] = [];
  for await (const one of client.events({ since: 1 })) {
    seen.push(one);
    if (one.id === 3) given.node.emit(event(4));
    if (one.id === 4) break;
  }
  expect(seen).toEqual([event(2), event(3), event(4)]);
});

test('[AP8.1] a stream from the cursor of a list begins where the list ended: nothing between the two is missed', async () => {
  const { given, baseUrl } = await listening();
  await using _ = given;
  const client = createClient({ baseUrl, fetch, token: await given.token('duty') });
  given.node.emit(event(1));
  const page = await client.records();
  if (!page.ok) throw new Error(page.problem.detail);
  given.node.emit(event(2));
  const seen: unknown[] = [];
  for await (const one of client.events({ since: page.value.cursor, opened: () => seen.push('open') })) {
    seen.push(one);
    if (one.id === 2) given.node.emit(event(3));
    if (one.id === 3) break;
  }
  expect(seen).toEqual(['open', event(2), event(3)]);
});

test('[AP8] the stream ends with its session, and a comment keeps it alive till then', async () => {
  const { given, baseUrl } = await listening();
  await using _ = given;
  const token = await given.token('duty');
  const opened = async () => {
    const response = await fetch(`${baseUrl}/api/v1/events`, { headers: bearer(token) });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    return (response.body as ReadableStream<Uint8Array>).getReader();
  };
  const read = async (reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> => {
    const { done, value } = await reader.read();
    return done ? '<end>' : new TextDecoder().decode(value);
  };
  const first = await opened();
  expect(await read(first)).toBe('retry: 1000\n\n');
  given.clock.advance(15_000);
  expect(await read(first)).toBe(': still here\n\n');
  await fetch(`${baseUrl}/api/v1/session`, { method: 'DELETE', headers: bearer(token) });
  expect(await read(first)).toBe('<end>');
  const refused = await fetch(`${baseUrl}/api/v1/events`, { headers: bearer(token) });
  expect(refused.status).toBe(401);
});

test('[AP8] a session revoked elsewhere loses its stream at the next comment, an expired one at its end', async () => {
  const { given, baseUrl } = await listening({ limits: { keepAliveMs: 60_000 } });
  await using _ = given;
  const token = await given.token('duty');
  const response = await fetch(`${baseUrl}/api/v1/events`, { headers: bearer(token) });
  await given.options.sessions.revokeAllOf('duty');
  given.clock.advance(60_000);
  expect(await response.text()).toBe('retry: 1000\n\n');
});

test('[AP8] a client that takes nothing is cut, and costs no more than its socket’s buffer meanwhile', async () => {
  const { given, baseUrl } = await listening({ limits: { keepAliveMs: 10_000_000, slowClientMs: 1000 } });
  await using _ = given;
  let pulled = 0;
  const large = 'x'.repeat(100_000);
  given.node.events = async function* (_actor, _since, signal) {
    while (!signal.aborted) {
      pulled += 1;
      yield { ...event(pulled), data: { large } };
    }
  };
  const ended = Promise.withResolvers<void>();
  const response = await fetch(`${baseUrl}/api/v1/events`, { headers: bearer(await given.token('duty')) });
  let before = -1;
  while (pulled !== before || pulled === 0) {
    before = pulled;
    for (let turn = 0; turn < 200; turn += 1) await new Promise(setImmediate);
  }
  expect(pulled).toBeLessThan(500);
  given.clock.advance(1000);
  void response.text().then(
    () => ended.resolve(),
    () => ended.resolve(),
  );
  await ended.promise;
});

test('[AP8] a session has a bounded number of streams; a malformed Last-Event-ID is refused', async () => {
  const { given, baseUrl } = await listening({ limits: { streamsPerSession: 2 } });
  await using _ = given;
  const headers = bearer(await given.token('duty'));
  const open = (more: Record<string, string> = {}) => fetch(`${baseUrl}/api/v1/events`, { headers: { ...headers, ...more } });
  expect((await open({ 'last-event-id': 'one' })).status).toBe(400);
  expect([(await open()).status, (await open()).status, (await open()).status]).toEqual([200, 200, 429]);
  const metrics = await (await fetch(`${baseUrl}/metrics`)).text();
  expect(metrics).toContain('\nwasl_event_streams 2\n');
});
