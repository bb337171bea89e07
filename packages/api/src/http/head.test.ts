import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rig } from '../../test/rig.ts';

test('[AP1] HEAD answers where GET does, with the same head and no body; a stream of events has none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wasl-head-'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Wasl</title>');
  await using given = await rig({ consoleFolder: folder });
  const { port } = await given.api.listen({ host: '127.0.0.1', port: 0 });
  const ask = (path: string, method: string) => fetch(`http://127.0.0.1:${port}${path}`, { method });
  for (const path of ['/', '/healthz', '/openapi.json', '/api/v1/about', '/api/v1/status', '/none.js']) {
    const [got, head] = [await ask(path, 'GET'), await ask(path, 'HEAD')];
    expect(head.status, path).toBe(got.status);
    expect(head.headers.get('content-type'), path).toBe(got.headers.get('content-type'));
    expect([(await got.text()).length > 0, await head.text()], path).toEqual([true, '']);
  }
  const events = await ask('/api/v1/events', 'HEAD');
  expect([events.status, events.headers.get('allow')]).toEqual([405, 'GET']);
  await rm(folder, { recursive: true });
});
