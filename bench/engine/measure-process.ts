/** The engine in a process of its own: takes {rounds, quick} and tells CPU milliseconds of fold, clocks and derivation at growing sizes, and memory. */
import { ClockBook, type Declarations, DerivationBook, type Said, SubjectFold } from '@wasl/engine';
import type { AgencyId, DeskId, RecordId, Ref, SubjectId } from '@wasl/record';
import { onOrders, tell } from '../child-orders.ts';
import { residentMbOf } from '../report/machine.ts';

/** CPU milliseconds of this process with its collector of garbage: what the machine does beside it does not count. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const startMs = Date.parse('2030-06-13T12:00:00Z');
const agencies = ['ma.police', 'gb.police', 'es.police'] as const;
const declarations: Declarations = new Map([
  [
    'report',
    {
      fold: {
        place: { merge: 'same', near: { metres: 100 } },
        state: { merge: 'same' },
        hurt: { merge: 'highest' },
        trend: { merge: 'newest' },
      },
    },
  ],
  [
    'notice',
    {
      clocks: [
        {
          clock: 'acknowledge',
          rows: 'ackBy',
          desk: './desk',
          due: { after: { path: './seconds' } },
          stops: [{ rel: 'acknowledges', by: 'agency' }],
          escalates: { desks: './ladder', last: 'issuer' },
        },
      ],
    },
  ],
]);

const idOf = (n: number) => `sha256:${String(n).padStart(43, '0')}` as RecordId;

function said(
  n: number,
  of: {
    readonly type: string;
    readonly agency: number;
    readonly subject: number;
    readonly fields: Said['fields'];
    readonly refs?: readonly Ref[];
  },
): Said {
  const issuer = agencies[of.agency % agencies.length] as AgencyId;
  return {
    id: idOf(n),
    type: of.type,
    issuer,
    author: `${issuer}/ops` as DeskId,
    mode: 'exercise',
    hlc: `${startMs + n}.0000`,
    subject: `subject${String(of.subject).padStart(15, '0')}` as SubjectId,
    refs: of.refs ?? [],
    fields: of.fields,
  };
}

/** Record n of a run over so many subjects: every twentieth corrects, every fiftieth withdraws what its agency said of the subject before. */
function report(n: number, subjects: number): Said {
  const agency = Math.floor(n / subjects);
  const before = n - subjects * agencies.length;
  const rel = before < 0 ? undefined : agency % 50 === 49 ? 'withdraws' : agency % 20 === 19 ? 'corrects' : undefined;
  return said(n, {
    type: 'report',
    agency,
    subject: n % subjects,
    refs: rel === undefined ? [] : [{ rel, id: idOf(before) }],
    fields:
      rel === 'withdraws'
        ? {}
        : {
            place: { lat: 340_000_000 + (n % 7) * 9000, lon: -68_000_000 },
            state: n % 3 === 0 ? 'open' : 'contained',
            hurt: { p1: n % 4, p2: n % 3 },
            trend: 'stable',
          },
  });
}

/** All subjects live at once, records of all of them in turn; then every view. */
function fold(
  records: number,
  subjects: number,
): { readonly addMs: number; readonly viewMs: number; readonly divergent: number; readonly residentMb: number } {
  const folds = Array.from(
    { length: subjects },
    (_, n) => new SubjectFold({ subject: report(n, subjects).subject, mode: 'exercise', declarations }),
  );
  const started = cpuMs();
  for (let n = 0; n < records; n += 1) folds[n % subjects]?.add(report(n, subjects));
  const added = cpuMs();
  let divergent = 0;
  for (const one of folds) if (one.view().types.some((part) => part.divergence.length > 0)) divergent += 1;
  const viewed = cpuMs();
  return { addMs: added - started, viewMs: viewed - added, divergent, residentMb: residentMbOf(process.pid) };
}

/** Arms so many clocks, answers half of them, sleeps for a day and tells the rest in portions of a hundred. */
function clocks(count: number): { readonly ms: number; readonly told: number } {
  const started = cpuMs();
  const book = new ClockBook({ declarations });
  for (let n = 0; n < count; n += 1)
    book.add(
      said(n, {
        type: 'notice',
        agency: 0,
        subject: n,
        fields: { ackBy: [{ desk: 'gb.police/ops', seconds: 60 + (n % 600), ladder: ['gb.police/deputy'] }] },
      }),
    );
  for (let n = 0; n < count; n += 2)
    book.add(said(count + n, { type: 'answer', agency: 1, subject: n, fields: {}, refs: [{ rel: 'acknowledges', id: idOf(n) }] }));
  let told = 0;
  for (let fired = book.fire(startMs + 86_400_000); fired.length > 0; fired = book.fire(startMs + 86_400_000)) told += fired.length;
  return { ms: cpuMs() - started, told };
}

/** One record, so many made from it in layers of ten, its withdrawal, and what came of it. */
function derivation(count: number): { readonly ms: number; readonly addMs: number; readonly reached: number } {
  const started = cpuMs();
  const book = new DerivationBook(declarations);
  book.add(said(0, { type: 'report', agency: 0, subject: 0, fields: {} }));
  for (let n = 1; n <= count; n += 1)
    book.add(
      said(n, {
        type: 'page',
        agency: 1,
        subject: n,
        fields: {},
        refs: [{ rel: 'derives', id: idOf(n <= 10 ? 0 : n - 10) }, ...(n > 20 ? [{ rel: 'derives' as const, id: idOf(n - 20) }] : [])],
      }),
    );
  book.add(said(count + 1, { type: 'withdrawal', agency: 0, subject: 0, fields: {}, refs: [{ rel: 'withdraws', id: idOf(0) }] }));
  const built = cpuMs();
  const reached = book.consequences(idOf(0))[0]?.reached.length ?? 0;
  return { ms: cpuMs() - built, addMs: built - started, reached };
}

onOrders(({ rounds, quick }: { readonly rounds: number; readonly quick: boolean }) => {
  const scale = quick ? 100 : 1;
  const samples = Array.from({ length: rounds }, () => ({
    clocks: [clocks(2500), clocks(10_000), clocks(40_000)],
    derivation: [derivation(250), derivation(1000), derivation(4000)],
  }));
  const folds = [250_000, 500_000, 1_000_000].map((records) => fold(records / scale, records / scale / 100));
  tell({ engine: samples, folds, deep: fold(100_000 / scale, 1) });
});
tell({ ready: 'engine' });
