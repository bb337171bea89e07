import { generateSigner, nodeCrypto } from '@wasl/identity';
import type { WireLeaf } from '@wasl/node';
import { IssuedLog, lies, type PartnerRoutes } from '@wasl/testkit/peers';
import type { Stage } from './stage.ts';

/** What the partner says about one log, and what it says once the victim holds that. */
interface Told {
  readonly log: IssuedLog;
  readonly routes?: PartnerRoutes;
  readonly later?: { readonly log: IssuedLog; readonly routes?: PartnerRoutes };
  /** No heartbeats: the lie is about silence, or makes its own. */
  readonly silent?: true;
}

/** What PROTOCOL wants of the reader: nothing of the log is taken any more, one leaf is put aside, or what came is not taken. */
type Fate = 'frozen' | 'quarantined' | 'refused';

/** One lie about a log: how it is told, the code that must name it, and what must become of the log. */
export interface Lie {
  readonly name: string;
  /** Clause of the protocol. */
  readonly rule: string;
  readonly tell: (stage: Stage) => Told;
  readonly code: string;
  readonly fate: Fate;
  /** Leaves that the victim must hold afterwards; by default all of a log with a leaf put aside, none of any other. */
  readonly held?: 'first' | 'all' | 'some';
  /** A document that convinces a stranger must be kept. */
  readonly proof?: true;
}

/** The release line with members changed, in canonical order. */
function changedLine(leaf: WireLeaf, change: Readonly<Record<string, unknown>>): WireLeaf {
  const members = Object.entries({ ...(JSON.parse(leaf.releaseLine) as object), ...change });
  return { ...leaf, releaseLine: JSON.stringify(Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)))) };
}

/** Genuine leaves of which the one that the dice choose is changed, signed over as they then are. */
function withOneChanged(stage: Stage, change: (leaf: WireLeaf) => WireLeaf): Told {
  const leaves = stage.leaves(5);
  const at = Math.floor(stage.roll() * leaves.length);
  return { log: stage.fresh(leaves.map((leaf, i) => (i === at ? change(leaf) : leaf))) };
}

function count(stage: Stage): number {
  return 4 + Math.floor(stage.roll() * 4);
}

/** An index of a leaf after the descriptor and before the last. */
function inside(stage: Stage, log: IssuedLog): number {
  return 1 + Math.floor(stage.roll() * (log.size - 2));
}

function other(stage: Stage): WireLeaf {
  return stage.leaves(1)[0] as WireLeaf;
}

/** Two histories that differ from a leaf on which the dice choose. */
function forked(stage: Stage, sizes: 'same' | 'smaller' | 'larger'): { readonly log: IssuedLog; readonly fork: IssuedLog } {
  const log = stage.fresh(6);
  const at = 1 + Math.floor(stage.roll() * 3);
  const rest = log.leaves.slice(at);
  const turned = [...rest.slice(1), rest[0] as WireLeaf];
  const leaves = sizes === 'same' ? turned : sizes === 'smaller' ? turned.slice(0, -1) : [...turned, other(stage), other(stage)];
  return { log, fork: log.fork(at, ...leaves) };
}

