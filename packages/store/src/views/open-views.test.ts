import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { ViewRow } from '@wasl/node';
import type { AgencyId, RecordId, SubjectId } from '@wasl/record';
import { expect, test } from 'vitest';
import { freshPath } from '../../test/engine-kit.ts';
import { openViews } from './open-views.ts';

function row(index: number, parts: Partial<ViewRow> = {}): ViewRow {
  return {
    id: `sha256:${String(index).padStart(43, '0')}` as RecordId,
    type: index % 2 === 0 ? 'incident' : 'logEntry',
    subject: `subject-${index % 3}` as SubjectId,
    mode: index % 5 === 0 ? 'exercise' : 'actual',
    issuer: 'ma.police' as AgencyId,
    issuedAt: '2030-06-01T10:00:00Z',
    ...parts,
  };
}

test('[DU6] rows are listed by type, subject, mode, since and direction, each once', async () => {
  const views = await openViews({ file: freshPath() });
  const rows = Array.from({ length: 30 }, (_, index) => row(index));
  await views.index(rows);
  await views.index(rows.slice(10, 12));
  expect(await views.count()).toBe(30);
  const all = await views.list({ limit: 100 });
  expect(all).toEqual(rows.map((one, index) => ({ ...one, seq: index + 1 })));
  expect((await views.list({ type: 'incident', limit: 3 })).map((one) => one.seq)).toEqual([1, 3, 5]);
  expect((await views.list({ subject: 'subject-1', newestFirst: true, limit: 2 })).map((one) => one.seq)).toEqual([29, 26]);
  expect((await views.list({ mode: 'exercise', since: 6, limit: 2 })).map((one) => one.seq)).toEqual([11, 16]);
  expect((await views.list({ before: 29, newestFirst: true, limit: 2 })).map((one) => one.seq)).toEqual([28, 27]);
  expect(await views.list({ type: 'claim', limit: 2 })).toEqual([]);
  await views.close();
});

test('[DU6] references are found from their target', async () => {
  const views = await openViews({ file: freshPath() });
  const [a, b, c] = [row(1).id, row(2).id, row(3).id];
  await views.refer([
    { from: b, to: a, rel: 'corrects' },
    { from: c, to: a, rel: 'withdraws' },
    { from: c, to: a, rel: 'withdraws' },
  ]);
  expect(await views.referring(a)).toEqual([
    { from: b, rel: 'corrects' },
    { from: c, rel: 'withdraws' },
  ]);
  expect(await views.referring(b)).toEqual([]);
  await views.close();
});

test('[DU6] it outlives a restart, and once cleared nothing of it is in the file', async () => {
  const file = freshPath();
  let views = await openViews({ file });
  await views.index([row(1, { issuedAt: '2030-01-01T00:00:01Z-needle' })]);
  await views.close();
  views = await openViews({ file });
  expect(await views.count()).toBe(1);
  await views.clear();
  expect(await views.count()).toBe(0);
  await views.index([row(2)]);
  expect((await views.list({ limit: 1 }))[0]?.seq).toBe(1);
  await views.close();
  for (const name of [file, `${file}-wal`]) if (existsSync(name)) expect(readFileSync(name).includes('needle')).toBe(false);
});

test('[DU6] a damaged file is thrown away: the caller sees it empty and makes it again', async () => {
  const file = freshPath();
  let views = await openViews({ file });
  await views.index(Array.from({ length: 500 }, (_, index) => row(index)));
  await views.close();
  const bytes = readFileSync(file);
  bytes.fill(0x55, 4096, 30_000);
  writeFileSync(file, bytes);
  views = await openViews({ file });
  expect(await views.count()).toBe(0);
  await views.index([row(1)]);
  expect(await views.count()).toBe(1);
  await views.close();
});
