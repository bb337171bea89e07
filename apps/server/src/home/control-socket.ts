import { createHash } from 'node:crypto';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { createServer, connect as openSocket, type Socket } from 'node:net';
import { dirname, resolve } from 'node:path';
import { type Json, parseJson, type Refusal, refusalOf, WaslError } from '@wasl/record';
import { fail } from '../codes.ts';

/** What the owner of a home may ask the node that runs from it. Paths are absolute. */
export type ControlRequest = { readonly op: 'status' } | { readonly op: 'backup'; readonly folder: string; readonly keys: string };

type Answer = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly reason: Refusal };

const largestLine = 1 << 20;
/** The longest path of a Unix socket (sun_path) on the systems that are served, with the final zero. */
const longestPath = 103;
const waitMs = 10_000;

/** Where the socket of a home is: in the home, which its owner alone may enter; on Windows a pipe named after it. */
function socketPath(folder: string): string {
  const home = resolve(folder);
  if (process.platform === 'win32') return `\\\\.\\pipe\\wasl-${createHash('sha256').update(home).digest('hex').slice(0, 32)}`;
  return `${home}/run/control`;
}

function requestIn(line: string): ControlRequest {
  const value = parseJson(line);
  const { op, folder, keys } = (typeof value === 'object' && value !== null ? value : {}) as { readonly [name: string]: Json };
  if (op === 'status') return { op };
  if (op === 'backup' && typeof folder === 'string' && typeof keys === 'string') return { op, folder, keys };
  throw fail('control-refused', `${JSON.stringify(op ?? null)} is nothing that a node does`);
}

/** Takes one line of at most 1 MiB from a socket. */
function lineOf(socket: Socket): Promise<string> {
  return new Promise((done, failed) => {
    let held = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      held += chunk;
      const at = held.indexOf('\n');
      if (at >= 0) done(held.slice(0, at));
      else if (held.length > largestLine) failed(fail('control-refused', `a line has more than ${largestLine} characters`));
    });
    socket.once('error', failed);
    socket.once('close', () => failed(fail('control-refused', 'the connection ended before the line did')));
  });
}

/**
 * Listens for the owner of the home: who may enter the folder may ask, nobody else, and nothing is asked of a session. Answers a function
 * that stops it. A path too long for a socket is told through `say`, and the node runs without one.
 */
export async function openControl(
  folder: string,
  of: { readonly answer: (request: ControlRequest) => Promise<Json>; readonly say: (line: string) => void },
): Promise<() => Promise<void>> {
  const path = socketPath(folder);
  if (path.length > longestPath) {
    of.say(`the path of ${folder} is too long for a control socket: backup needs the node stopped`);
    return async () => undefined;
  }
  const server = createServer((socket) => {
    socket.setTimeout(waitMs, () => socket.destroy());
    const answered = lineOf(socket)
      .then(async (line): Promise<Answer> => {
        // A backup takes as long as it takes; only a silent caller is sent away.
        socket.setTimeout(0);
        return { ok: true, value: await of.answer(requestIn(line)) };
      })
      .catch((error: unknown): Answer => {
        if (!(error instanceof WaslError)) of.say(`control: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        return {
          ok: false,
          reason: error instanceof WaslError ? refusalOf(error) : { code: 'control-refused', message: 'see the log of the node' },
        };
      });
    void answered.then((answer) => {
      if (!socket.destroyed) socket.end(`${JSON.stringify(answer)}\n`);
    });
  });
  if (process.platform !== 'win32') {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await rm(path, { force: true });
  }
  await new Promise<void>((done, failed) => server.once('error', failed).listen(path, done));
  if (process.platform !== 'win32') await chmod(path, 0o600);
  return () => new Promise((done) => server.close(() => done()));
}

/** Asks the node that runs from a home. Throws `control-unreachable`, and the code of the node's own refusal. */
export async function askControl(folder: string, request: ControlRequest): Promise<Json> {
  const socket = openSocket(socketPath(folder));
  try {
    await new Promise<void>((done, failed) => socket.once('connect', done).once('error', failed));
  } catch (cause) {
    throw fail('control-unreachable', `the node of ${folder} takes no orders here: ${(cause as Error).message}`, { cause });
  }
  socket.write(`${JSON.stringify(request)}\n`);
  const answer = JSON.parse(await lineOf(socket)) as Answer;
  socket.destroy();
  if (answer.ok) return answer.value;
  throw new WaslError(answer.reason.code, { meaning: '', status: 409, retryable: false, next: '' }, answer.reason.message);
}
