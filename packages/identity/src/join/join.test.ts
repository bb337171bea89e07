import { digestOf, parseAgreement, signAgreement } from '@wasl/agreement';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { draftOf, makeSide, nowMs, proofOf, type Side } from '../../test/sides.ts';
import { nodeCrypto } from '../crypto/node-crypto.ts';
import { createSigner } from '../crypto/node-signer.ts';
import { type Officer, officerWith } from '../root/officers.ts';
import { openBundle } from './bundle.ts';
import { encodeLog, parseLine, signLine, verifyLog } from './ceremony-line.ts';
import { joined, lineFor, startJoin, takeJoinStep } from './join.ts';
import type { JoinEvent } from './join-events.ts';
import { decodeJoin, encodeJoin, type JoinState } from './join-state.ts';
import { joinPhases, joinSteps, joinTable, nextAct } from './join-table.ts';
import { encodeSigned, type SignedText } from './signed-text.ts';
import { runUnattended, unattendedWarning } from './unattended.ts';

const tools = { crypto: nodeCrypto, nowMs };
let ma: Side;
let gb: Side;
let draft: string;
beforeAll(async () => {
  [ma, gb] = [await makeSide('ma'), await makeSide('gb')];
  draft = draftOf(ma, gb);
});

function officer(side: Side, which = 0): Officer {
  const found = side.officers[which];
  if (found === undefined) throw new Error(`no officer ${which}`);
  return found;
}

/** Takes a step, writes the state to a file and reads it again; answers 'done' or the code. */
class Table {
  state: JoinState;
  constructor(side: Side, attended = true) {
    this.state = startJoin(side.bundle, { ...tools, attended });
  }
  take(event: JoinEvent): string {
    const { state, outcome } = takeJoinStep(this.state, event, tools);
    this.state = decodeJoin(encodeJoin(state));
    expect(this.state).toEqual(state);
    return outcome.ok ? 'done' : outcome.reason.code;
  }
  line(step: 'draft' | 'proof' | 'canary'): string {
    const line = lineFor(this.state, step);
    return line === undefined ? '' : encodeSigned(line);
  }
}

function signatures(text = draft) {
  const digest = digestOf(parseAgreement(text), nodeCrypto);
  return [ma, gb].flatMap((side) =>
    side.officers.slice(0, 2).map(({ row, signer }) => signAgreement(digest, { party: side.party, keyId: row.id, signer })),
  );
}

/** Two tables walked together up to a phase. */
function walked(until: string, peerAttended = true): [Table, Table] {
  const tables: [Table, Table] = [new Table(ma), new Table(gb, peerAttended)];
  const sides: [Side, Side] = [ma, gb];
  const steps: ((own: Side, peer: Side, other: Table) => JoinEvent)[] = [
    (own, peer) => ({ step: 'bundle', officer: officer(own), file: peer.bundle }),
    (own, peer) => ({ step: 'fingerprint', officer: officer(own), typed: peer.digits }),
    (own, peer) => ({ step: 'fingerprint', officer: officer(own, 1), typed: peer.digits.replaceAll(' ', '-') }),
    (own) => ({ step: 'draft', officer: officer(own), agreement: draft }),
    (own, _peer, other) => ({ step: 'peer-line', officer: officer(own), line: other.line('draft') }),
    (own) => ({ step: 'proof', officer: officer(own, 2), report: proofOf(draft) }),
    (own, _peer, other) => ({ step: 'peer-line', officer: officer(own), line: other.line('proof') }),
    (own) => ({ step: 'signature', officer: officer(own), signatures: signatures().slice(0, 3) }),
    (own) => ({ step: 'signature', officer: officer(own), signatures: signatures().slice(3) }),
    (own) => ({ step: 'canary', officer: officer(own) }),
    (own, _peer, other) => ({ step: 'peer-line', officer: officer(own), line: other.line('canary') }),
    (own, _peer, other) => ({ step: 'activate', officer: officer(own), peerLog: encodeLog(other.state.log) }),
  ];
  for (const make of steps) {
    if (tables[0].state.phase === until && tables[1].state.phase === until) return tables;
    for (const at of [0, 1] as const) {
      const other = at === 0 ? 1 : 0;
      expect(tables[at].take(make(sides[at], sides[other], tables[other]))).toBe('done');
    }
  }
  expect(tables[0].state.phase).toBe(until);
  return tables;
}

