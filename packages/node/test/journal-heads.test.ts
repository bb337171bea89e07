import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeCrypto } from '@wasl/identity';
import {
  addSignature,
  cosign,
  encodeCheckpoint,
  encodeJournalStatement,
  fingerprint,
  openDatedHead,
  parseCheckpoint,
  signCheckpoint,
  verifyEquivocationProof,
  verifyJournalEvidence,
  verifyTakenBack,
} from '@wasl/log';
import { openStore } from '@wasl/store';
import { Federation, logEntry, type Member, settle } from '@wasl/testkit/federation';
import { afterEach, expect, test } from 'vitest';
import { actsOf, alarmsOf, put } from './helpers.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const logKey = (member: Member) => member.node.core.options.keys.log;

async function stated(from: Member, to: Member): Promise<string> {
  const statement = await from.node.core.journals.stated.statement(to.peer);
  if (!statement.ok) throw new Error(statement.reason.message);
  return statement.value;
}

/** One heartbeat as the exchange makes it; answers the head that the partner keeps. */
async function beat(from: Member, to: Member): Promise<string> {
  const answer = await to.node.outlet.heartbeat(from.peer, await stated(from, to));
  if (!answer.ok) throw new Error(`${answer.reason.code}: ${answer.reason.message}`);
  await from.node.core.journals.stated.answered(to.peer, answer.value);
  await from.node.core.flusher.settled();
  return answer.value;
}

/** A statement with another head, signed and dated by the issuer's own key: what whoever holds the node can make. */
async function forged(from: Member, to: Member, head: { readonly size: number; readonly root: Uint8Array }): Promise<string> {
  const statement = JSON.parse(await stated(from, to)) as { descriptor: string; old: number };
  const { origin } = parseCheckpoint(from.node.core.journal.head?.note ?? '');
  const text = encodeCheckpoint({ origin, ...head });
  const note = signCheckpoint(text, { name: from.agency, signer: logKey(from), crypto: nodeCrypto });
  const timestampSeconds = Math.floor(from.node.core.nowMs() / 1000);
  const dated = addSignature(note, cosign(text, { name: from.agency, signer: logKey(from), timestampSeconds, crypto: nodeCrypto }));
  return encodeJournalStatement({ descriptor: statement.descriptor, old: statement.old, proof: [], note: dated });
}

const ofJournal = (at: Member, of: string) => at.node.status(undefined).partners.find(({ agency }) => agency === of)?.journal;

test('[EX6, EX6.5] heads of activity records are kept and cosigned as they grow, by both sides, and survive a restart; an idle one costs no line', async () => {
  const federation = await Federation.make();
  const [ma, gb] = [await federation.open('ma.police'), await federation.open('gb.police')];
  await beat(ma, gb);
  const first = ofJournal(gb, 'ma.police')?.kept?.size ?? 0;
  expect(first).toBe(ma.node.core.journal.size);
  await put(ma, logEntry('one'));
  await put(ma, logEntry('two'));
  const sizes = [ma, gb].map((member) => member.node.core.journal.size);
  federation.clock.advance(30_000);
  const note = await beat(ma, gb);
  expect(parseCheckpoint(note).signatures.map(({ name }) => name)).toEqual(['ma.police', 'ma.police', 'gb.police/witness']);
  await beat(ma, gb);
  expect([ma, gb].map((member) => member.node.core.journal.size)).toEqual(sizes);
  expect(ofJournal(ma, 'gb.police')?.cosigned).toEqual({ size: sizes[0], at: '2030-06-14T12:00:30Z' });
  expect(ofJournal(gb, 'ma.police')?.kept).toEqual({ size: sizes[0], at: '2030-06-14T12:00:30Z', state: 'ok' });

  const again = [await federation.open('ma.police', { store: ma.store }), await federation.open('gb.police', { store: gb.store })] as const;
  expect(ofJournal(again[0], 'gb.police')?.cosigned?.size).toBe(sizes[0]);
  expect(ofJournal(again[1], 'ma.police')?.kept?.size).toBe(sizes[0]);
  await put(again[0], logEntry('three'));
  await beat(again[0], again[1]);
  expect(ofJournal(again[1], 'ma.police')?.kept?.size).toBe(again[0].node.core.journal.size);
  expect([...alarmsOf(again[0]), ...alarmsOf(again[1])]).toEqual([]);
});