/** Every lie about a log that `npm run faults` tells a node process over its real wire. */
export const logLies: readonly Lie[] = [
  {
    name: 'wrong root',
    rule: 'EX3',
    code: 'root-mismatch',
    fate: 'frozen',
    tell: (stage) => {
      const log = stage.fresh(count(stage));
      return { log, routes: lies.wrongRoot(log) };
    },
  },
  {
    name: 'forged leaf',
    rule: 'EX3',
    code: 'root-mismatch',
    fate: 'frozen',
    tell: (stage) => {
      const log = stage.fresh(count(stage));
      return { log, routes: lies.forgedLeaf(log, inside(stage, log), other(stage)) };
    },
  },
  {
    name: 'missing leaf, skipped',
    rule: 'EX2',
    code: 'index-gap',
    fate: 'refused',
    tell: (stage) => {
      const log = stage.fresh(count(stage));
      return { log, routes: lies.missingLeaf(log, inside(stage, log), 'gap') };
    },
  },
  {
    name: 'missing leaf, counted over',
    rule: 'EX3',
    code: 'root-mismatch',
    fate: 'frozen',
    tell: (stage) => {
      const log = stage.fresh(count(stage));
      return { log, routes: lies.missingLeaf(log, inside(stage, log), 'renumbered') };
    },
  },
  {
    name: 'rewritten history',
    rule: 'EX3',
    code: 'root-mismatch',
    fate: 'frozen',
    held: 'first',
    tell: (stage) => {
      const { log, fork } = forked(stage, 'larger');
      return { log, later: { log: fork } };
    },
  },
  {
    name: 'two heads of one size',
    rule: 'EX5',
    code: 'equivocation',
    fate: 'frozen',
    held: 'first',
    proof: true,
    tell: (stage) => {
      const { log, fork } = forked(stage, 'same');
      return { log, later: { log: fork } };
    },
  },
  {
    name: 'forks at different sizes',
    rule: 'EX5',
    code: 'equivocation',
    fate: 'frozen',
    held: 'first',
    proof: true,
    tell: (stage) => {
      const { log, fork } = forked(stage, 'smaller');
      return { log, later: { log: fork } };
    },
  },
  {
    name: 'another head for others',
    rule: 'EX5',
    code: 'equivocation',
    fate: 'frozen',
    held: 'first',
    proof: true,
    tell: (stage) => {
      const { log, fork } = forked(stage, 'smaller');
      return { log, routes: lies.forgedHeads(log, [{ origin: log.origin, checkpoint: fork.head({ size: fork.size }) }]) };
    },
  },
  {
    name: 'replay into another agreement',
    rule: 'LG2',
    code: 'leaf-agreement',
    fate: 'quarantined',
    tell: (stage) => {
      const leaves = stage.leaves(3);
      const at = Math.floor(stage.roll() * leaves.length);
      const from = Math.floor(stage.roll() * stage.elsewhere.length);
      return { log: stage.fresh([...leaves.slice(0, at), stage.elsewhere[from] as WireLeaf, ...leaves.slice(at)]) };
    },
  },
  {
    name: 'surplus disclosure',
    rule: 'RC3',
    code: 'leaf-slots',
    fate: 'quarantined',
    tell: (stage) => {
      const log = stage.fresh(count(stage));
      const [surplus = ''] = other(stage).disclosures ?? [];
      return { log, routes: lies.surplusDisclosure(log, inside(stage, log), surplus) };
    },
  },
  {
    name: 'changed terms of release: purpose',
    rule: 'EX3',
    code: 'leaf-terms',
    fate: 'quarantined',
    tell: (stage) => withOneChanged(stage, (leaf) => changedLine(leaf, { purpose: 'public-alert' })),
  },
  {
    name: 'changed terms of release: until',
    rule: 'EX3',
    code: 'leaf-terms',
    fate: 'quarantined',
    tell: (stage) => withOneChanged(stage, (leaf) => changedLine(leaf, { until: '2099-01-01T00:00:00Z' })),
  },
  {
    name: 'unknown obligation',
    rule: 'RL2',
    code: 'leaf-obligation',
    fate: 'quarantined',
    tell: (stage) => withOneChanged(stage, (leaf) => changedLine(leaf, { obligations: [{ id: 'o9', type: 'forgetEverything' }] })),
  },
  {
    name: 'entry of another agency',
    rule: 'LG5',
    code: 'leaf-issuer',
    fate: 'quarantined',
    tell: (stage) =>
      withOneChanged(stage, (leaf) => ({
        ...leaf,
        entryText: JSON.stringify({ ...(JSON.parse(leaf.entryText) as object), issuer: 'gb.police', author: 'gb.police/ops' }),
      })),
  },
  {
    name: 'entry of another mode',
    rule: 'LG1',
    code: 'leaf-mode',
    fate: 'quarantined',
    tell: (stage) =>
      withOneChanged(stage, (leaf) => ({
        ...leaf,
        entryText: JSON.stringify({ ...(JSON.parse(leaf.entryText) as object), mode: 'actual' }),
      })),
  },
  {
    name: 'pretended erasure',
    rule: 'LG3',
    code: 'gone-unfounded',
    fate: 'quarantined',
    tell: (stage) => {
      const log = stage.fresh(5);
      const index = inside(stage, log);
      return { log, routes: lies.pretendedErasure(log, index, index + 1) };
    },
  },
  {
    name: 'spoilt signature',
    rule: 'LG4',
    code: 'checkpoint-signature',
    fate: 'refused',
    tell: (stage) => {
      const log = stage.fresh(count(stage));
      return { log, routes: lies.badSignature(log) };
    },
  },
  {
    name: 'head signed by a foreign key',
    rule: 'LG4',
    code: 'checkpoint-signature',
    fate: 'refused',
    tell: (stage) => {
      const log = stage.fresh(count(stage));
      const foreign = new IssuedLog({
        descriptor: log.descriptor,
        signer: generateSigner('Ed25519'),
        crypto: nodeCrypto,
        name: 'ma.police',
      });
      return { log, routes: lies.foreignKey(log, foreign) };
    },
  },
  {
    name: 'leaves withheld',
    rule: 'EX6',
    code: 'leaves-withheld',
    fate: 'refused',
    held: 'some',
    tell: (stage) => {
      const log = stage.fresh(count(stage));
      return { log, routes: lies.withheldLeaves(log, 3), silent: true };
    },
  },
  {
    name: 'fewer leaves than before',
    rule: 'DU4',
    code: 'log-ahead',
    fate: 'refused',
    held: 'first',
    tell: (stage) => {
      const log = stage.fresh(6);
      const shorter = log.fork(3);
      return { log, later: { log: shorter, routes: lies.rollback(log, 3) } };
    },
  },
  {
    name: 'oversized line',
    rule: 'BY3',
    code: 'line-too-long',
    fate: 'refused',
    tell: (stage) => {
      const log = stage.fresh(count(stage));
      return { log, routes: lies.oversizedLine(log) };
    },
  },
  {
    name: 'endless batch',
    rule: 'EX2',
    code: 'batch-too-large',
    fate: 'refused',
    tell: (stage) => {
      const log = stage.fresh(count(stage));
      return { log, routes: lies.endlessBatch(log, other(stage)) };
    },
  },
  {
    name: 'bytes that are no exchange',
    rule: 'BY3',
    code: 'line-malformed',
    fate: 'refused',
    tell: (stage) => {
      const log = stage.fresh(count(stage));
      return { log, routes: lies.garbage(log) };
    },
  },
  {
    name: 'another version of the exchange',
    rule: 'EX2',
    code: 'exchange-version-unknown',
    fate: 'refused',
    tell: (stage) => {
      const log = stage.fresh(count(stage));
      return { log, routes: lies.otherVersion(log) };
    },
  },
  {
    name: 'slow-loris',
    rule: 'EX6',
    code: 'stream-silent',
    fate: 'refused',
    tell: (stage) => {
      const log = stage.fresh(count(stage));
      return { log, routes: lies.slowLoris(log, 40), silent: true };
    },
  },
  {
    name: 'a channel that no arrangement has',
    rule: 'LG1',
    code: 'descriptor-mismatch',
    fate: 'refused',
    tell: (stage) => {
      const { descriptor } = stage.fresh(1);
      const changed = JSON.stringify({ ...(JSON.parse(descriptor) as object), topic: 'gossip' });
      return { log: new IssuedLog({ descriptor: changed, signer: stage.keys.log, crypto: nodeCrypto, name: 'ma.police' }) };
    },
  },
];
