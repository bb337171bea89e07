import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeEvent, parseEventStream, type ServerSentEvent } from './event-stream.ts';

async function* cut(bytes: Uint8Array, at: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const to of [...at.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
    yield bytes.slice(from, to);
    from = to;
  }
}

async function parsed(text: string | Uint8Array, at: readonly number[] = []): Promise<ServerSentEvent[]> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const events: ServerSentEvent[] = [];
  for await (const event of parseEventStream(cut(bytes, at))) events.push(event);
  return events;
}

test('[AP8] comments, retry and unknown fields are dropped, data lines joined, every line ending taken', async () => {
  expect(await parsed(': hello\nretry: 1000\n\nid: 4\nevent: record\ndata: a\ndata: b\nodd: x\n\n')).toEqual([
    { id: '4', event: 'record', data: 'a\nb' },
  ]);
  expect(await parsed('data: a\r\n\r\ndata:b\r\rdata:  c\n\n')).toEqual([{ data: 'a' }, { data: 'b' }, { data: ' c' }]);
  expect(await parsed('data: unfinished')).toEqual([]);
});

test('[AP8] an event comes out as it went in, wherever the network cuts the bytes', async () => {
  const event = fc.record({
    id: fc.nat(),
    kind: fc.constant('record' as const),
    data: fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' })),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 5 }), fc.array(fc.nat(), { maxLength: 8 }), async (events, at) => {
      const text = new TextEncoder().encode(events.map(encodeEvent).join(': still here\n\n'));
      const got = await parsed(text, at);
      expect(got.map(({ data }) => JSON.parse(data) as unknown)).toEqual(events.map((one) => JSON.parse(JSON.stringify(one)) as unknown));
    }),
    { seed: 20_302, numRuns: 300 },
  );
});

test('[AP8] bytes of any kind end in events or a code, within bounds', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      expect(Array.isArray(await parsed(bytes))).toBe(true);
    }),
    { seed: 20_303, numRuns: 300 },
  );
  await expect(parsed(`data: ${'x'.repeat((1 << 20) + 1)}`)).rejects.toMatchObject({ code: 'api-answer-malformed' });
});
