import type { NodeEvent, RecordView } from '@wasl/contract';
import type { RecordId } from '@wasl/record';
import { expect, test } from 'vitest';
import { afterEvent, merged, nothingToRead, pendingFrom } from './record-window.ts';

const id = (name: string) => `sha256:${name}` as RecordId;
const view = (name: string, seq: number, state?: string): RecordView =>
  ({ id: id(name), seq, status: 'current', ...(state === undefined ? {} : { delivery: { state, readers: 1 } }) }) as unknown as RecordView;
const event = (kind: NodeEvent['kind'], record?: string, data: NodeEvent['data'] = {}): NodeEvent => ({
  id: 1,
  kind,
  data,
  ...(record === undefined ? {} : { record: id(record) }),
});
const shown = { mode: 'exercise' as const, ids: new Set([id('a')]) };

test('[AP8.1] an event makes the page read what changed and no more; another mode nothing; lost events everything', () => {
  const read = (...events: readonly NodeEvent[]) => events.reduce((before, each) => afterEvent(before, each, shown), nothingToRead);
  expect(read(event('record', 'b', { mode: 'exercise' }))).toEqual({ ...nothingToRead, newer: true });
  expect(read(event('record', 'b', { mode: 'actual' }))).toEqual(nothingToRead);
  expect(read(event('record', 'a', { mode: 'exercise', later: true })).records).toEqual(new Set([id('a')]));
  expect(read(event('withdrawn', 'a'), event('erased', 'elsewhere'))).toEqual({ ...nothingToRead, records: new Set([id('a')]) });
  expect(read(event('delivery'))).toEqual({ ...nothingToRead, deliveries: true, status: true });
  expect(read(event('alarm', undefined, { code: 'time-uncertain' }))).toEqual({ ...nothingToRead, status: true });
  expect(read(event('alarm', undefined, { code: 'events-lost' })).all).toBe(true);
});

test('[AP8.1] what was read is put in once, newest first, and keeps its place', () => {
  const list = merged([view('b', 2), view('a', 1)], [view('c', 3), view('a', 0, 'signed')]);
  expect(list.map((record) => [record.id, record.seq, record.delivery?.state])).toEqual([
    [id('c'), 3, undefined],
    [id('b'), 2, undefined],
    [id('a'), 1, 'signed'],
  ]);
  expect(merged([], [view('unknown', 0)])).toEqual([]);
});

test('[I11] own records that someone does not have yet are read again, and only those from there on', () => {
  expect(pendingFrom([view('c', 9, 'delivered'), view('b', 7, 'late'), view('a', 3, 'delivered')])).toBe(6);
  expect(pendingFrom([view('c', 9, 'delivered'), view('b', 7, 'refused')])).toBeUndefined();
});
