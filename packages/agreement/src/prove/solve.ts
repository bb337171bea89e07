import type { Agreement } from '../document.ts';
import { domainOf } from './domain.ts';
import type { Point } from './point.ts';
import { theoryOf } from './smt.ts';

/** Boolean digits and one integer held against constants: difference logic is enough, and the quickest. */
const logic = 'QF_IDL';

/** The solver's answer for one property; a refutation comes with a point. */
export interface Answer {
  readonly id: string;
  readonly outcome: 'proved' | 'refuted' | 'unknown';
  readonly point?: Point;
}

/**
 * Asks z3 whether any release breaks each property (PR8). Loads 35 MB of WebAssembly and starts threads that never end:
 * call it only in a process that is about to end.
 */
export async function solve(agreement: Agreement): Promise<readonly Answer[]> {
  const { init } = await import('z3-solver');
  const { Context } = await init();
  const { Solver } = Context('main');
  const theory = theoryOf(agreement);
  if (theory.breaches.length === 0) return [];
  // One question for all first: the usual answer is that there is no breach at all.
  const any = new Solver(logic);
  any.fromString(
    `${theory.declarations}\n(assert ${theory.release})\n(assert (or ${theory.breaches.map((each) => each.formula).join(' ')} false))`,
  );
  if ((await any.check()) === 'unsat') return theory.breaches.map(({ id }) => ({ id, outcome: 'proved' }));
  const answers: Answer[] = [];
  for (const { id, formula } of theory.breaches) {
    const one = new Solver(logic);
    one.fromString(`${theory.declarations}\n(assert ${theory.release})\n(assert ${formula})`);
    const outcome = await one.check();
    if (outcome === 'unsat') answers.push({ id, outcome: 'proved' });
    else if (outcome === 'unknown') answers.push({ id, outcome: 'unknown' });
    else {
      const model = one.model();
      const values = new Map(model.decls().map((declared) => [String(declared.name()), model.eval(declared.call()).toString()]));
      answers.push({ id, outcome: 'refuted', point: theory.point((constant) => values.get(constant) ?? '0') });
    }
  }
  return answers;
}

/** Whether each of two arrangements lets anything go that the other does not, by z3; the same warning as for `solve`. */
export async function solveDifference(
  a: Agreement,
  b: Agreement,
): Promise<{ readonly onlyA: boolean; readonly onlyB: boolean } | 'unknown'> {
  const { init } = await import('z3-solver');
  const { Context } = await init();
  const { Solver } = Context('main');
  const domain = domainOf([a, b], { merge: false });
  const [first, second] = [theoryOf(a, domain), theoryOf(b, domain)];
  const outcomes: string[] = [];
  for (const [wide, narrow] of [
    [first, second],
    [second, first],
  ] as const) {
    const solver = new Solver(logic);
    solver.fromString(`${wide.declarations}\n(assert ${wide.release})\n(assert (not ${narrow.release}))`);
    outcomes.push(await solver.check());
  }
  return outcomes.includes('unknown') ? 'unknown' : { onlyA: outcomes[0] === 'sat', onlyB: outcomes[1] === 'sat' };
}
