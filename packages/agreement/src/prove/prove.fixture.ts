import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AgencyId, Label, Mode } from '@wasl/record';
import { parseAgreement } from '../document/parse.ts';
import type { Agreement } from '../document.ts';
import type { DecisionInput, DecisionTools, Verdict } from '../verdict/types.ts';
import { type Choice, type Domain, domainOf } from './domain.ts';
import type { Point } from './point.ts';

/** What tests of the prover share. Not exported by the package. */

/** An example arrangement with roots in place of the placeholders that the ceremony replaces. */
export function example(name: 'major-events' | 'organised-crime' | 'defence-cooperation'): Agreement {
  const path = new URL(`../../../../examples/arrangements/${name}.json`, import.meta.url);
  return parseAgreement(readFileSync(path, 'utf8').replaceAll(/ROOT:[a-z]+/g, 'A'.repeat(43)));
}

export const tools: DecisionTools = {
  crypto: { sha256Text: (data) => createHash('sha256').update(data).digest('base64url') },
};

/** The most permissive record that stands at a point: whatever the point leaves open is open. */
export function inputAt(point: Point): DecisionInput {
  const label: Label = {
    lvl: point.lvl as Label['lvl'],
    tlp: point.tlp as Label['tlp'],
    cav: point.cav,
    hdl: point.hdl,
    rel: ['*'],
    pur: ['*'],
    own: [point.issuer],
    orcon: false,
    nat: [],
  };
  const unit = { slot: 0, name: point.unit, digest: 'A'.repeat(43) };
  return {
    recordId: `sha256:${'A'.repeat(43)}` as DecisionInput['recordId'],
    type: point.type,
    issuer: point.issuer as AgencyId,
    mode: point.mode as Mode,
    topic: point.topic ?? 'none',
    label,
    units: [
      {
        ...unit,
        ...(point.personalData === undefined ? {} : { personalData: point.personalData as 'none' }),
        ...(point.hasTwin ? { twin: `${point.unit}.coarse` } : {}),
      },
    ],
    reader: { agency: point.reader.agency as AgencyId },
    purpose: point.purpose,
    nowMs: point.nowMs,
    threatToLife: point.threatToLife,
    timeUncertain: point.uncertain,
  };
}

/** The clause under which decide() lets the only unit go, or would once two persons or a delay allowed it. */
export function clauseIn(verdict: Verdict): string | undefined {
  const [unit] = verdict.units;
  const waiting = unit?.code === 'two-person-needed' || unit?.code === 'delay-pending';
  return unit !== undefined && (unit.outcome === 'released' || waiting) ? unit.clause : undefined;
}

/** A small linear congruential generator: tests choose points with a fixed seed. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Random points of the unmerged domain of an agreement. */
export function pointsOf(agreement: Agreement, random: (below: number) => number): () => Point {
  const domain: Domain = domainOf([agreement], { merge: false });
  const pick = <T>(choices: readonly Choice<T>[]): T => (choices[random(choices.length)] ?? choices[0])?.value as T;
  return () => {
    const type = pick(domain.types);
    const issuer = pick(domain.issuers);
    return {
      type,
      topic: agreement.topics.find((each) => each.types.includes(type))?.topic,
      unit: pick(domain.units),
      personalData: pick(domain.personalData),
      issuer,
      issuerFunction: agreement.agencies.find((each) => each.agency === issuer)?.function,
      reader: pick(domain.readers),
      purpose: pick(domain.purposes),
      mode: pick(domain.modes),
      lvl: pick(domain.lvls),
      tlp: pick(domain.tlps),
      hdl: pick(domain.hdls),
      cav: pick(domain.cavs),
      threatToLife: pick(domain.threats),
      nowMs: pick(domain.nows) + random(3) - 1,
      uncertain: pick(domain.doubts),
      hasTwin: pick(domain.twins),
    };
  };
}
