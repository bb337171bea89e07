import { Buffer } from 'node:buffer';
import type { AttachmentView } from '@wasl/node';
import type { Json, RecordId } from '@wasl/record';
import { Federation, gathered, logEntry, type Member, type MemoryAttachments, pass, pieces, png, settle } from '@wasl/testkit/federation';
import { beforeEach, expect, test } from 'vitest';
import { placeHold } from '../src/control/legal-hold.ts';
import { actsOf, alarmsOf, put } from './helpers.ts';

const size = 400_000;
const chunks = 7;
let federation: Federation;
let ma: Member;
let gb: Member;

beforeEach(async () => {
  federation = await Federation.make();
  ma = await federation.open('ma.police');
  gb = await federation.open('gb.police');
});

async function upload(member: Member, bytes = png(size), name = 'Porte 12.png'): Promise<Json> {
  const done = await member.node.attach(member.officer, { name, mediaType: 'image/png', bytes: pieces(bytes) });
  if (!done.ok) throw new Error(`${done.reason.code}: ${done.reason.message}`);
  return done.value;
}

function withFiles(...files: readonly Json[]) {
  const entry = logEntry('gate 12, see the picture');
  return { ...entry, fields: { ...entry.fields, attachments: files } };
}

async function filesOf(member: Member, id: RecordId): Promise<readonly AttachmentView[]> {
  const view = await member.node.get(member.officer, id);
  if (!view.ok) throw new Error(view.reason.code);
  return view.value.attachments ?? [];
}

async function codeOfDownload(member: Member, id: RecordId): Promise<string | undefined> {
  const file = await member.node.attachment(member.officer, { record: id, unit: 'attachments', item: 0 });
  return file.ok ? undefined : file.reason.code;
}

async function download(member: Member, id: RecordId, item = 0): Promise<Buffer> {
  const file = await member.node.attachment(member.officer, { record: id, unit: 'attachments', item });
  if (!file.ok) throw new Error(`${file.reason.code}: ${file.reason.message}`);
  return Buffer.from(await gathered(file.value.bytes));
}

const rootOf = (value: Json) => (value as { root: string }).root;
const heldBy = (member: Member) => (member.attachments as MemoryAttachments).held;

test('[RC6, RC6.11, I3] a file crosses apart from its record, opens at the reader byte for byte, and its issuer sees the signed answer', async () => {
  const file = await upload(ma);
  const id = await put(ma, withFiles(file));
  const first = await pass(gb, ma, { chunk: () => undefined });
  expect(first.refusals).toEqual([]);
  expect(await filesOf(gb, id)).toMatchObject([
    { unit: 'attachments', item: 0, name: 'Porte 12.png', state: 'announced', held: 0, chunks },
  ]);
  expect(await filesOf(ma, id)).toMatchObject([{ state: 'complete', readers: [{ reader: 'gb.police', state: 'fetching', held: 1 }] }]);
  expect(await codeOfDownload(gb, id)).toBe('attachment-unknown');
  await settle(ma, gb);
  expect(await filesOf(gb, id)).toMatchObject([{ state: 'complete', held: chunks, chunks }]);
  expect(await filesOf(ma, id)).toMatchObject([{ readers: [{ reader: 'gb.police', state: 'complete', held: chunks }] }]);
  expect(await download(gb, id)).toEqual(Buffer.from(png(size)));
  expect(await download(ma, id)).toEqual(Buffer.from(png(size)));
  expect(await actsOf(gb)).toEqual(expect.arrayContaining(['attachment-complete', 'read-attachment']));
  const reopened = await federation.open('ma.police', { store: ma.store, attachments: ma.attachments });
  expect(await filesOf(reopened, id)).toMatchObject([{ readers: [{ state: 'complete' }] }]);
});

test('[RC6.1] equal files cannot be recognised: other root, other ciphertext; and no key is shown to officers', async () => {
  const [one, two] = [await upload(ma), await upload(ma)];
  expect(rootOf(one)).not.toBe(rootOf(two));
  const stored = [...heldBy(ma).values()].map(({ chunks: [first] }) => Buffer.from(first ?? []).toString('hex'));
  expect(stored[0]).not.toBe(stored[1]);
  expect(stored[0]).not.toContain(Buffer.from(png(size)).subarray(100, 132).toString('hex'));
  const id = await put(ma, withFiles(one, two));
  const view = await ma.node.get(ma.officer, id);
  expect(JSON.stringify(view)).not.toContain((one as { key: string }).key);
});