test('[ID6] two sides walk the whole ceremony and hold the same agreement, proof and canary result', () => {
  const [mine, theirs] = walked('active');
  const [a, b] = [mine, theirs].map((table) => joined(table.state, { ...tools, demonstration: false }));
  expect(a).toMatchObject({ party: 'ma', attended: true, agreement: draft, agreementDigest: digestOf(parseAgreement(draft), nodeCrypto) });
  expect([b?.agreementDigest, b?.proofDigest, b?.canaryDigest]).toEqual([a?.agreementDigest, a?.proofDigest, a?.canaryDigest]);
  expect(a?.peer.party).toBe('gb');
  expect(a?.signatures).toHaveLength(4);
});

test('[ID6] the table is total: every phase answers every step, and each phase says what comes next', () => {
  for (const phase of joinPhases) {
    expect(nextAct[phase]).toMatch(/\.$/);
    for (const step of joinSteps) for (const next of joinTable[phase][step] ?? []) expect(joinPhases).toContain(next);
  }
  const reached = new Set(['start']);
  for (const _ of joinPhases)
    for (const phase of joinPhases) if (reached.has(phase)) for (const next of Object.values(joinTable[phase]).flat()) reached.add(next);
  expect([...reached].sort()).toEqual([...joinPhases].sort());
});

test('[ID6] whatever steps come, in whatever order, a side moves as its table says or stays, and never skips', () => {
  const events = (own: Side, peer: Side): JoinEvent[] => [
    { step: 'bundle', officer: officer(own), file: peer.bundle },
    { step: 'fingerprint', officer: officer(own), typed: peer.digits },
    { step: 'fingerprint', officer: officer(own, 1), typed: peer.digits },
    { step: 'fingerprint', officer: officer(own, 1), typed: own.digits },
    { step: 'draft', officer: officer(own), agreement: draft },
    { step: 'peer-line', officer: officer(own), line: walkedPeer.line('draft') },
    { step: 'peer-line', officer: officer(own), line: 'garbage' },
    { step: 'proof', officer: officer(own), report: proofOf(draft) },
    { step: 'peer-line', officer: officer(own), line: walkedPeer.line('proof') },
    { step: 'signature', officer: officer(own), signatures: signatures() },
    { step: 'canary', officer: officer(own) },
    { step: 'peer-line', officer: officer(own), line: walkedPeer.line('canary') },
    { step: 'activate', officer: officer(own), peerLog: encodeLog(walkedPeer.state.log) },
    { step: 'abort', officer: officer(own), reason: 'test' },
  ];
  const walkedPeer = walked('confirmed')[1];
  const all = events(ma, gb);
  const rank = new Map(joinPhases.map((phase, at) => [phase, at]));
  let active = 0;
  fc.assert(
    fc.property(
      fc.array(fc.record({ follow: fc.integer({ min: 0, max: 9 }), at: fc.nat({ max: all.length - 1 }) }), { minLength: 5, maxLength: 25 }),
      (choices) => {
        let state = startJoin(ma.bundle, { ...tools, attended: true });
        let script = 0;
        for (const { follow, at } of choices) {
          // Mostly the right next step, so that late phases are reached too.
          const honest = [0, 1, 2, 4, 5, 7, 8, 9, 10, 11, 12][script] ?? at;
          const event = all[follow < 8 ? honest : at];
          if (event === undefined) continue;
          const before = state;
          const answer = takeJoinStep(state, event, tools);
          state = answer.state;
          if (answer.outcome.ok) {
            if (!joinTable[before.phase][event.step]?.includes(state.phase)) return false;
            if (event === all[honest]) script += 1;
            const [from, to] = [rank.get(before.phase) ?? 0, rank.get(state.phase) ?? 0];
            if (to > from + 1 && state.phase !== 'aborted') return false;
          } else if (state.phase !== before.phase && state.mismatches < 3) return false;
          if (state.log.length !== before.log.length + 1) return false;
        }
        if (state.phase === 'active') active += 1;
        return verifyLog(state.log, { root: openBundle(ma.bundle, tools).chain.latest, crypto: nodeCrypto }).ok;
      },
    ),
    { seed: 61, numRuns: 30 },
  );
  expect(active).toBeGreaterThan(0);
});