test('[EX6.5] an answer that was lost, or a partner that lost its newest head, is made up for at the next heartbeat', async () => {
  const federation = await Federation.make();
  const [ma, gb] = [await federation.open('ma.police'), await federation.open('gb.police')];
  await beat(ma, gb);
  await put(ma, logEntry('one'));
  await gb.node.outlet.heartbeat(ma.peer, await stated(ma, gb));
  await put(ma, logEntry('two'));
  await beat(ma, gb);
  expect(ofJournal(gb, 'ma.police')?.kept?.size).toBeLessThan(ma.node.core.journal.size);
  await beat(ma, gb);
  expect(ofJournal(gb, 'ma.police')?.kept?.size).toBe(ma.node.core.journal.size);
  expect([...alarmsOf(ma), ...alarmsOf(gb)]).toEqual([]);
});

test('[EX6.6, I8] an activity record rewritten at one size is a transferable proof, gets no cosignature any more, also after a restart', async () => {
  const federation = await Federation.make();
  const [ma, gb] = [await federation.open('ma.police'), await federation.open('gb.police')];
  await put(ma, logEntry('one'));
  const kept = await beat(ma, gb);
  const { size } = parseCheckpoint(kept);
  const answer = await gb.node.outlet.heartbeat(ma.peer, await forged(ma, gb, { size, root: new Uint8Array(32).fill(9) }));
  expect(answer).toEqual({ ok: true, value: kept });
  expect(alarmsOf(gb)).toEqual(['journal-rewritten']);
  const proof = (await gb.store.state('proof/journal/ma.police')) ?? '';
  const verifiers = [{ name: 'ma.police', type: 'log' as const, key: logKey(ma).key }];
  expect(verifyEquivocationProof(proof, { verifiers, crypto: nodeCrypto })).toMatchObject({
    ok: true,
    value: { sizeA: size, sizeB: size },
  });
  expect(ofJournal(gb, 'ma.police')?.kept?.state).toBe('rewritten');

  const killed = await federation.open('gb.police', { store: gb.store });
  await put(ma, logEntry('two'));
  expect(await beat(ma, killed)).toBe(kept);
  expect(alarmsOf(killed)).toEqual(['journal-rewritten']);
  expect(await actsOf(killed)).toContain('doubt-journal');
});

test('[EX6.6, I8] one that grew out of something else, without a proof of growth, is found too', async () => {
  const federation = await Federation.make();
  const [ma, gb] = [await federation.open('ma.police'), await federation.open('gb.police')];
  await put(ma, logEntry('one'));
  const { size } = parseCheckpoint(await beat(ma, gb));
  await gb.node.outlet.heartbeat(ma.peer, await forged(ma, gb, { size: size + 5, root: new Uint8Array(32).fill(9) }));
  expect(alarmsOf(gb)).toEqual(['journal-rewritten']);
});

