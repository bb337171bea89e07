import { nodeCrypto } from '@wasl/identity';
import { verifierOf, verifyEquivocationProof } from '@wasl/log';
import type { IssuedLog } from '@wasl/testkit/peers';
import type { Inspection } from '../node-view.ts';
import type { Outcome } from '../outcome.ts';
import { peerLies } from './peer.ts';
import { Stage } from './stage.ts';
import { type Lie, logLies } from './table.ts';

/**
 * Every lie of `table.ts` and `peer.ts`, told to one real process over real mutual TLS, all beside each other and beside a genuine
 * log that must go on through all of them. At the end the process is killed and started again: what was found out still stands.
 */
export async function lyingScenarios(options: {
  readonly seed: number;
  readonly say?: (outcome: Outcome) => void;
}): Promise<readonly Outcome[]> {
  const { seed } = options;
  const outcomes: Outcome[] = [];
  const stage = await Stage.open(seed);
  const found = new Map<string, Lie>();
  const run = async (name: string, scenario: () => Promise<Pick<Outcome, 'figures' | 'problems'>>): Promise<void> => {
    const begun = Date.now();
    const { figures, problems } = await scenario().catch((error: unknown) => ({ figures: {}, problems: [String(error)] }));
    const outcome = {
      scenario: `lie: ${name}`,
      seed,
      ok: problems.length === 0,
      figures: { ...figures, ms: Date.now() - begun },
      problems,
    };
    outcomes.push(outcome);
    options.say?.(outcome);
  };
  try {
    // Those that last run beside the others.
    const lasting = Promise.all(peerLies.filter(({ lasts }) => lasts).map((lie) => run(lie.name, () => lie.run(stage))));
    for (const lie of logLies) await run(lie.name, () => tell(stage, lie, found));
    for (const lie of peerLies.filter(({ lasts }) => lasts !== true)) await run(lie.name, () => lie.run(stage));
    await lasting;
    await run('honest logs go on, and a restart forgets nothing', () => afterwards(stage, found));
  } finally {
    await stage[Symbol.asyncDispose]();
  }
  return outcomes;
}

async function tell(stage: Stage, lie: Lie, found: Map<string, Lie>): Promise<Pick<Outcome, 'figures' | 'problems'>> {
  const { log, routes, later, silent } = lie.tell(stage);
  stage.lines.tell(log, routes, silent !== true);
  if (later !== undefined) {
    await stage.until(`${log.size} leaves`, async () => (await stage.inspect(log.origin)).size === log.size);
    stage.lines.tell(later.log, later.routes);
    // A new session asks for everything anew, as after any restart of the partner.
    stage.partner.hangUp();
  }
  await stage.until(`an alarm ${lie.code}`, async () => (await stage.inspect(log.origin)).alarms.includes(lie.code));
  const seen = await stage.inspect(log.origin);
  const problems = problemsOf(lie, log, seen);
  if (lie.proof === true) problems.push(...strangerJudges(stage, log, seen.proof));
  if (lie.fate === 'quarantined')
    await stage.until(`${lie.code} heard by the liar`, async () =>
      stage.author.node.core.alarms.all().some(({ code }) => code === lie.code),
    );
  // The lie stays on the wire unless it is only noise: the rest must stand it.
  if (lie.fate === 'refused') stage.lines.forget(log);
  found.set(log.origin, lie);
  const fate = seen.frozen === undefined ? (Object.keys(seen.quarantine).length > 0 ? 'quarantined' : 'refused') : 'frozen';
  return { figures: { code: lie.code, fate, rule: lie.rule, ...(lie.proof === true ? { proof: 'verified' } : {}) }, problems };
}

