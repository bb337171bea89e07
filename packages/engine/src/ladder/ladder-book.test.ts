import type { AgencyId, DeskId } from '@wasl/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { at, declare, idOf, say } from '../../test/saying.ts';
import type { Said } from '../said.ts';
import { LadderBook } from './ladder-book.ts';
import { ladderInputs, ladderStates, ladderTable } from './table.ts';

const steps = {
  seen: 'acknowledged',
  accepted: 'accepted',
  partial: 'partial',
  refused: 'refused',
  deferred: 'deferred',
  done: 'done',
} as const;
const declarations = declare({
  notice: { ladder: { rows: 'ackBy', desk: './desk', owes: ['acknowledge'] } },
  wish: { ladder: { desk: 'to', owes: ['acknowledge', 'answer'] } },
  reply: { moves: { rel: 'acknowledges', desk: 'desk', event: 'state', steps } },
});
const ma = 'ma.police/ops';
const gb = 'gb.police/ops' as DeskId;
const wish = say(1, { type: 'wish', by: ma, s: 0, fields: { to: gb } });
const reply = (n: number, state: string, of: { by?: string; desk?: string; s?: number } = {}) =>
  say(n, { type: 'reply', by: of.by ?? gb, s: of.s ?? n, fields: { state, desk: of.desk ?? of.by ?? gb }, refs: [['acknowledges', 1]] });

function ladders(...records: readonly Said[]): LadderBook {
  const book = new LadderBook(declarations);
  for (const said of records) book.add(said);
  return book;
}

const brief = (book: LadderBook) =>
  book.of(idOf(1)).map(({ desk, state, unread, unacknowledged, unanswered }) => [desk, state, unread, unacknowledged, unanswered]);

test('[EN12] the table is total, never steps down by reading, ends only with the record', () => {
  for (const state of ladderStates) {
    expect(Object.keys(ladderTable[state]).sort()).toEqual([...ladderInputs].sort());
    for (const input of ladderInputs) expect(ladderStates).toContain(ladderTable[state][input]);
    expect(ladderTable[state].ended).toBe('void');
    expect(ladderTable.void[ladderInputs[0] ?? 'ended']).toBe('void');
  }
  for (const input of ladderInputs) expect(ladderTable.void[input]).toBe('void');
  for (const state of ['seen', 'accepted', 'partial', 'refused', 'deferred', 'done'] as const)
    for (const input of ['delivered', 'seen', 'acknowledged'] as const) expect(ladderTable[state][input]).toBe(state);
  for (const input of ladderInputs) if (input !== 'ended') expect(ladderTable.done[input]).toBe('done');
  expect(ladderTable.refused.accepted).toBe('accepted');
  expect(ladderTable.deferred.accepted).toBe('accepted');
});

test('[EN13] not read, not acknowledged and not answered are three things', () => {
  const book = ladders(wish);
  expect(brief(book)).toEqual([[gb, 'sent', true, true, true]]);
  book.delivered(idOf(1), 'gb.police' as AgencyId, at(1));
  expect(brief(book)).toEqual([[gb, 'delivered', true, true, true]]);
  book.seen(idOf(1), gb, at(2));
  expect(brief(book)).toEqual([[gb, 'seen', false, true, true]]);
  book.add(reply(3, 'seen'));
  expect(brief(book)).toEqual([[gb, 'seen', false, false, true]]);
  book.add(reply(4, 'deferred'));
  expect(brief(book)).toEqual([[gb, 'deferred', false, false, false]]);
  book.add(reply(5, 'accepted'));
  book.add(reply(6, 'done'));
  expect(brief(book)).toEqual([[gb, 'done', false, false, false]]);
  expect(book.open()).toEqual([]);
  expect(book.of(idOf(1))[0]?.steps.map(({ event }) => event)).toEqual([
    'delivered',
    'seen',
    'acknowledged',
    'deferred',
    'accepted',
    'done',
  ]);
});

