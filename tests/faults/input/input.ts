import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../../bench/free-ports.ts';
import { dice } from '../dice.ts';
import { prepareHomes } from '../homes.ts';
import { keysOf } from '../lies/keys.ts';
import type { Outcome } from '../outcome.ts';
import { entryFor } from '../records.ts';
import { call, openSession, type Reply, rawCall, spoiltCall, spoiltHead, wrongAnswer } from './api.ts';
import { exchangeSession, spoiltFrames, spoiltRequest } from './exchange.ts';
import { ServedNode } from './served-node.ts';
import { Spoiler } from './spoil.ts';

const shownProblems = 12;

/**
 * Random and mutated bytes at every entrance of one served node: API and CAP gateway, its bare port, the exchange as a partner with a
 * good certificate, and the exchange's bare port. Every answer is a coded problem, the process lives, and afterwards it works.
 */
export async function inputScenarios(options: {
  readonly seed: number;
  /** Calls of the API; other entrances get fewer. */
  readonly count: number;
  readonly say?: (outcome: Outcome) => void;
}): Promise<readonly Outcome[]> {
  const { seed, count } = options;
  const folder = mkdtempSync(join(tmpdir(), 'wasl-input-'));
  const spoil = new Spoiler(dice(seed));
  const outcomes: Outcome[] = [];
  const port = await freePorts(2);
  const { ma, gb } = await prepareHomes(folder, { ma: port, gb: port + 1 });
  const node = new ServedNode(ma.folder);
  const run = async (name: string, play: (problems: string[]) => Promise<Outcome['figures']>): Promise<void> => {
    const begun = Date.now();
    const problems: string[] = [];
    const figures = await play(problems).catch((error: unknown) => {
      problems.push(String(error));
      return {};
    });
    if (!node.alive) problems.push('the node died');
    problems.push(...node.complaints.splice(0).map((line) => `it wrote: ${line.slice(0, 200)}`));
    const kept = [...new Set(problems)].slice(0, shownProblems);
    const outcome = {
      scenario: `input: ${name}`,
      seed,
      ok: kept.length === 0,
      figures: { ...figures, ms: Date.now() - begun },
      problems: kept,
    };
    outcomes.push(outcome);
    options.say?.(outcome);
  };
  try {
    await node.ready();
    await run('API and CAP gateway', (problems) => throughApi(node, spoil, { count, problems }));
    await run('no HTTP at the port of the API', (problems) => bareApi(node, spoil, { count: Math.ceil(count / 4), problems }));
    const tls = await (await keysOf(gb)).certify('gb.police', ma);
    await run('exchange, as a partner', async (problems) => {
      const calls = Math.ceil(count / 2);
      const http = await exchangeSession(port, tls);
      for (let i = 0; i < calls && node.alive; i++) {
        const wrong = await spoiltRequest(http.destroyed ? await exchangeSession(port, tls) : http, spoil);
        if (wrong !== undefined) problems.push(wrong);
      }
      http.destroy();
      for (let i = 0; i < calls / 4 && node.alive; i++) await spoiltFrames(port, tls, spoil);
      return { requests: calls, connections: Math.ceil(calls / 4) };
    });
    await run('no TLS at the port of the exchange', async () => {
      for (let i = 0; i < count / 8 && node.alive; i++) await rawCall(port, spoil.bytes(spoil.below(600)));
      return { connections: Math.ceil(count / 8) };
    });
    await run('afterwards it works', (problems) => afterwards(node, problems));
  } finally {
    await node.kill();
    rmSync(folder, { recursive: true, force: true });
  }
  return outcomes;
}

interface Task {
  readonly count: number;
  readonly problems: string[];
}

async function throughApi(node: ServedNode, spoil: Spoiler, { count, problems }: Task): Promise<Outcome['figures']> {
  const tokens = await Promise.all(['duty', 'release', 'oversight', 'admin'].map((user) => openSession(node.port, user)));
  const statuses = new Map<number, number>();
  for (let i = 0; i < count && node.alive; i++) {
    const sent = spoiltCall(spoil, spoil.pick(tokens));
    try {
      const reply = await call(node.port, sent);
      statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
      const wrong = wrongAnswer(reply);
      if (wrong !== undefined) problems.push(`${sent.method} ${sent.path.slice(0, 80)}: ${wrong}`);
    } catch (error) {
      problems.push(`${sent.method} ${sent.path.slice(0, 80)}: ${String(error)}`);
    }
  }
  const good = [...statuses].reduce((sum, [status, times]) => sum + (status < 400 ? times : 0), 0);
  return { calls: count, taken: good, statuses: [...statuses.keys()].sort().join(' ') };
}

async function bareApi(node: ServedNode, spoil: Spoiler, { count, problems }: Task): Promise<Outcome['figures']> {
  let answered = 0;
  for (let i = 0; i < count && node.alive; i++) {
    const said = await rawCall(node.port, spoiltHead(spoil));
    if (said === '') continue;
    for (const reply of repliesIn(said)) {
      answered += 1;
      const wrong = wrongAnswer(reply);
      if (wrong !== undefined) problems.push(wrong);
    }
  }
  return { connections: count, answered };
}

/** The answers in what a connection said, one after the other. */
function repliesIn(said: string): readonly Reply[] {
  const replies: Reply[] = [];
  for (let at = 0; at < said.length; ) {
    const end = said.indexOf('\r\n\r\n', at);
    if (end < 0) return [...replies, { status: 599, headers: {}, body: said.slice(at) }];
    const head = said.slice(at, end);
    const type = /^content-type: *(.*)$/im.exec(head)?.[1] ?? '';
    const length = Number(/^content-length: *(\d+)$/im.exec(head)?.[1] ?? 0);
    replies.push({
      status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]),
      headers: { 'content-type': type },
      body: said.slice(end + 4, end + 4 + length),
    });
    at = end + 4 + length;
  }
  return replies;
}

async function afterwards(node: ServedNode, problems: string[]): Promise<Outcome['figures']> {
  const token = await openSession(node.port, 'duty');
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const put = await call(node.port, {
    method: 'POST',
    path: '/api/v1/records',
    headers,
    body: Buffer.from(JSON.stringify(entryFor('after all'))),
  });
  if (put.status !== 201) problems.push(`a good record is answered ${put.status}: ${put.body.slice(0, 200)}`);
  const { id } = JSON.parse(put.body) as { readonly id?: string };
  const got = await call(node.port, { method: 'GET', path: `/api/v1/records/${id}`, headers: { authorization: headers.authorization } });
  if (got.status !== 200 || !got.body.includes('after all')) problems.push(`it is read as ${got.status}`);
  const ready = await call(node.port, { method: 'GET', path: '/readyz', headers: {} });
  if (ready.status !== 200) problems.push(`the node is ready with ${ready.status}`);
  return { put: put.status, read: got.status };
}