describe('fingerprints', () => {
  test('[ID7] two distinct officers type the digits; one alone, or the same twice, does not do', () => {
    const [table] = walked('exchanged');
    expect(table.take({ step: 'fingerprint', officer: officer(ma), typed: gb.digits })).toBe('done');
    expect(table.state.phase).toBe('exchanged');
    expect(table.take({ step: 'fingerprint', officer: officer(ma), typed: gb.digits })).toBe('join-officer-twice');
    expect(table.take({ step: 'draft', officer: officer(ma), agreement: draft })).toBe('join-out-of-order');
    expect(table.take({ step: 'fingerprint', officer: officer(ma, 2), typed: gb.digits })).toBe('done');
    expect(table.state.phase).toBe('identified');
  });

  test('[ID7] wrong digits are refused and logged, and the third time ends the ceremony', () => {
    const [table] = walked('exchanged');
    const last = gb.digits.endsWith('1') ? '2' : '1';
    expect(table.take({ step: 'fingerprint', officer: officer(ma), typed: 'yes, it is the same' })).toBe('join-fingerprint-malformed');
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(table.take({ step: 'fingerprint', officer: officer(ma), typed: gb.digits.slice(0, -1) + last })).toBe(
        'join-fingerprint-mismatch',
      );
    }
    expect(table.state.phase).toBe('aborted');
    expect(table.take({ step: 'fingerprint', officer: officer(ma), typed: gb.digits })).toBe('join-out-of-order');
    expect(table.state.log.map((line) => parseLine(line.text).code).filter((code) => code !== undefined)).toHaveLength(5);
  });

  test('[ID7] only an officer of the own root takes a step', () => {
    const [table] = walked('exchanged');
    for (const stranger of [officer(gb), officerWith(createSigner('Ed25519'), nodeCrypto)]) {
      expect(table.take({ step: 'fingerprint', officer: stranger, typed: gb.digits })).toBe('join-officer-unknown');
    }
    expect(table.state.log).toHaveLength(1);
  });

  test('[ID7] a bundle put in place of the right one shows in the digits', async () => {
    const between = await makeSide('gb');
    const table = new Table(ma);
    expect(table.take({ step: 'bundle', officer: officer(ma), file: between.bundle })).toBe('done');
    expect(table.take({ step: 'fingerprint', officer: officer(ma), typed: gb.digits })).toBe('join-fingerprint-mismatch');
  });
});