/** What is wrong with the log at the victim, given what the protocol wants. */
function problemsOf(lie: Lie, log: IssuedLog, seen: Inspection): string[] {
  const problems: string[] = [];
  const held = lie.held ?? (lie.fate === 'quarantined' ? 'all' : 'none');
  const wanted = held === 'all' || held === 'first' ? log.size : held === 'some' ? undefined : 0;
  if (wanted !== undefined && (seen.size ?? 0) !== wanted) problems.push(`${seen.size} leaves are held, wanted ${wanted}`);
  const frozen = lie.fate === 'frozen' ? lie.code : undefined;
  if (seen.frozen !== frozen) problems.push(`frozen is ${seen.frozen}, wanted ${frozen}`);
  if (frozen !== undefined && seen.proof === undefined) problems.push('nothing is kept of what froze the log');
  const aside = Object.values(seen.quarantine);
  const codes = lie.fate === 'quarantined' ? [lie.code] : [];
  if (aside.join() !== codes.join()) problems.push(`put aside: ${aside.join() || 'nothing'}, wanted ${codes.join() || 'nothing'}`);
  if (seen.keptContent.length > 0) problems.push(`content of leaf ${seen.keptContent.join()} was kept`);
  return problems;
}

/** The kept proof against nothing but the issuer's public key. */
function strangerJudges(stage: Stage, log: IssuedLog, proof: string | undefined): readonly string[] {
  if (proof === undefined) return ['no proof is kept'];
  const verifiers = [verifierOf(stage.keys.log, { name: 'ma.police', type: 'log' })];
  const judged = verifyEquivocationProof(proof, { verifiers, crypto: nodeCrypto });
  if (!judged.ok) return [`the proof does not verify: ${judged.reason.code}`];
  return judged.value.origin === log.origin ? [] : [`the proof is about ${judged.value.origin}`];
}

async function afterwards(stage: Stage, found: ReadonlyMap<string, Lie>): Promise<Pick<Outcome, 'figures' | 'problems'>> {
  const problems: string[] = [];
  const holds = async () => (await stage.inspect(stage.genuine.origin)).size === stage.genuine.size;
  await stage.say('after every lie');
  await stage.until('the genuine log after the lies', holds);
  await stage.victim.kill();
  await stage.victim.start();
  await stage.say('after the restart');
  await stage.until('the genuine log after the restart', holds);
  for (const [origin, lie] of found) {
    const seen = await stage.inspect(origin);
    if (lie.fate === 'frozen' && seen.frozen !== lie.code) problems.push(`${lie.name}: frozen is ${seen.frozen} after the restart`);
    if (lie.fate === 'quarantined' && Object.values(seen.quarantine).join() !== lie.code)
      problems.push(`${lie.name}: put aside is ${JSON.stringify(seen.quarantine)} after the restart`);
  }
  const rows: JournalRow[] = [];
  for (const act of ['refuse', 'freeze', 'anomaly']) {
    const { acts } = await stage.victim.ask({ acts: act }, 'acts');
    rows.push(...(acts as readonly JournalRow[]));
  }
  problems.push(...unjournalled(found, rows));
  const { findings } = await stage.victim.ask({ verify: true }, 'findings');
  problems.push(...(findings as readonly string[]));
  return { figures: { frozen: count(found, 'frozen'), quarantined: count(found, 'quarantined') }, problems };
}

interface JournalRow {
  readonly code?: string;
  readonly details: { readonly about?: readonly string[]; readonly details?: { readonly origin?: string } };
}

/** I8: what was refused or frozen stands in the activity record with its code. */
function unjournalled(found: ReadonlyMap<string, Lie>, rows: readonly JournalRow[]): readonly string[] {
  return [...found].flatMap(([origin, lie]) =>
    rows.some(({ code, details }) => code === lie.code && (details.about?.includes(origin) === true || details.details?.origin === origin))
      ? []
      : [`${lie.name}: no line in the activity record`],
  );
}

function count(found: ReadonlyMap<string, Lie>, fate: Lie['fate']): number {
  return [...found.values()].filter((lie) => lie.fate === fate).length;
}