test('[EX6.6] a smaller head of a later time is a rollback that both signatures show; of an earlier time it is a repetition', async () => {
  const federation = await Federation.make();
  const [ma, gb] = [await federation.open('ma.police'), await federation.open('gb.police')];
  const small = { size: 2, root: ma.node.core.journal.rootAt(2) ?? new Uint8Array(32) };
  const early = await forged(ma, gb, small);
  federation.clock.advance(1_000);
  await put(ma, logEntry('one'));
  await put(ma, logEntry('two'));
  const kept = await beat(ma, gb);
  expect(await gb.node.outlet.heartbeat(ma.peer, early)).toEqual({ ok: true, value: kept });
  expect(alarmsOf(gb)).toEqual([]);
  federation.clock.advance(1_000);
  await gb.node.outlet.heartbeat(ma.peer, await forged(ma, gb, small));
  expect(alarmsOf(gb)).toEqual(['journal-rolled-back']);
  const notes = JSON.parse((await gb.store.state('proof/journal/ma.police')) ?? '') as { before: string; after: string };
  const by = { issuer: ma.agency, key: logKey(ma).key, crypto: nodeCrypto };
  expect(verifyTakenBack(notes, by)).toMatchObject({ ok: true, value: { from: ma.node.core.journal.size, to: 2 } });
  expect(verifyTakenBack({ before: notes.after, after: notes.before }, by)).toMatchObject({ reason: { code: 'equivocation-unproved' } });
});

test('[EX6.5] what is no statement of the peer’s own activity record is refused and shown', async () => {
  const federation = await Federation.make();
  const [ma, gb] = [await federation.open('ma.police'), await federation.open('gb.police')];
  await put(ma, logEntry('one'));
  await settle(ma, gb);
  const good = await stated(ma, gb);
  const descriptor = [...ma.node.core.logs.all()].find((log) => log.channel.topic === 'operations')?.descriptor ?? '';
  const refused = async (text: string, peer = ma.peer) => {
    const answer = await gb.node.outlet.heartbeat(peer, text);
    return answer.ok ? 'taken' : answer.reason.code;
  };
  expect(await refused('{}')).toBe('journal-statement-malformed');
  expect(await refused(good.replace('"v":1', '"v":2'))).toBe('journal-statement-malformed');
  expect(await refused(`${good.slice(0, -1)} }`)).toBe('journal-statement-malformed');
  expect(await refused(good, gb.peer)).toBe('checkpoint-signature');
  const parsed = JSON.parse(good) as { old: number; note: string };
  expect(await refused(encodeJournalStatement({ descriptor, old: parsed.old, proof: [], note: parsed.note }))).toBe(
    'journal-statement-malformed',
  );
  const { note, text } = { note: ma.node.core.journal.head?.note ?? '', text: parseCheckpoint(parsed.note).text };
  expect(await refused(encodeJournalStatement({ descriptor: ma.node.core.journal.descriptor, old: 0, proof: [], note }))).toBe(
    'checkpoint-signature',
  );
  expect(text.startsWith(ma.node.core.journal.origin)).toBe(true);
  expect([...new Set(alarmsOf(gb))].toSorted()).toEqual(['checkpoint-signature', 'journal-statement-malformed']);
  await ma.node.core.journals.stated.answered(gb.peer, note);
  expect(alarmsOf(ma)).toEqual([]);
  await ma.node.core.journals.stated.answered(gb.peer, 'no note');
  expect(alarmsOf(ma)).toEqual(['receipt-invalid']);
});

test('[EX6.7, JO1] a line of the activity record is proved under the partner’s cosignature, and only under our own where there is none', async () => {
  const federation = await Federation.make();
  const [ma, gb] = [await federation.open('ma.police'), await federation.open('gb.police')];
  await put(ma, logEntry('one'));
  await beat(ma, gb);
  const covered = ma.node.core.journal.size - 1;
  expect((await ma.node.journalEvidence(ma.actor('no', ['duty']), covered)).ok).toBe(false);
  const bundle = await ma.node.journalEvidence(ma.officer, covered);
  if (!bundle.ok) throw new Error(bundle.reason.message);
  const anchors = { gb: fingerprint(federation.identities.directory.rootChain(gb.peer.party)[0]?.document ?? '', nodeCrypto) };
  const report = verifyJournalEvidence(bundle.value, { anchors, crypto: nodeCrypto });
  expect(report).toMatchObject({
    ok: true,
    value: { anchored: true, vouched: 'partner', index: covered, cosigners: [{ agency: 'gb.police', use: 'witness', anchored: true }] },
  });
  expect(verifyJournalEvidence(bundle.value, { anchors: {}, crypto: nodeCrypto })).toMatchObject({ value: { anchored: false } });
  const bent = bundle.value.replace(`"index":${covered}`, `"index":${covered - 1}`);
  expect(verifyJournalEvidence(bent, { anchors, crypto: nodeCrypto })).toMatchObject({ reason: { code: 'evidence-inclusion' } });
  const fresh = await ma.node.journalEvidence(ma.officer, ma.node.core.journal.size - 1);
  expect(fresh.ok && verifyJournalEvidence(fresh.value, { anchors, crypto: nodeCrypto })).toMatchObject({
    value: { vouched: 'own', cosigners: [] },
  });
  expect(await ma.node.journalEvidence(ma.officer, 1_000_000)).toMatchObject({ reason: { code: 'record-unknown' } });
  expect(await actsOf(ma)).toContain('export-journal');
});