describe('agreement', () => {
  test('[ID8] both sides compute the digest; a draft changed by one word on one side is found', () => {
    const [mine, theirs] = walked('identified');
    const other = draftOf(ma, gb, { erasure: { deadlineHours: 71 } });
    expect(mine.take({ step: 'draft', officer: officer(ma), agreement: draft })).toBe('done');
    expect(theirs.take({ step: 'draft', officer: officer(gb), agreement: other })).toBe('done');
    expect(mine.take({ step: 'peer-line', officer: officer(ma), line: theirs.line('draft') })).toBe('join-digest-mismatch');
    expect(theirs.take({ step: 'draft', officer: officer(gb), agreement: draft })).toBe('done');
    expect(mine.take({ step: 'peer-line', officer: officer(ma), line: theirs.line('draft') })).toBe('done');
  });

  test("[ID8] a draft with another root, an agency outside the roots, or a duty one side can't keep is refused", async () => {
    const [table] = walked('identified');
    const third = await makeSide('gb');
    expect(table.take({ step: 'draft', officer: officer(ma), agreement: draftOf(ma, third) })).toBe('join-draft-foreign');
    expect(table.take({ step: 'draft', officer: officer(ma), agreement: draftOf(ma, await makeSide('es')) })).toBe('join-draft-foreign');
    const topics = [{ topic: 'operations', types: ['incident', 'logEntry', 'faceMatch'] }];
    expect(table.take({ step: 'draft', officer: officer(ma), agreement: draftOf(ma, gb, { topics }) })).toBe('join-capability-missing');
    expect(table.take({ step: 'draft', officer: officer(ma), agreement: '{"v":1}' })).not.toBe('done');
    expect(table.state.phase).toBe('identified');
  });

  test('[ID8] what is not proved is not signed, nor the proof of another agreement', () => {
    const [table] = walked('agreed');
    expect(table.take({ step: 'signature', officer: officer(ma), signatures: signatures() })).toBe('join-out-of-order');
    expect(table.take({ step: 'proof', officer: officer(ma), report: proofOf(draft, 'refuted') })).toBe('join-not-proved');
    const half = { ...proofOf(draft), properties: [{ id: 'P1', outcome: 'unknown' as const }] };
    expect(table.take({ step: 'proof', officer: officer(ma), report: half })).toBe('join-not-proved');
    expect(table.take({ step: 'proof', officer: officer(ma), report: proofOf(draftOf(ma, gb, { erasure: { deadlineHours: 1 } })) })).toBe(
      'join-digest-mismatch',
    );
    expect(table.state.phase).toBe('agreed');
  });

  test('[ID8] signatures come one by one, a bad one is refused, and the threshold of both sides is needed', () => {
    const [table] = walked('assured');
    const [first, second, third, fourth] = signatures();
    if (!first || !second || !third || !fourth) throw new Error('signatures');
    expect(table.take({ step: 'signature', officer: officer(ma), signatures: [first, first, second] })).toBe('done');
    expect(table.state.phase).toBe('assured');
    const early = walked('assured')[0];
    expect(early.take({ step: 'signature', officer: officer(ma), signatures: [{ ...third, signature: fourth.signature }] })).toBe(
      'join-signature-refused',
    );
    expect(early.take({ step: 'signature', officer: officer(ma), signatures: [{ ...third, party: 'es' }] })).toBe('join-signature-refused');
    const forged = { ...third, signature: fourth.signature };
    expect(table.take({ step: 'signature', officer: officer(ma), signatures: [forged] })).toBe('join-signature-refused');
    expect(table.state.signatures).toHaveLength(2);
    expect(table.take({ step: 'signature', officer: officer(ma), signatures: [third, fourth] })).toBe('done');
    expect(table.state.phase).toBe('signed');
  });
});