test('[RC6.2] a chunk that does not belong to the file is refused by code, nothing of the file is kept, and the issuer is told', async () => {
  const id = await put(ma, withFiles(await upload(ma)));
  const flip = (body: Uint8Array, _root: string, index: number) => {
    if (index === 3) body[1000] = (body[1000] ?? 0) ^ 1;
    return body;
  };
  const { refusals } = await pass(gb, ma, { chunk: flip });
  expect(refusals.map(({ code }) => code)).toEqual(['attachment-corrupt']);
  expect(heldBy(gb).size).toBe(0);
  expect(alarmsOf(gb)).toContain('attachment-corrupt');
  expect(await filesOf(gb, id)).toMatchObject([{ state: 'refused', code: 'attachment-corrupt', held: 0 }]);
  await settle(ma, gb);
  expect(await filesOf(ma, id)).toMatchObject([{ readers: [{ state: 'refused', code: 'attachment-corrupt' }] }]);
  expect(alarmsOf(ma)).toContain('attachment-corrupt');
  expect(heldBy(gb).size).toBe(0);
});

test.each([
  ['of another place', (body: Uint8Array, other: Uint8Array) => (other.length > 0 ? other : body)],
  ['cut short', (body: Uint8Array) => body.subarray(0, 1000)],
  ['without its hashes', (body: Uint8Array) => body.subarray(0, 65_536)],
  ['with one hash more', (body: Uint8Array) => Buffer.concat([body, Buffer.alloc(32)])],
  ['empty', () => new Uint8Array(0)],
])('[RC6.2] a chunk %s is refused', async (_name, lie) => {
  await put(ma, withFiles(await upload(ma)));
  let other: Uint8Array = new Uint8Array(0);
  const { refusals } = await pass(gb, ma, {
    chunk: (body, _root, index) => {
      const sent = index === 1 ? lie(body, other) : body;
      other = body;
      return sent;
    },
  });
  expect(refusals.map(({ code }) => code)).toEqual(['attachment-corrupt']);
  expect(heldBy(gb).size).toBe(0);
});

test('[RC6.3] a broken line and a restart of the reader go on at the chunk where it stopped', async () => {
  const id = await put(ma, withFiles(await upload(ma)));
  const asked: number[] = [];
  const until = (last: number) => (body: Uint8Array, _root: string, index: number) => {
    asked.push(index);
    return index < last ? body : undefined;
  };
  await pass(gb, ma, { chunk: until(3) });
  expect(await filesOf(gb, id)).toMatchObject([{ state: 'fetching', held: 3, chunks }]);
  const reopened = await federation.open('gb.police', { store: gb.store, attachments: gb.attachments });
  await pass(reopened, ma, { chunk: until(99) });
  expect(asked).toEqual([0, 1, 2, 3, 3, 4, 5, 6]);
  expect(await download(reopened, id)).toEqual(Buffer.from(png(size)));
});

test('[RC6.3] a reader that died between the last chunk and its answer gives the answer when it is back', async () => {
  const id = await put(ma, withFiles(await upload(ma)));
  const { submit } = gb.node.core.flusher;
  await pass(gb, ma, {
    chunk: (body, _root, index) => {
      if (index === chunks - 1) gb.node.core.flusher.submit = () => Promise.reject(new Error('the process dies here'));
      return body;
    },
  }).catch(() => undefined);
  gb.node.core.flusher.submit = submit;
  const reopened = await federation.open('gb.police', { store: gb.store, attachments: gb.attachments });
  await pass(reopened, ma);
  await pass(ma, reopened);
  expect(await filesOf(ma, id)).toMatchObject([{ readers: [{ state: 'complete' }] }]);
});

