import type { Agreement } from '../document.ts';
import type { Term, TermChange } from './report.ts';

/** A term that is a number or a date: more of it is `wider`, `narrower` or neither. */
interface Measured {
  readonly term: Term;
  readonly value: (agreement: Agreement) => string | number;
  readonly more: TermChange['direction'];
}

const measured: readonly Measured[] = [
  { term: 'effective', value: (each) => each.effective, more: 'narrower' },
  { term: 'sunset', value: (each) => each.sunset, more: 'wider' },
  { term: 'erasureHours', value: (each) => each.erasure.deadlineHours, more: 'wider' },
  { term: 'acknowledgeSeconds', value: (each) => each.clocks.acknowledgeSeconds, more: 'wider' },
  { term: 'onward', value: (each) => each.onward.rule, more: 'narrower' },
  { term: 'prevails', value: (each) => each.prevails, more: 'other' },
  { term: 'succession', value: (each) => each.succession.signatures, more: 'other' },
  { term: 'rights', value: (each) => each.rights.rating, more: 'other' },
];

/** A term that is a set of named things: each with a number or a text, or `present`. */
interface Named {
  readonly term: Term;
  readonly rows: (agreement: Agreement) => ReadonlyMap<string, string | number>;
  readonly added: TermChange['direction'];
  readonly more: TermChange['direction'];
}

const named: readonly Named[] = [
  { term: 'agency', rows: (each) => new Map(each.agencies.map((row) => [row.agency, row.function])), added: 'wider', more: 'other' },
  { term: 'ceiling', rows: (each) => new Map(each.agencies.map((row) => [row.agency, row.ceiling])), added: 'wider', more: 'wider' },
  {
    term: 'threshold',
    rows: (each) => new Map(each.parties.map((row) => [row.party, row.threshold])),
    added: 'other',
    more: 'narrower',
  },
  { term: 'purpose', rows: (each) => new Map(each.purposes.map((row) => [row.purpose, 'present'])), added: 'wider', more: 'other' },
  { term: 'mode', rows: (each) => new Map(each.modes.map((row) => [row, 'present'])), added: 'wider', more: 'other' },
  {
    term: 'retentionDays',
    rows: (each) => new Map(each.retention.flatMap((row) => row.types.map((type): [string, number] => [type, row.days]))),
    added: 'narrower',
    more: 'wider',
  },
  { term: 'answerHours', rows: (each) => new Map(Object.entries(each.clocks.rfiHours)), added: 'other', more: 'other' },
  { term: 'leadDays', rows: (each) => new Map(Object.entries(each.clocks.leadDays)), added: 'other', more: 'other' },
  {
    term: 'marking',
    rows: (each) => new Map(each.equivalences.map((row) => [`${row.policy} ${row.word}`, `${row.lvl} (${row.status})`])),
    added: 'other',
    more: 'other',
  },
  {
    term: 'property',
    rows: (each) => new Map(each.properties.map((row) => [row.id, JSON.stringify(row.never)])),
    added: 'narrower',
    more: 'other',
  },
  {
    term: 'assessment',
    rows: (each) =>
      new Map(each.impactAssessments.flatMap((row) => row.covers.map((kind): [string, string] => [`${row.party} ${kind}`, row.expires]))),
    added: 'wider',
    more: 'wider',
  },
  {
    term: 'nonRefoulement',
    rows: (each) =>
      new Map(each.nonRefoulement === undefined ? [] : [[each.nonRefoulement.basis, JSON.stringify(each.nonRefoulement.text)]]),
    added: 'narrower',
    more: 'other',
  },
  {
    term: 'wording',
    rows: (each) =>
      new Map([...each.nevers, ...each.permits, ...each.emergency].map((row) => [row.id, JSON.stringify([row.basis, row.text])])),
    added: 'other',
    more: 'other',
  },
];

const opposite = { wider: 'narrower', narrower: 'wider', other: 'other' } as const;

function isMore(old: string | number, next: string | number): boolean {
  return typeof old === 'number' && typeof next === 'number' ? next > old : String(next) > String(old);
}

/** The terms outside the clauses that differ, each with the direction in which it moves (PR14). An absent value is `—`. */
export function termChanges(a: Agreement, b: Agreement): readonly TermChange[] {
  const single = measured.flatMap(({ term, value, more }): TermChange[] => {
    const [old, next] = [value(a), value(b)];
    if (old === next) return [];
    return [{ term, old: String(old), new: String(next), direction: isMore(old, next) ? more : opposite[more] }];
  });
  const several = named.flatMap(({ term, rows, added, more }): TermChange[] => {
    const [old, next] = [rows(a), rows(b)];
    return [...new Set([...old.keys(), ...next.keys()])].flatMap((name): TermChange[] => {
      const [was, is] = [old.get(name), next.get(name)];
      if (was === is) return [];
      const row = { term, name, old: String(was ?? '—'), new: String(is ?? '—') };
      if (was === undefined) return [{ ...row, direction: added }];
      if (is === undefined) return [{ ...row, direction: opposite[added] }];
      return [{ ...row, direction: isMore(was, is) ? more : opposite[more] }];
    });
  });
  return [...single, ...several];
}