describe('log', () => {
  test('[ID10] each step is a signed line, numbered and chained, and a changed log is refused', () => {
    const [mine] = walked('active');
    const root = openBundle(ma.bundle, tools).chain.latest;
    const verified = verifyLog(mine.state.log, { root, crypto: nodeCrypto });
    if (!verified.ok) throw new Error(verified.reason.message);
    expect(verified.value.map((line) => line.step)).toEqual([
      'bundle',
      'fingerprint',
      'fingerprint',
      'draft',
      'peer-line',
      'proof',
      'peer-line',
      'signature',
      'signature',
      'canary',
      'peer-line',
      'activate',
    ]);
    const log = mine.state.log;
    const swapped = [log[1], log[0], ...log.slice(2)] as typeof log;
    for (const bad of [log.slice(1), [...log.slice(0, 3), ...log.slice(4)], swapped]) {
      expect(verifyLog(bad, { root, crypto: nodeCrypto })).toMatchObject({ reason: { code: 'join-line-refused' } });
    }
    expect(verifyLog(log, { root: openBundle(gb.bundle, tools).chain.latest, crypto: nodeCrypto }).ok).toBe(false);
  });

  test("[ID10] a partner's line of another step, another ceremony or another officer is refused", async () => {
    const [mine, theirs] = walked('drafted');
    const elsewhere = new Table(await makeSide('gb'));
    expect(mine.take({ step: 'peer-line', officer: officer(ma), line: mine.line('draft') })).toBe('join-line-refused');
    const other = await makeSide('es');
    const old = new Table(gb);
    old.take({ step: 'bundle', officer: officer(gb), file: other.bundle });
    for (const which of [0, 1]) old.take({ step: 'fingerprint', officer: officer(gb, which), typed: other.digits });
    old.take({ step: 'draft', officer: officer(gb), agreement: draftOf(gb, other) });
    expect(mine.take({ step: 'peer-line', officer: officer(ma), line: old.line('draft') })).toBe('join-line-refused');
    expect(elsewhere.line('draft')).toBe('');
    expect(mine.take({ step: 'peer-line', officer: officer(ma), line: theirs.line('draft') })).toBe('done');
  });

  test('[ID10] activation needs a partner log in which two of its officers typed our digits', () => {
    const [mine, theirs] = walked('confirmed');
    const cut = encodeLog(theirs.state.log.slice(0, 2));
    expect(mine.take({ step: 'activate', officer: officer(ma), peerLog: cut })).toBe('join-line-refused');
    expect(mine.take({ step: 'activate', officer: officer(ma), peerLog: encodeLog(mine.state.log) })).toBe('join-line-refused');
    // A log in which one officer typed and nobody else did, well signed and chained.
    const alone = theirs.state.log.map((signed) => parseLine(signed.text)).filter((line, at) => !(line.step === 'fingerprint' && at === 2));
    const log: SignedText[] = [];
    for (const { step, outcome, digest, ceremony, attended } of alone) {
      const body = { party: gb.party, step, outcome, digest, attended, ...(ceremony === undefined ? {} : { ceremony }) };
      log.push(signLine(body, log, { officer: officer(gb), ...tools }));
    }
    expect(verifyLog(log, { root: openBundle(gb.bundle, tools).chain.latest, crypto: nodeCrypto }).ok).toBe(true);
    expect(mine.take({ step: 'activate', officer: officer(ma), peerLog: encodeLog(log) })).toBe('join-line-refused');
    expect(mine.state.phase).toBe('confirmed');
    expect(() => joined(mine.state, { ...tools, demonstration: true })).toThrow(expect.objectContaining({ code: 'join-out-of-order' }));
    expect(mine.take({ step: 'activate', officer: officer(ma), peerLog: encodeLog(theirs.state.log) })).toBe('done');
  });
});

test('[ID12] one unattended side makes the whole ceremony unattended', () => {
  const [mine] = walked('active', false);
  expect(mine.state.log.every((line) => parseLine(line.text).attended)).toBe(true);
  expect(() => joined(mine.state, { ...tools, demonstration: false })).toThrow(
    expect.objectContaining({ code: 'join-unattended-refused' }),
  );
});

test('[ID12] an unattended ceremony takes the real steps, says so in each line and aloud, and is refused outside a demonstration', async () => {
  const said: string[] = [];
  const second = draftOf(ma, gb, { id: 'ma-gb.second' });
  const { states, joined: results } = await runUnattended([ma, gb], {
    agreements: [draft, second],
    prove: async (text) => proofOf(text),
    crypto: nodeCrypto,
    nowMs: () => nowMs,
    say: (line) => said.push(line),
  });
  expect([said[0], said.at(-1)]).toEqual([unattendedWarning.en, unattendedWarning.en]);
  expect(results.map((side) => side.map((one) => [one.agreement, one.attended]))).toEqual([
    [
      [draft, false],
      [second, false],
    ],
    [
      [draft, false],
      [second, false],
    ],
  ]);
  expect(states.every((state) => state.log.every((line) => !parseLine(line.text).attended))).toBe(true);
  expect(() => joined(states[0], { ...tools, demonstration: false })).toThrow(expect.objectContaining({ code: 'join-unattended-refused' }));
  const failing = runUnattended([ma, gb], {
    agreements: [draft],
    prove: async (text) => proofOf(text, 'refuted'),
    crypto: nodeCrypto,
    nowMs: () => nowMs,
    say: () => undefined,
  });
  await expect(failing).rejects.toMatchObject({ code: 'join-not-proved' });
});
