import type { Agreement } from '../document.ts';
import { caveatsOf, domainOf, maxCaveats } from './domain.ts';
import { type Count, releasesOf } from './enumerate.ts';
import { forbids, releasing } from './model.ts';
import type { Point } from './point.ts';
import type { Finding, Findings } from './report.ts';
import { type Answer, solve } from './solve.ts';

interface Enumerated {
  readonly complete: boolean;
  readonly breaches: ReadonlyMap<string, { readonly point: Point; readonly clause: string }>;
  readonly count: Count;
  readonly releases: number;
}

/** Walks every release once and holds it against every property. */
export function enumerate(agreement: Agreement): Enumerated {
  const count: Count = { points: 0, stands: 0 };
  const breaches = new Map<string, { point: Point; clause: string }>();
  if (caveatsOf([agreement]).length > maxCaveats) return { complete: false, breaches, count, releases: 0 };
  let releases = 0;
  for (const { point, clause } of releasesOf(agreement, domainOf([agreement]), count)) {
    releases += 1;
    for (const { id, never } of agreement.properties) {
      if (!breaches.has(id) && forbids(never, point)) breaches.set(id, { point, clause: clause.id });
    }
  }
  return { complete: count.exceeded !== true, breaches, count, releases };
}

/** The two methods' answers about one property, each held against the other; where they differ nothing is proved. */
export function agreeOn(agreement: Agreement, id: string, found: { enumerated: Enumerated; answer: Answer | undefined }): Finding {
  const { enumerated, answer } = found;
  const breach = enumerated.breaches.get(id);
  const never = agreement.properties.find((each) => each.id === id)?.never;
  if (breach !== undefined) {
    if (answer?.outcome === 'proved') return { id, outcome: 'unknown', methods: [], doubt: 'methods-disagree' };
    const methods = answer?.outcome === 'refuted' ? (['exhaustive', 'solver'] as const) : (['exhaustive'] as const);
    return { id, outcome: 'refuted', methods, point: breach.point, clauses: [breach.clause] };
  }
  if (answer?.outcome === 'refuted' && answer.point !== undefined && never !== undefined) {
    // The solver's point is judged by the model itself before it counts against anybody.
    const clause = releasing(agreement, answer.point);
    const real = clause !== undefined && forbids(never, answer.point);
    if (enumerated.complete || !real) return { id, outcome: 'unknown', methods: [], doubt: 'methods-disagree' };
    return { id, outcome: 'refuted', methods: ['solver'], point: answer.point, clauses: [clause.id] };
  }
  if (enumerated.complete) {
    if (answer?.outcome === 'unknown') return { id, outcome: 'unknown', methods: [], doubt: 'solver-unknown' };
    return { id, outcome: 'proved', methods: answer === undefined ? ['exhaustive'] : ['exhaustive', 'solver'] };
  }
  if (answer?.outcome === 'proved') return { id, outcome: 'proved', methods: ['solver'] };
  return { id, outcome: 'unknown', methods: [], doubt: answer === undefined ? 'domain-too-large' : 'solver-unknown' };
}

/** Runs both methods over every property (RL3). With `solver: false` only the enumeration runs. Call in a process of its own. */
export async function examine(agreement: Agreement, options: { readonly solver: boolean }): Promise<Findings> {
  const started = performance.now();
  const asked = options.solver ? solve(agreement) : undefined;
  const enumerated = enumerate(agreement);
  const exhaustiveMs = performance.now() - started;
  const answers = await asked;
  return {
    properties: agreement.properties.map(({ id }) =>
      agreeOn(agreement, id, { enumerated, answer: answers?.find((each) => each.id === id) }),
    ),
    points: enumerated.count.points,
    stands: enumerated.count.stands,
    releases: enumerated.releases,
    exhaustiveMs: Math.round(exhaustiveMs),
    solverMs: Math.round(performance.now() - started - exhaustiveMs),
  };
}
