import type { PutRecord } from '@wasl/node';
import type { SubjectId } from '@wasl/record';
import { Federation, type Member } from '@wasl/testkit/federation';
import { expect, test } from 'vitest';
import { put } from './helpers.ts';

const text = (words: string) => [{ lang: 'fr', text: words, status: 'original' }];
const at = '2030-06-13T18:04:09Z';
const log = (change: Partial<PutRecord> = {}): PutRecord => ({
  type: 'logEntry',
  mode: 'exercise',
  fields: { at, text: text('Porte 12 ralentie') },
  purpose: 'event-safety',
  ...change,
});

async function refused(member: Member, record: PutRecord) {
  const sizes = () => [...member.node.core.logs.all()].map((own) => own.size);
  const before = sizes();
  const done = await member.node.put(member.officer, record);
  await member.node.core.flusher.settled();
  // Nothing half-applied: no leaf in any log, the activity record included.
  expect(sizes()).toEqual(before);
  return done.ok ? 'ok' : [done.reason.code, done.reason.path];
}

test('[CT13] a record that names an unknown desk is refused; one that a desk record made known is not', async () => {
  const federation = await Federation.make();
  const ma = await federation.open('ma.police');
  const to = (desk: string) => log({ fields: { at, text: text('Relève faite'), to: desk } });
  expect(await refused(ma, to('ma.police/annex'))).toEqual(['fields-invalid', 'to']);
  expect(await refused(ma, to('fr.police/ops'))).toEqual(['fields-invalid', 'to']);
  await put(ma, {
    type: 'desk',
    mode: 'exercise',
    fields: { desk: 'ma.police/annex', name: text('Annexe'), function: 'media' },
    purpose: 'liaison',
  });
  expect(await put(ma, to('ma.police/annex'))).toMatch(/^sha256:/);
});

test('[CT13] no agency rewrites the statement of another: the node refuses, and nothing is written', async () => {
  const federation = await Federation.make();
  const [ma, gb] = [await federation.open('ma.police'), await federation.open('gb.police')];
  const id = await put(ma, log());
  const view = await ma.node.get(ma.officer, id);
  const held = await ma.store.record(id);
  if (!view.ok || held === undefined) throw new Error('not held');
  // As if it had been received: the context only asks who issued it.
  const { subject } = view.value;
  Object.assign(gb.store, { record: async (asked: string) => (asked === id ? held : undefined) });
  expect(await refused(gb, log({ subject, refs: [{ rel: 'supersedes', id }] }))).toEqual(['fields-invalid', 'refs[0]']);
  expect(await put(ma, log({ subject, refs: [{ rel: 'supersedes', id }] }))).toMatch(/^sha256:/);
});

test('[CT13] a chain of parts does not close', async () => {
  const federation = await Federation.make();
  const ma = await federation.open('ma.police');
  const [a, b] = ['A'.repeat(22), `${'B'.repeat(21)}A`] as unknown as [SubjectId, SubjectId];
  const meeting = (subject: SubjectId, partOf: string): PutRecord => ({
    type: 'meeting',
    mode: 'exercise',
    subject,
    purpose: 'liaison',
    fields: { title: text('Comité'), kind: 'board', status: 'held', participants: [{ office: text('Bureau') }], partOf },
  });
  expect(await put(ma, meeting(a, b))).toMatch(/^sha256:/);
  expect(await refused(ma, meeting(b, a))).toEqual(['fields-invalid', 'partOf']);
});
