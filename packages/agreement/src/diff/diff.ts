import { createHash } from 'node:crypto';
import { agreementText } from '../document/parse.ts';
import type { Agreement } from '../document.ts';
import { ask, type Budget } from '../prove/run-child.ts';
import { inEach, type Names } from '../prove/words.ts';
import type { Change, DiffFindings, DiffReport } from './report.ts';
import { termChanges } from './terms.ts';
import { answerIn, changeIn, dutyIn, noAnswerIn, termIn } from './words.ts';

export interface DiffOptions extends Budget {
  /** `false` leaves the solver out. */
  readonly solver?: boolean;
  readonly names?: Names;
}

function named(agreement: Agreement): DiffReport['from'] {
  const digest = createHash('sha256').update(agreementText(agreement)).digest('base64url');
  return { id: agreement.id, version: agreement.version, digest };
}

/**
 * What version `b` lets go that version `a` does not, and the reverse, with the duties and terms that differ, each in words
 * (PR13, PR14). Runs in a child process under a budget, by the prover's two methods; never rejects. With `outcome`
 * `unknown` the lists of clauses and duties are empty because nothing is known.
 */
export async function diff(a: Agreement, b: Agreement, options: DiffOptions = {}): Promise<DiffReport> {
  const started = performance.now();
  const { names } = options;
  const answer = await ask('../diff/child.ts', { a, b, solver: options.solver ?? true }, options);
  const found: DiffFindings = answer.ok ? (answer.value as DiffFindings) : { allows: [], forbids: [], duties: [], doubt: answer.doubt };
  const terms = termChanges(a, b);
  const worded = (changes: readonly Change[], agreement: Agreement, manner: 'now' | 'no-longer') =>
    changes.map((change) => ({ ...change, text: inEach((language) => changeIn(language, change, { agreement, names, manner })) }));
  const easier = [...found.duties, ...terms].filter((each) => each.direction === 'wider').length;
  const counts = { allows: found.allows.length, forbids: found.forbids.length, easier };
  return {
    from: named(a),
    to: named(b),
    outcome: found.doubt === undefined ? 'complete' : 'unknown',
    ...(found.doubt === undefined ? {} : { doubt: found.doubt }),
    allows: worded(found.allows, b, 'now'),
    forbids: worded(found.forbids, a, 'no-longer'),
    duties: found.duties.map((change) => ({ ...change, text: inEach((language) => dutyIn(language, change)) })),
    terms: terms.map((change) => ({ ...change, text: inEach((language) => termIn(language, change)) })),
    text: inEach((language) => (found.doubt === undefined ? answerIn(language, counts) : noAnswerIn(language))),
    tookMs: Math.round(performance.now() - started),
  };
}
