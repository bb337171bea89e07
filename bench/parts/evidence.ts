import { nodeCrypto } from '@wasl/identity';
import { fingerprint, verifyEvidence } from '@wasl/log';
import { NodeHome } from '@wasl/server';
import { startWaslPair } from '../exchange/wasl-pair.ts';
import { monotonicMs } from '../monotonic.ts';
import type { BenchContext, PartResult } from '../report/measure.ts';
import { median } from '../report/statistics.ts';

/** A bundle as a node exports it out of a log of some thousand leaves, verified as text against the fingerprint of the issuer's root. */
export async function measureEvidence(context: BenchContext): Promise<PartResult> {
  const { rounds, quick, say } = context;
  await using pair = await startWaslPair(context, 'evidence');
  const leaves = quick ? 500 : 5000;
  await pair.carry(leaves);
  const bundle = await pair.evidence();
  const roots = await new NodeHome(`${pair.folder}/gb.police`).roots();
  const anchors = Object.fromEntries([...roots].map(([party, chain]) => [party, fingerprint(chain[0]?.document ?? '', nodeCrypto)]));
  const once = (): number => {
    const started = monotonicMs();
    const report = verifyEvidence(bundle, { anchors, crypto: nodeCrypto, nowMs: Date.now() });
    const took = monotonicMs() - started;
    if (!report.ok || !report.value.anchored)
      throw new Error(`the bundle does not verify: ${report.ok ? 'unanchored' : report.reason.code}`);
    return took;
  };
  const first = once();
  const samples = Array.from({ length: rounds }, () => median(Array.from({ length: quick ? 20 : 200 }, once)));
  say(`evidence: first ${first.toFixed(1)} ms, then ${median(samples).toFixed(2)} ms`);
  const target = { at: 'most', value: 5 } as const;
  return {
    part: 'evidence',
    notes: [`bundle of ${bundle.length} characters, log of ${leaves} records`],
    measures: [
      { name: 'verify a bundle', unit: 'ms', role: 'subject', samples, target },
      { name: 'the first in a process', unit: 'ms', role: 'subject', samples: [first] },
    ],
  };
}
