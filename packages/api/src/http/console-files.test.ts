import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rig } from '../../test/rig.ts';

async function built() {
  const root = await mkdtemp(join(tmpdir(), 'wasl-console-'));
  const folder = join(root, 'dist');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Wasl</title>');
  await writeFile(join(folder, 'assets/app-4f3a.js'), 'void 0');
  await writeFile(join(root, 'secret.json'), '{"secret":1}');
  await symlink(join(root, 'secret.json'), join(folder, 'linked.json'));
  await writeFile(join(folder, '.hidden.json'), '{"secret":1}');
  return { folder, remove: () => rm(root, { recursive: true }) };
}

test('[AP11] the console is served: its page for its own paths, hashed files for good, nothing outside its folder', async () => {
  const { folder, remove } = await built();
  await using given = await rig({ consoleFolder: folder });
  const get = (url: string) => given.api.inject({ method: 'GET', url });
  for (const url of ['/', '/records/sha256:abc', '/proof?x=1']) {
    const page = await get(url);
    expect([page.statusCode, page.headers['content-type'], page.headers['cache-control']], url).toEqual([
      200,
      'text/html; charset=utf-8',
      'no-cache',
    ]);
    expect(page.headers['set-cookie']).toBeUndefined();
  }
  const asset = await get('/assets/app-4f3a.js');
  expect([asset.headers['content-type'], asset.headers['cache-control']]).toEqual([
    'text/javascript; charset=utf-8',
    'public, max-age=31536000, immutable',
  ]);
  for (const url of [
    '/../secret.json',
    '/..%2fsecret.json',
    '/%2e%2e/secret.json',
    '/linked.json',
    '/.hidden.json',
    '/assets/..%5c..%5csecret.json',
    '/assets/%00.js',
    '/none.js',
    '/assets',
  ])
    expect((await get(url)).body, url).not.toContain('secret');
  expect((await get('/none.js')).statusCode).toBe(404);
  expect((await get('/linked.json')).statusCode).toBe(404);
  expect((await get('/api/none')).json()).toMatchObject({ status: 404, code: 'route-unknown' });
  await remove();
  expect((await get('/')).json()).toMatchObject({ status: 404, code: 'console-missing' });
});

test('[AP11] every answer carries the policy, also refusals and what nobody serves', async () => {
  await using given = await rig();
  for (const url of ['/healthz', '/api/v1/status', '/api/none', '/none', '/api/v1/records/%E0%A4%A']) {
    const { headers } = await given.api.inject({ method: 'GET', url });
    const policy = String(headers['content-security-policy']);
    for (const part of ["default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'"])
      expect(policy, url).toContain(part);
    expect(policy).not.toContain('unsafe');
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY' });
  }
});

test('[AP11] what officers read is stored by no cache', async () => {
  await using given = await rig();
  const headers = { authorization: `Bearer ${await given.token('duty')}` };
  for (const url of ['/api/v1/records', '/api/v1/status', '/api/v1/session', '/api/v1/none'])
    expect((await given.api.inject({ method: 'GET', url, headers })).headers['cache-control'], url).toBe('no-store');
});
