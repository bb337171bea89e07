import { stat, statfs } from 'node:fs/promises';
import { createServer, connect as openSocket } from 'node:net';
import type { NodeConfig, NodeHome } from '@wasl/server';
import { bad, type Finding, ok, warn } from './finding.ts';

const wantedNode = 24;
const gibibyte = 2 ** 30;
/** No clock of a machine that runs this stands before this version was written. */
const earliestMs = Date.UTC(2026, 10, 1);
const skewMs = 300_000;

/** The Node that runs this. */
export function checkNode(version: string): Finding {
  const major = Number(version.replace(/^v/, '').split('.')[0]);
  return major >= wantedNode
    ? ok('node', `Node ${version}`)
    : bad('node', 'machine-unfit', `Node ${version}, wanted ${wantedNode} or newer: run "npm ci", which brings one along`);
}

/** Space on the disk of the home: a node that cannot write ends (DU1). */
export async function checkDisk(folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const said = `${(free / gibibyte).toFixed(1)} GiB free`;
  if (free < gibibyte / 4) return bad('disk', 'disk-low', said);
  return free < 4 * gibibyte ? warn('disk', 'disk-low', said) : ok('disk', said);
}

/** The clock against the newest file of the home: time does not run backwards over a restart (EX8). */
export async function checkClock(home: NodeHome, nowMs: number): Promise<Finding> {
  if (nowMs < earliestMs)
    return bad('clock', 'clock-doubtful', `the clock says ${new Date(nowMs).toISOString()}, before this version was written`);
  let newest = { name: '', atMs: 0 };
  for (const name of ['node.json', 'keys.sealed', 'mark', 'store/store.db', 'store/store.db-wal']) {
    const atMs = await stat(home.path(name)).then(
      (found) => found.mtimeMs,
      () => 0,
    );
    if (atMs > newest.atMs) newest = { name, atMs };
  }
  const said = `now ${new Date(nowMs).toISOString()}`;
  return newest.atMs > nowMs + skewMs
    ? bad('clock', 'clock-doubtful', `${said}, but ${newest.name} was written ${new Date(newest.atMs).toISOString()}`)
    : ok('clock', said);
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(false));
    probe.listen(port, host, () => probe.close(() => done(true)));
  });
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = openSocket({ host, port, timeout: 3000 });
    const end = (found: boolean): void => {
      socket.destroy();
      done(found);
    };
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(false));
  });
}

/** Both ports: taken by the node when it runs, free when it does not. */
export async function checkPorts({ api, exchange }: NodeConfig, running: boolean): Promise<readonly Finding[]> {
  return Promise.all(
    [
      ['API', api],
      ['exchange', exchange],
    ].map(async ([name, at]) => {
      const { host, port } = at as NodeConfig['api'];
      const check = `port ${port}`;
      if (running)
        return (await answers(host, port))
          ? ok(check, `${name} answers`)
          : bad(check, 'node-not-ready', `a node runs, but its ${name} does not answer on ${host}:${port}`);
      return (await isFree(host, port))
        ? ok(check, `free for the ${name}`)
        : bad(check, 'port-in-use', `another program has ${host}:${port}, which the ${name} needs`);
    }),
  );
}
