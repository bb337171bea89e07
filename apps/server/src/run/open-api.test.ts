import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileState, nodeRandom, openAccounts, Secret } from '@wasl/identity';
import type { NodeStatus } from '@wasl/node';
import type { DeskId } from '@wasl/record';
import { expect, test } from 'vitest';
import { type NodeConfig, NodeHome } from '../home/node-home.ts';
import { openApi } from './open-api.ts';
import type { RunningNode } from './running-node.ts';

/** What `openApi` needs of a running node, without keys, store and partners. */
function idleNode(port: number, demonstration = true): { running: RunningNode; acts: unknown[] } {
  const acts: unknown[] = [];
  const status = { agency: 'ma.police', ready: true, partners: [], alarms: [], records: 0 } as unknown as NodeStatus;
  const submit = async (work: { readonly acts: readonly unknown[] }) => {
    acts.push(...work.acts);
    return { ok: true, value: { indices: [] } };
  };
  const node = { agency: 'ma.police', status: () => status, core: { journal: { size: 4 }, flusher: { submit } } };
  const config = {
    agency: 'ma.police',
    party: 'ma',
    desks: ['ma.police/ops', 'ma.police/nfip'],
    demonstration,
    api: { host: '127.0.0.1', port },
  } as unknown as NodeConfig;
  return { running: { node, config } as unknown as RunningNode, acts };
}

async function home(): Promise<{ home: NodeHome; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'wasl-open-api-'));
  return { home: new NodeHome(folder), remove: () => rm(folder, { recursive: true }) };
}

test('[AP3] a running node serves; its sessions survive a restart; logins are in the activity record', async () => {
  const place = await home();
  const { running, acts } = idleNode(0);
  const first = await openApi(running, place.home);
  const base = `http://127.0.0.1:${first.port}`;
  const opened = await fetch(`${base}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"user":"oversight"}',
  });
  const session = (await opened.json()) as { token: string; desk: string };
  expect(session.desk).toBe('ma.police/ops');
  expect(acts).toEqual([{ act: 'login', actor: 'oversight' }]);
  const metrics = await fetch(`${base}/metrics`);
  expect(await metrics.text()).toContain('\nwasl_commits_total 4\n');
  await first.close();
  const second = await openApi(running, place.home);
  const again = await fetch(`http://127.0.0.1:${second.port}/api/v1/session`, { headers: { authorization: `Bearer ${session.token}` } });
  expect(again.status).toBe(200);
  await second.close();
  await place.remove();
});

test('[AP3] outside the demonstration the administrators of the home log in, and nobody without an account', async () => {
  const place = await home();
  const state = await fileState(place.home.path('officers'));
  const book = await openAccounts({ state, random: nodeRandom, nowMs: Date.now, cost: { n: 1024, r: 1, p: 1 } });
  const password = 'tangier-ferry-at-noon';
  const administrator = (name: string) => ({
    name,
    roles: ['admin' as const],
    desks: ['ma.police/ops' as DeskId],
    password: new Secret(password),
  });
  await book.bootstrap(administrator('amal'), administrator('badr'));
  const { running } = idleNode(0, false);
  const api = await openApi(running, place.home);
  const post = (path: string, body: object) =>
    fetch(`http://127.0.0.1:${api.port}/api/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  expect((await post('session', { user: 'duty' })).status).toBe(404);
  expect((await post('login', { name: 'amal', password: 'another-password' })).status).toBe(401);
  const opened = await post('login', { name: 'amal', password });
  expect(await opened.json()).toMatchObject({ user: 'amal', roles: ['admin'], demonstration: false });
  expect(opened.headers.get('set-cookie')).toContain('; Secure');
  expect(await (await post('login/passkey/options', {})).json()).toMatchObject({ rpId: 'ma.localhost', userVerification: 'required' });
  await api.close();
  await place.remove();
});

test('[AP6] a taken port is told by its code', async () => {
  const place = await home();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  await expect(openApi(idleNode(port).running, place.home)).rejects.toMatchObject({ code: 'port-in-use' });
  await new Promise((resolve) => other.close(resolve));
  await place.remove();
});
