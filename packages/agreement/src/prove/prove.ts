import { createHash } from 'node:crypto';
import { agreementText } from '../document/parse.ts';
import type { Agreement } from '../document.ts';
import type { Doubt, Finding, Findings, ProofReport, PropertyProof } from './report.ts';
import { ask, type Budget } from './run-child.ts';
import { caseIn, inEach, type Names, provedIn, refutedIn, textIn, unknownIn } from './words.ts';

export interface ProveOptions extends Budget {
  /** `false` leaves the solver out: faster by half a second, and one method less. */
  readonly solver?: boolean;
  readonly names?: Names;
}

function unanswered(agreement: Agreement, doubt: Doubt): Findings {
  const properties = agreement.properties.map(({ id }): Finding => ({ id, outcome: 'unknown', methods: [], doubt }));
  return { properties, points: 0, stands: 0, releases: 0, exhaustiveMs: 0, solverMs: 0 };
}

function inWords(agreement: Agreement, finding: Finding, names: Names | undefined): PropertyProof {
  const { id, methods, outcome, doubt, point } = finding;
  const words = agreement.properties.find((each) => each.id === id)?.text ?? [];
  const promise = (language: string): string => textIn(words, language, agreement.prevails);
  if (outcome === 'proved') return { id, outcome, methods, text: inEach((language) => provedIn(language, promise(language))) };
  if (outcome === 'refuted' && point !== undefined) {
    const clauses = finding.clauses ?? [];
    const sentence = inEach((language) => caseIn(language, { point, clause: clauses.join(', '), manner: 'would' }, { agreement, names }));
    return {
      id,
      outcome,
      methods,
      counterexample: { point, clauses, text: sentence },
      text: inEach((language) => refutedIn(language, promise(language), textIn(sentence, language, 'en'))),
    };
  }
  const why = doubt ?? 'out-of-memory-or-crashed';
  return { id, outcome: 'unknown', methods: [], doubt: why, text: inEach((language) => unknownIn(language, promise(language), why)) };
}

/**
 * Proves or refutes each property of an agreement in a child process under a budget (RL3): by exhaustive enumeration and by
 * z3, each held against the other. Never rejects and never blocks: time-out, crash and disagreement are `unknown`, which
 * does not let a version take effect. The report names the version by its digest. Rules: `docs/spec/agreement-prover.md`.
 */
export async function prove(agreement: Agreement, options: ProveOptions = {}): Promise<ProofReport> {
  const started = performance.now();
  const answer = await ask('child.ts', { agreement, solver: options.solver ?? true }, options);
  const findings = answer.ok ? (answer.value as Findings) : unanswered(agreement, answer.doubt);
  const properties = findings.properties.map((finding) => inWords(agreement, finding, options.names));
  const every = properties.every((each) => each.outcome === 'proved') && answer.ok;
  const some = properties.some((each) => each.outcome === 'refuted');
  return {
    agreement: {
      id: agreement.id,
      version: agreement.version,
      digest: createHash('sha256').update(agreementText(agreement)).digest('base64url'),
    },
    outcome: every ? 'proved' : some ? 'refuted' : 'unknown',
    properties,
    points: findings.points,
    stands: findings.stands,
    releases: findings.releases,
    tookMs: Math.round(performance.now() - started),
    exhaustiveMs: findings.exhaustiveMs,
    solverMs: findings.solverMs,
  };
}