test('[RC6.4] whoever was not released the field gets the same refusal as for a file that does not exist', async () => {
  federation = await Federation.make(undefined, {
    edit: (document) => {
      const permits = document.permits as unknown as { id: string; when?: unknown }[];
      for (const permit of permits) if (permit.id === '4.4') permit.when = ['not', ['in', 'unit.name', ['attachments']]];
    },
  });
  ma = await federation.open('ma.police');
  gb = await federation.open('gb.police');
  const file = await upload(ma);
  const loose = await upload(ma);
  const id = await put(ma, withFiles(file));
  await settle(ma, gb);
  expect((await gb.store.record(id))?.content?.disclosures.length).toBeGreaterThan(0);
  expect(await filesOf(gb, id)).toEqual([]);
  const answers = await Promise.all(
    [rootOf(file), rootOf(loose), 'A'.repeat(43)].map((root) => ma.node.outlet.attachmentChunk(gb.peer, root, 0)),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toMatchObject({ ok: false, reason: { code: 'attachment-unknown' } });
});

test('[RC6.4, I9] suspension, a cut link and the end of the terms stop the chunks at once', async () => {
  const file = await upload(ma);
  await put(ma, withFiles(file));
  await settle(ma, gb);
  const ask = async () => {
    const answer = await ma.node.outlet.attachmentChunk(gb.peer, rootOf(file), 0);
    return answer.ok ? 'served' : answer.reason.code;
  };
  expect(await ask()).toBe('served');
  await ma.node.suspend(ma.officer, 'ma-gb.major-events', 'drill');
  expect(await ask()).toBe('agreement-not-active');
  const other = ma.actor('second');
  await ma.node.resume(ma.officer, 'ma-gb.major-events');
  await ma.node.resume(other, 'ma-gb.major-events');
  expect(await ask()).toBe('served');
  ma.node.core.cut.add(gb.agency);
  expect(await ask()).toBe('link-cut');
  ma.node.core.cut.delete(gb.agency);
  federation.clock.advance(400 * 86_400_000);
  expect(await ask()).toBe('attachment-unknown');
});

test('[RC6.5, ER1, I6] erasing a record removes its files and their keys at both ends, before the answer', async () => {
  const keep = await put(ma, withFiles(await upload(ma, png(100_000, 9))));
  const file = await upload(ma);
  const id = await put(ma, withFiles(file));
  await settle(ma, gb);
  expect([heldBy(ma).size, heldBy(gb).size]).toEqual([2, 2]);
  await ma.node.erase(ma.officer, id, { ground: 'rights' });
  expect(heldBy(ma).size).toBe(1);
  expect(await ma.node.outlet.attachmentChunk(gb.peer, rootOf(file), 0)).toMatchObject({ reason: { code: 'attachment-unknown' } });
  await settle(ma, gb);
  expect(heldBy(gb).size).toBe(1);
  expect(await codeOfDownload(gb, id)).toBe('record-erased');
  for (const { store } of [ma, gb]) {
    const left = await store.stateWithPrefix('attachment-');
    expect(left.filter(({ key }) => key.includes(rootOf(file)))).toEqual([]);
  }
  expect(await download(gb, keep)).toEqual(Buffer.from(png(100_000, 9)));
});

test('[RC6.5] an erasure in the midst of fetching leaves nothing', async () => {
  const id = await put(ma, withFiles(await upload(ma)));
  await pass(gb, ma, { chunk: (body, _root, index) => (index < 3 ? body : undefined) });
  expect(heldBy(gb).size).toBe(1);
  await ma.node.erase(ma.officer, id, { ground: 'rights' });
  await settle(ma, gb);
  expect(heldBy(gb).size).toBe(0);
});

test('[RC6.6] a withdrawn record’s files go at the reader, are served no more and stay at home; a legal hold keeps them', async () => {
  const [file, heldFile] = [await upload(ma), await upload(ma)];
  const id = await put(ma, withFiles(file));
  const held = await put(ma, withFiles(heldFile));
  await settle(ma, gb);
  await placeHold(gb.node.core, gb.officer, { id: held, hold: { ground: 'inquiry', until: '2031-01-01T00:00:00Z' }, reason: 'court' });
  for (const each of [id, held]) await ma.node.withdraw(ma.officer, each, { reason: 'error' });
  expect(await ma.node.outlet.attachmentChunk(gb.peer, rootOf(file), 0)).toMatchObject({ reason: { code: 'attachment-unknown' } });
  await settle(ma, gb);
  expect(heldBy(gb).size).toBe(1);
  expect(await codeOfDownload(gb, id)).toBe('record-withdrawn');
  expect(await download(ma, id)).toEqual(Buffer.from(png(size)));
});

test('[RC6.7] a file belongs to one record, and only what was uploaded here can be named: nobody passes a partner’s file on', async () => {
  const file = await upload(ma);
  const codeOf = async (member: Member, ...files: readonly Json[]) => {
    const done = await member.node.put(member.officer, withFiles(...files));
    return done.ok ? 'made' : done.reason.code;
  };
  expect(await codeOf(ma, { ...(file as object), key: 'A'.repeat(43) } as Json)).toBe('attachment-key');
  expect(await codeOf(ma, { ...(file as object), sizeBytes: size - 1 } as Json)).toBe('attachment-unknown');
  expect(await codeOf(ma, file, file)).toBe('attachment-in-use');
  expect(await Promise.all([codeOf(ma, file), codeOf(ma, file)])).toEqual(expect.arrayContaining(['made', 'attachment-in-use']));
  expect(await codeOf(ma, file)).toBe('attachment-in-use');
  await settle(ma, gb);
  expect(await codeOf(gb, file)).toBe('attachment-unknown');
});

test('[RC6.8] uploads are bounded: kinds, 50 MB, four at once, and what no record names goes after seven days', async () => {
  const attach = (mediaType: string, bytes: AsyncIterable<Uint8Array>) => ma.node.attach(ma.officer, { name: 'a', mediaType, bytes });
  const codeOf = async (mediaType: string, bytes: AsyncIterable<Uint8Array>) => {
    const done = await attach(mediaType, bytes);
    return done.ok ? 'stored' : done.reason.code;
  };
  expect(await codeOf('text/csv', pieces(png(100)))).toBe('attachment-type');
  expect(await codeOf('image/png', pieces(new Uint8Array(100)))).toBe('attachment-content');
  expect(await codeOf('IMAGE/PNG; q=1', pieces(png(50_000_001), 1_000_000))).toBe('attachment-over-bound');
  expect(heldBy(ma).size).toBe(0);
  let go = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    go = resolve;
  });
  async function* slow(): AsyncGenerator<Uint8Array> {
    await gate;
    yield png(100);
  }
  const four = [1, 2, 3, 4].map(() => codeOf('image/png', slow()));
  expect(await codeOf('image/png', pieces(png(100)))).toBe('attachment-busy');
  go();
  expect(await Promise.all(four)).toEqual(['stored', 'stored', 'stored', 'stored']);
  expect(heldBy(ma).size).toBe(4);
  federation.clock.advance(8 * 86_400_000);
  expect(await codeOf('image/png', pieces(png(100)))).toBe('stored');
  expect(heldBy(ma).size).toBe(1);
});

