import type { Json, RecordId } from '@wasl/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bySaying, type Said, SubjectFold } from '../src/index.ts';
import { declare, say, subjectOf } from './saying.ts';

const declarations = declare({
  report: { fold: { a: { merge: 'same' }, b: { merge: 'newest' }, c: { merge: 'highest' }, d: { merge: 'owner' } } },
  ruling: { settles: 'concerns' },
});
const agencies = ['ma.police/ops', 'gb.police/ops', 'es.police/ops'] as const;
const units = ['a', 'b', 'c', 'd'] as const;

interface Plain {
  readonly statements: Record<string, Record<string, Json>>;
  readonly shown: Record<string, Json>;
  readonly apart: readonly string[];
  readonly fallen: readonly string[];
}

/** The plain model: nothing kept, everything looked up again over the whole set of records. */
function model(all: readonly Said[]): Plain {
  const records = [...all].sort(bySaying);
  const acts = (id: RecordId, rels: readonly string[]) => {
    const target = records.find((one) => one.id === id);
    return records.filter((one) => one.issuer === target?.issuer && one.refs.some((ref) => ref.id === id && rels.includes(ref.rel)));
  };
  const gone = (id: RecordId) => acts(id, ['withdraws', 'erases']).length > 0;
  const stands = (said: Said, unit: string) =>
    acts(said.id, ['withdraws', 'erases', 'supersedes']).length === 0 &&
    acts(said.id, ['corrects']).every((one) => !gone(one.id) && !(unit in one.fields));
  const reports = records.filter((one) => one.type === 'report');
  const statements: Record<string, Record<string, Json>> = {};
  const shown: Record<string, Json> = {};
  const apart: string[] = [];
  for (const unit of units) {
    const voices: Said[] = [];
    for (const desk of agencies) {
      const newest = reports.filter((one) => one.author === desk && unit in one.fields && stands(one, unit)).at(-1);
      if (newest === undefined) continue;
      voices.push(newest);
      statements[newest.issuer] = { ...statements[newest.issuer], [unit]: newest.fields[unit] ?? null };
    }
    const ordered = voices.sort(bySaying);
    const values = ordered.map((one) => one.fields[unit] as number);
    if (values.length === 0) continue;
    const owners = ordered.find((one) => one.issuer === reports[0]?.issuer)?.fields[unit];
    shown[unit] = unit === 'c' ? Math.max(...values) : unit === 'd' && owners !== undefined ? owners : (values.at(-1) as number);
    if ((unit === 'a' || unit === 'c') && new Set(values).size > 1) apart.push(unit);
  }
  const fallen = records.filter((one) => acts(one.id, ['withdraws', 'erases', 'supersedes', 'corrects']).length > 0).map(({ id }) => id);
  return { statements, shown, apart: apart.sort(), fallen };
}

function foldOf(fold: SubjectFold): Plain {
  const view = fold.view();
  const part = view.types.find((one) => one.type === 'report');
  return {
    statements: Object.fromEntries(
      (part?.statements ?? []).map(({ agency, units: stated }) => [
        agency,
        Object.fromEntries(Object.entries(stated).map(([unit, { value }]) => [unit, value])),
      ]),
    ),
    shown: Object.fromEntries((part?.merged ?? []).map(({ unit, value }) => [unit, value])),
    apart: (part?.divergence ?? []).map(({ unit }) => unit),
    fallen: view.records.filter(({ standing }) => standing !== 'current').map(({ id }) => id),
  };
}

const drafts = fc.array(
  fc.record({
    by: fc.constantFrom(...agencies),
    seconds: fc.integer({ min: 0, max: 20 }),
    fields: fc.dictionary(fc.constantFrom(...units), fc.integer({ min: 0, max: 3 }), { maxKeys: 3 }),
    refs: fc.array(
      fc.tuple(
        fc.constantFrom('corrects' as const, 'supersedes' as const, 'withdraws' as const, 'erases' as const),
        fc.integer({ min: 0, max: 24 }),
      ),
      { maxLength: 2 },
    ),
  }),
  { minLength: 1, maxLength: 25 },
);

test('[EN2] the fold is what a plain model makes of the same set, in any order, with repetition and restarts', () => {
  fc.assert(
    fc.property(
      drafts,
      fc.array(fc.nat(), { minLength: 25, maxLength: 25 }),
      fc.array(fc.nat(24), { maxLength: 4 }),
      (made, order, restarts) => {
        const records = made.map((draft, n) =>
          say(n, { type: 'report', by: draft.by, s: draft.seconds, fields: draft.fields, refs: draft.refs.filter(([, to]) => to !== n) }),
        );
        const arriving = [...records, ...records.slice(0, 3)]
          .map((said, n) => ({ said, key: order[n % 25] ?? 0 }))
          .sort((a, b) => a.key - b.key);
        let fold = new SubjectFold({ subject: subjectOf(1), mode: 'exercise', declarations });
        const known = new Map<RecordId, Said>();
        for (const [n, { said }] of arriving.entries()) {
          fold.add(said);
          known.set(said.id, said);
          if (restarts.includes(n)) {
            const kept = JSON.parse(JSON.stringify(fold.records())) as readonly Said[];
            fold = new SubjectFold({ subject: subjectOf(1), mode: 'exercise', declarations });
            for (const one of kept) fold.add(one);
          }
          if (n % 3 === 0 || n === arriving.length - 1) expect(foldOf(fold)).toEqual(model([...known.values()]));
        }
      },
    ),
    { seed: 2030, numRuns: 400 },
  );
});

test('[EN2] two folds of one set are equal to the last member', () => {
  fc.assert(
    fc.property(drafts, fc.array(fc.nat(), { minLength: 25, maxLength: 25 }), (made, order) => {
      const records = made.map((draft, n) =>
        say(n, {
          type: n % 7 === 6 ? 'ruling' : 'report',
          by: draft.by,
          s: draft.seconds,
          fields: draft.fields,
          refs: draft.refs.map(([rel, to]) => [n % 7 === 6 ? ('concerns' as const) : rel, to] as const),
        }),
      );
      const fold = (list: readonly Said[]) => {
        const made = new SubjectFold({ subject: subjectOf(1), mode: 'exercise', declarations });
        for (const said of list) made.add(said);
        return made.view();
      };
      const shuffled = records.map((said, n) => ({ said, key: order[n] ?? 0 })).sort((a, b) => a.key - b.key);
      expect(fold(shuffled.map(({ said }) => said))).toEqual(fold(records));
    }),
    { seed: 2030, numRuns: 200 },
  );
});
