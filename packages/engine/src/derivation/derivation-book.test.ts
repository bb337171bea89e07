import type { RecordId } from '@wasl/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { at, declare, idOf, say } from '../../test/saying.ts';
import type { Said } from '../said.ts';
import { DerivationBook } from './derivation-book.ts';

const declarations = declare({
  summary: { derives: ['lines/basis'] },
  answer: { moves: { rel: 'acknowledges', desk: 'author', event: 'state', steps: { done: 'done', seen: 'acknowledged' } } },
});
const ma = 'ma.police/ops';
const gb = 'gb.police/ops';

function opened(...records: readonly Said[]): DerivationBook {
  const book = new DerivationBook(declarations);
  for (const said of records) book.add(said);
  return book;
}

const source = say(1, { type: 'report', by: ma });
const summary = (n: number, by: string, basis: readonly number[], refs: Parameters<typeof say>[1]['refs'] = []) =>
  say(n, { type: 'summary', by, fields: { lines: [{ basis: basis.map(idOf) }, { basis: [] }] }, refs });
const withdrawal = say(9, { type: 'withdrawal', by: ma, refs: [['withdraws', 1]] });
const brief = (book: DerivationBook) =>
  book.consequences(idOf(1)).map(({ act, reached }) => [act.rel, reached.map(({ id, depth, measure }) => [id, depth, measure])]);

test('[EN15, EN17, L14] an act reaches everything made from the record, through records, units and exports, whoever made it', () => {
  const book = opened(
    withdrawal,
    summary(3, gb, [2]),
    summary(2, gb, [1, 7]),
    say(4, { type: 'page', by: ma, refs: [['derives', 3]] }),
    source,
  );
  book.addExport({ id: 'export-1', kind: 'pdf', sources: [idOf(3)], atMs: at(5) });
  expect(brief(book)).toEqual([
    [
      'withdraws',
      [
        [idOf(2), 1, 'open'],
        [idOf(3), 2, 'open'],
        [idOf(4), 3, 'open'],
        ['export-1', 3, 'open'],
      ],
    ],
  ]);
  expect(book.open()).toHaveLength(4);
  expect(book.fallenSources(idOf(4)).map(({ source: fallen, depth }) => [fallen, depth])).toEqual([[idOf(1), 3]]);
  expect(book.fallenSources('export-1').map(({ source: fallen, depth }) => [fallen, depth])).toEqual([[idOf(1), 3]]);
  expect(brief(opened(source, summary(2, gb, [1]), say(9, { type: 'withdrawal', by: gb, refs: [['withdraws', 1]] })))).toEqual([]);
  expect(brief(opened(source, withdrawal, summary(2, gb, [1, 3]), summary(3, gb, [2])))[0]?.[1]).toHaveLength(2);
});

test('[EN16, L14] what was done is seen: reissued without it, withdrawn, erased, kept with an answer, or nothing yet', () => {
  const measure = (...more: readonly Said[]) => {
    const [consequence] = opened(source, withdrawal, summary(2, gb, [1]), ...more).consequences(idOf(1));
    const first = consequence?.reached.find(({ id }) => id === idOf(2));
    return [first?.measure, first?.by];
  };
  expect(measure()).toEqual(['open', undefined]);
  expect(measure(summary(3, gb, [7], [['supersedes', 2]]))).toEqual(['reissued', idOf(3)]);
  expect(measure(summary(3, gb, [1], [['supersedes', 2]])), 'said anew, but still from it').toEqual(['open', undefined]);
  expect(measure(say(3, { type: 'withdrawal', by: gb, refs: [['withdraws', 2]] }))).toEqual(['withdrawn', idOf(3)]);
  expect(measure(say(3, { type: 'erasure', by: gb, refs: [['erases', 2]] }))).toEqual(['erased', idOf(3)]);
  expect(measure(say(3, { type: 'withdrawal', by: ma, refs: [['withdraws', 2]] })), 'only its issuer can').toEqual(['open', undefined]);
  expect(
    measure(
      say(3, {
        type: 'answer',
        by: gb,
        refs: [
          ['acknowledges', 9],
          ['concerns', 2],
        ],
      }),
    ),
  ).toEqual(['kept', idOf(3)]);
  expect(
    measure(
      say(3, {
        type: 'answer',
        by: ma,
        refs: [
          ['acknowledges', 9],
          ['concerns', 2],
        ],
      }),
    ),
  ).toEqual(['open', undefined]);
  const answered = opened(
    source,
    withdrawal,
    say(3, { type: 'answer', by: gb, s: 30, fields: { state: 'done' }, refs: [['acknowledges', 9]] }),
  );
  expect(answered.consequences(idOf(1))[0]?.answers).toEqual([
    { agency: 'gb.police', desk: gb, record: idOf(3), event: 'done', atMs: at(30) },
  ]);
});

const draft = fc.record({
  by: fc.constantFrom(ma, gb),
  basis: fc.array(fc.nat(14), { maxLength: 3 }),
  derives: fc.array(fc.nat(14), { maxLength: 2 }),
  act: fc.option(
    fc.tuple(fc.constantFrom('withdraws' as const, 'corrects' as const, 'supersedes' as const, 'erases' as const), fc.nat(14)),
    { nil: undefined },
  ),
});

test('[EN15] what is reached is what a plain model reaches, in any order, with restarts in between', () => {
  fc.assert(
    fc.property(
      fc.array(draft, { minLength: 1, maxLength: 14 }),
      fc.array(fc.nat(), { minLength: 14, maxLength: 14 }),
      fc.nat(14),
      (drafts, order, cut) => {
        const records = drafts.map((one, n) =>
          summary(n, one.by, one.basis, [
            ...one.derives.map((to) => ['derives', to] as const),
            ...(one.act === undefined ? [] : [one.act]),
          ]),
        );
        const arriving = records.map((said, n) => ({ said, key: order[n] ?? 0 })).sort((a, b) => a.key - b.key);
        let book = new DerivationBook(declarations);
        for (const [n, { said }] of arriving.entries()) {
          if (n === cut) {
            book = new DerivationBook(declarations);
            for (const one of arriving.slice(0, n)) book.add(JSON.parse(JSON.stringify(one.said)) as Said);
          }
          book.add(said);
        }
        // The plain model: grow the set of what is made from a record until it grows no more.
        const made = (id: RecordId): ReadonlySet<RecordId> => {
          const found = new Set<RecordId>();
          for (let before = -1; before !== found.size; ) {
            before = found.size;
            for (const [n, one] of drafts.entries())
              if ([...one.basis, ...one.derives].some((to) => to !== n && (idOf(to) === id || found.has(idOf(to))))) found.add(idOf(n));
          }
          found.delete(id);
          return found;
        };
        for (const [n, said] of records.entries()) {
          const target = idOf(n);
          expect(new Set(book.derivedFrom(target).map(({ id }) => id))).toEqual(made(target));
          const acts = records.filter((one, i) => one.issuer === said.issuer && drafts[i]?.act?.[1] === n);
          const consequences = book.consequences(target);
          expect(consequences.map(({ act }) => act.id)).toEqual(acts.map(({ id }) => id));
          for (const { act, reached } of consequences) {
            const wanted = [...made(target)].filter((id) => id !== act.id).sort();
            expect(reached.map(({ id }) => id).sort()).toEqual(wanted);
          }
        }
      },
    ),
    { seed: 2030, numRuns: 300 },
  );
});