test('[EX6.8, DU4] a machine set back whole, mark and all, learns it from the partner, signs nothing more of the old, and gets its leaves back', async () => {
  const federation = await Federation.make();
  const folder = mkdtempSync(join(tmpdir(), 'wasl-set-back-'));
  folders.push(folder);
  const open = (name: string) =>
    openStore({
      folder: join(folder, name, 'store'),
      unlock: { masterKey: new Uint8Array(32).fill(7) },
      markFile: join(folder, name, 'mark'),
    });
  const before = await open('a');
  const ma = await federation.open('ma.police', { store: before });
  const gb = await federation.open('gb.police');
  await put(ma, logEntry('one'));
  await settle(ma, gb);
  await beat(ma, gb);
  await before.close();
  cpSync(join(folder, 'a'), join(folder, 'b'), { recursive: true });
  const running = await open('a');
  const later = await federation.open('ma.police', { store: running });
  const id = await put(later, logEntry('two'));
  await settle(later, gb);
  await beat(later, gb);
  const had = later.node.core.journal.size;
  await running.close();

  const snapshot = await open('b');
  expect(snapshot.mismatches).toEqual([]);
  const back = await federation.open('ma.police', { store: snapshot });
  federation.clock.advance(60_000);
  expect(back.node.core.journal.size).toBeLessThan(had);
  await beat(back, gb);
  expect(alarmsOf(gb)).toContain('journal-rolled-back');
  expect(alarmsOf(back)).toContain('store-restored');
  expect(back.fatal).toHaveLength(1);
  await back.node.core.flusher.settled();
  await snapshot.close();

  const reopened = await open('b');
  const restored = await federation.open('ma.police', { store: reopened });
  expect(restored.node.core.journal.epoch).toBe(2);
  await settle(restored, gb);
  await beat(restored, gb);
  const view = await restored.node.get(restored.officer, id);
  expect(view.ok).toBe(true);
  expect(ofJournal(gb, 'ma.police')?.kept).toMatchObject({ size: expect.any(Number), state: 'ok' });
  expect(restored.fatal).toEqual([]);
  await restored.node.core.flusher.settled();
  await reopened.close();
  const calm = await open('b');
  const started = await federation.open('ma.police', { store: calm });
  expect(started.node.core.journal.epoch).toBe(2);
  await started.node.core.flusher.settled();
  await calm.close();
});

