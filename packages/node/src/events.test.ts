import { expect, test } from 'vitest';
import { EventRing } from './events.ts';
import type { NodeEvent } from './service.ts';

const start = Date.parse('2030-06-14T12:00:00Z');

/** The next `count` events of a stream. */
async function take(stream: AsyncGenerator<NodeEvent>, count: number): Promise<readonly NodeEvent[]> {
  const seen: NodeEvent[] = [];
  while (seen.length < count) {
    const { value, done } = await stream.next();
    if (done === true) break;
    seen.push(value);
  }
  return seen;
}

test('[AP8.1] from a cursor nothing is missed, whether it happened before the stream was opened or after', async () => {
  const ring = new EventRing(start);
  const cursor = ring.last;
  ring.emit('record', { n: 1 });
  ring.emit('record', { n: 2 });
  const stream = ring.after(cursor, new AbortController().signal);
  expect((await take(stream, 2)).map(({ data }) => data['n'])).toEqual([1, 2]);
  const next = take(stream, 2);
  ring.emit('record', { n: 3 });
  ring.emit('record', { n: 4 });
  expect((await next).map(({ data }) => data['n'])).toEqual([3, 4]);
});

test('[AP8.1] a listener that falls behind what is kept is told so in the middle of its stream, once, and goes on with what is kept', async () => {
  const ring = new EventRing(start);
  const stream = ring.after(ring.last, new AbortController().signal);
  ring.emit('record', { n: 0 });
  expect((await take(stream, 1)).map(({ data }) => data['n'])).toEqual([0]);
  for (let n = 1; n <= 3000; n += 1) ring.emit('record', { n });
  const seen = await take(stream, 2049);
  expect(seen[0]?.data).toEqual({ code: 'events-lost' });
  expect(seen.slice(1).map(({ data }) => data['n'])).toEqual(Array.from({ length: 2048 }, (_, at) => 953 + at));
  expect(seen.every((event, at) => at === 0 || event.id === (seen[at - 1]?.id ?? 0) + 1)).toBe(true);
});

test('[AP8.1] an id of the process before, or one never given out, is answered with `events-lost`, never with other events of that number', async () => {
  const before = new EventRing(start);
  for (let n = 0; n < 100; n += 1) before.emit('record', { n });
  const ring = new EventRing(start + 1);
  for (let n = 0; n < 200; n += 1) ring.emit('record', { n });
  for (const since of [before.last, 0, ring.last + 5]) {
    const [first, second] = await take(ring.after(since, new AbortController().signal), 2);
    expect([first?.data, second?.data]).toEqual([{ code: 'events-lost' }, { n: 0 }]);
  }
});