test('[EN14] a desk is spoken for by its own agency only; an answer taken back is none; the end of the record ends all', () => {
  expect(brief(ladders(wish, reply(2, 'accepted', { by: 'es.police/ops', desk: gb })))).toEqual([[gb, 'sent', true, true, true]]);
  const back = say(3, { type: 'withdrawal', by: gb, refs: [['withdraws', 2]] });
  expect(brief(ladders(back, reply(2, 'accepted'), wish))).toEqual([[gb, 'sent', true, true, true]]);
  expect(brief(ladders(wish, say(4, { type: 'withdrawal', by: ma, refs: [['withdraws', 1]] })))).toEqual([
    [gb, 'void', false, false, false],
  ]);
  expect(brief(ladders(wish, say(4, { type: 'withdrawal', by: gb, refs: [['withdraws', 1]] })))).toEqual([[gb, 'sent', true, true, true]]);
  expect(brief(ladders(wish, reply(2, 'accepted', { by: 'gb.police/nfip' })))).toEqual([
    ['gb.police/nfip', 'accepted', false, false, false],
    [gb, 'sent', true, true, true],
  ]);
});

const event = fc.record({
  kind: fc.constantFrom('reply' as const, 'reply' as const, 'withdraw' as const, 'delivered' as const, 'seen' as const),
  state: fc.constantFrom('seen', 'accepted', 'partial', 'refused', 'deferred', 'done', 'nonsense'),
  s: fc.integer({ min: 0, max: 30 }),
  to: fc.nat(12),
});

test('[EN12] the ladder is the table folded over the steps in their order, whatever the order of arrival', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 12 }), fc.array(fc.nat(), { minLength: 13, maxLength: 13 }), (events, order) => {
      const records = events.map((one, i) =>
        one.kind === 'withdraw'
          ? say(i + 2, { type: 'withdrawal', by: gb, s: one.s, refs: [['withdraws', one.to + 1]] })
          : reply(i + 2, one.state, { s: one.s }),
      );
      const acts: ((book: LadderBook) => void)[] = [(book) => book.add(wish)];
      for (const [i, one] of events.entries()) {
        if (one.kind === 'delivered') acts.push((book) => book.delivered(idOf(1), 'gb.police' as AgencyId, at(one.s)));
        else if (one.kind === 'seen') acts.push((book) => book.seen(idOf(1), gb, at(one.s)));
        else acts.push((book) => book.add(records[i] as Said));
      }
      const book = new LadderBook(declarations);
      for (const { act } of acts.map((act, i) => ({ act, key: order[i] ?? 0 })).sort((a, b) => a.key - b.key)) act(book);
      // The plain model: reading and receipt first, then what was answered in the order of clock values.
      const taken = events.flatMap((one) => (one.kind === 'withdraw' ? [one.to + 1] : []));
      let state: (typeof ladderStates)[number] = 'sent';
      if (events.some((one) => one.kind === 'delivered')) state = 'delivered';
      if (events.some((one) => one.kind === 'seen')) state = 'seen';
      const said = events.flatMap((one, i) =>
        one.kind === 'reply' && one.state in steps && !taken.includes(i + 2) ? [{ ...one, n: i + 2 }] : [],
      );
      for (const one of said.sort((a, b) => a.s - b.s || a.n - b.n)) state = ladderTable[state][steps[one.state as keyof typeof steps]];
      const mine = book.of(idOf(1)).find(({ desk }) => desk === gb);
      expect(mine?.state).toBe(state);
      expect(mine?.unanswered).toBe(!said.some((one) => one.state !== 'seen'));
      expect(mine?.unacknowledged).toBe(said.length === 0);
      expect(mine?.unread).toBe(said.length === 0 && !events.some((one) => one.kind === 'seen'));
    }),
    { seed: 2030, numRuns: 500 },
  );
});