test('[EX6.8, DU4.3] a restore that says so goes on in a new log of the activity record, and the partner shows what that leaves out', async () => {
  const federation = await Federation.make();
  const [ma, gb] = [await federation.open('ma.police'), await federation.open('gb.police')];
  await put(ma, logEntry('one'));
  await beat(ma, gb);
  const { journal } = ma.node.core;
  const early = { size: 2, root: journal.rootAt(2) ?? new Uint8Array(32) };
  const next = ma.node.core.logs.create(
    journal.channel,
    Object.assign(Object.create(Object.getPrototypeOf(journal)), journal, { head: { ...early, note: '' } }),
  );
  const leaf = { log: next.log, id: next.record.id, entryText: next.record.entryText, releaseLine: '', disclosures: [] };
  await ma.node.core.flusher.submit({ records: [next.record], leaves: [leaf] });
  const note = next.log.head?.note ?? '';
  const { text } = parseCheckpoint(note);
  const timestampSeconds = Math.floor(ma.node.core.nowMs() / 1000);
  const dated = addSignature(note, cosign(text, { name: ma.agency, signer: logKey(ma), timestampSeconds, crypto: nodeCrypto }));
  expect(openDatedHead(dated, { issuer: ma.agency, key: logKey(ma).key, crypto: nodeCrypto }).ok).toBe(true);
  const answer = await gb.node.outlet.heartbeat(
    ma.peer,
    encodeJournalStatement({ descriptor: next.log.descriptor, old: 0, proof: [], note: dated }),
  );
  expect(answer.ok && parseCheckpoint(answer.value).origin).toBe(next.log.origin);
  expect(gb.node.core.alarms.all().map(({ code, message }) => [code, /leaves out \d+ flushes/.test(message)])).toEqual([
    ['journal-rolled-back', true],
  ]);
});

test('[EX8.4] a partner’s clock that differs by more than a minute is a warning that ends with the difference', async () => {
  const federation = await Federation.make();
  const ma = await federation.open('ma.police');
  let offMs = -90_000;
  const gb = await federation.open('gb.police', {
    clock: {
      nowMs: () => federation.clock.nowMs() + offMs,
      monotonicMs: () => federation.clock.monotonicMs(),
      after: (delayMs, run) => federation.clock.after(delayMs, run),
    },
  });
  await beat(gb, ma);
  expect(alarmsOf(ma)).toEqual(['clock-differs']);
  expect(ma.node.status(undefined).timeUncertain).toBe(false);
  offMs = -30_000;
  await beat(gb, ma);
  expect(alarmsOf(ma)).toEqual([]);
});

test('[EX6.9, EV1] the date of an idle log’s heartbeat stands in the evidence: up to then no withdrawal was known', async () => {
  const federation = await Federation.make();
  const [ma, gb] = [await federation.open('ma.police'), await federation.open('gb.police')];
  const id = await put(ma, logEntry('one'));
  await settle(ma, gb);
  federation.clock.advance(600_000);
  const log = [...ma.node.core.logs.all()].find((each) => each.channel.topic === 'operations');
  const note = await ma.node.outlet.checkpoint(gb.peer, log?.origin ?? '');
  if (!note.ok) throw new Error(note.reason.message);
  await gb.node.inlet.compare(ma.peer, [{ origin: log?.origin ?? '', checkpoint: note.value }]);
  const bundle = await gb.node.evidence(gb.officer, id);
  const dated = openDatedHead(bundle.ok ? (JSON.parse(bundle.value) as { checkpoint: string }).checkpoint : '', {
    issuer: ma.agency,
    key: logKey(ma).key,
    crypto: nodeCrypto,
  });
  expect(dated.ok && dated.value.seconds).toBe(Date.parse('2030-06-14T12:10:00Z') / 1000);
});

test('[EX6.6, I11] a partner that states nothing while its link is up is an alarm until it does; one whose link is down is not', async () => {
  const federation = await Federation.make();
  const [ma, gb] = [await federation.open('ma.police'), await federation.open('gb.police')];
  federation.clock.advance(20 * 60_000);
  expect(alarmsOf(gb)).toEqual([]);
  gb.node.inlet.link(ma.peer, { state: 'up', sinceMs: 0 });
  federation.clock.advance(5 * 60_000);
  await beat(ma, gb);
  federation.clock.advance(8 * 60_000);
  expect(alarmsOf(gb)).toEqual([]);
  federation.clock.advance(4 * 60_000);
  expect(alarmsOf(gb)).toEqual(['journal-silent']);
  await beat(ma, gb);
  expect(alarmsOf(gb)).toEqual([]);
});