test('[RC6.8] a name without form, an upload that breaks off and files that nothing names leave nothing', async () => {
  const bad = await ma.node.attach(ma.officer, { name: 'a\u202efdp.exe', mediaType: 'image/png', bytes: pieces(png(100)) });
  expect(!bad.ok && bad.reason.code).toBe('attachment-content');
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield png(200_000).subarray(0, 100_000);
    throw new Error('the browser is closed');
  }
  await expect(ma.node.attach(ma.officer, { name: 'a', mediaType: 'image/png', bytes: broken() })).rejects.toThrow('browser');
  expect(heldBy(ma).size).toBe(0);
  await ma.attachments.begin('B'.repeat(43), 10);
  await federation.open('ma.police', { store: ma.store, attachments: ma.attachments });
  expect(heldBy(ma).size).toBe(0);
});

test('[RC6.9] a record that names its files in no form of the catalogue is refused as a record', async () => {
  const file = await upload(ma);
  await put(ma, withFiles(file));
  const unit = ma.node.core.options.catalog['logEntry']?.units.find(({ name }) => name === 'attachments');
  const strict = gb.node.core.options.catalog;
  const narrow = {
    ...strict,
    logEntry: {
      ...strict['logEntry'],
      units: strict['logEntry']?.units.map((each) => (each === unit ? { ...each, schema: { type: 'array', maxItems: 0 } } : each)),
    },
  } as typeof strict;
  Object.assign(gb.node.core.options, { catalog: narrow });
  await settle(ma, gb);
  expect((await gb.store.stateWithPrefix('quarantine/')).map(({ value }) => value)).toEqual(['attachment-invalid']);
  expect(await gb.store.stateWithPrefix('attachment-in/')).toEqual([]);
});

test('[RC6.7, S1, DU3] a file’s name is scanned like any text; held, its record still takes the file; a retry takes nothing twice', async () => {
  const file = await upload(ma, png(size), 'passport of Mr John Smith.png');
  const held = await ma.node.put(ma.officer, withFiles(file));
  expect(!held.ok && held.reason.code).toBe('personal-data');
  const [item] = await ma.node.held(ma.officer).then((all) => (all.ok ? all.value : []));
  const plain = await upload(ma);
  const key = { idempotencyKey: 'gate-12' };
  const first = await ma.node.put(ma.officer, withFiles(plain), key);
  const again = await ma.node.put(ma.officer, withFiles(plain), key);
  expect(first.ok && again.ok && [again.value.repeated, again.value.id === first.value.id]).toEqual([true, true]);
  for (const user of ['one', 'two']) await ma.node.approveHeld(ma.actor(user), item?.id ?? '', 'seen');
  const claimed = await ma.node.put(ma.officer, withFiles(file));
  expect(!claimed.ok && claimed.reason.code).toBe('personal-data');
  const owned = (await ma.store.stateWithPrefix('attachment-own/')).map(({ value }) => JSON.parse(value) as { record?: string });
  expect(owned.every(({ record }) => record !== undefined)).toBe(true);
});
