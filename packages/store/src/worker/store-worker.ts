import { Buffer } from 'node:buffer';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { WaslError } from '@wasl/record';
import { fail } from '../codes.ts';
import { databaseFailure } from '../database.ts';
import { backup, backupKeys, refreshKeyCopies } from '../engine/backup.ts';
import { Engine, type EngineOptions } from '../engine/engine.ts';
import { idempotent, receiptsOf, stateAt, stateWithPrefix } from '../engine/small-reads.ts';
import { verify } from '../engine/verify.ts';
import type { Answer, Call, Failure, Reply, Request } from './messages.ts';

// A group ends at this many bytes, so that one transaction stays well inside the page cache.
const maxGroupBytes = 8 << 20;

const port = parentPort;
if (port === null) throw new TypeError('store-worker runs as a worker only');

function failureOf(error: unknown): Failure {
  if (error instanceof WaslError) return { code: error.code, message: error.message, details: error.details };
  return { code: 'store-failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error), details: {} };
}

function bytes(id: Uint8Array): Buffer {
  return Buffer.from(id.buffer, id.byteOffset, id.byteLength);
}

function answer(engine: Engine, call: Call): Answer {
  if (call.op !== 'close') engine.check();
  switch (call.op) {
    case 'commit':
      throw new TypeError('commits go in groups');
    case 'heads':
      return engine.logs.heads().map(({ log: _log, before: _before, ...head }) => ({ ...head, root: Uint8Array.from(head.root) }));
    case 'boundary':
      return engine.boundary(call.origin, call.after, call.atMost);
    case 'leaves':
      return engine.leaves(call.origin, call);
    case 'leaf-hashes':
      return engine.leafHashes(call.origin, call.from, call.to);
    case 'record':
      return engine.record(bytes(call.id));
    case 'places':
      return engine.logs.placesOf(bytes(call.id));
    case 'state':
      return stateAt(engine.database, call.key);
    case 'state-prefix':
      return stateWithPrefix(engine.database, call.prefix);
    case 'idempotent':
      return idempotent(engine.database, call.key);
    case 'receipts':
      return receiptsOf(engine.database, call.origin);
    case 'erase':
      engine.guarded(() => {
        engine.erase(call.ids.map(bytes));
        refreshKeyCopies(engine);
      });
      return undefined;
    case 'accept-marks':
      engine.guarded(() => engine.acceptMarks());
      return undefined;
    case 'backup':
      backup(engine, call.folder);
      return undefined;
    case 'backup-keys':
      backupKeys(engine, call.file);
      return undefined;
    case 'verify':
      return verify(engine);
    case 'close':
      engine.close();
      return undefined;
  }
}

function reply(engine: Engine, { number, call }: Request): Reply {
  try {
    return { number, ok: true, value: answer(engine, call) };
  } catch (error) {
    return { number, ok: false, failure: failureOf(databaseFailure(error)) };
  }
}

/** Takes the commits from the front of the queue; reads between them may wait, nothing else may be overtaken. */
function takeGroup(queue: Request[]): { numbers: number[]; group: ArrayBuffer[] } {
  const numbers: number[] = [];
  const group: ArrayBuffer[] = [];
  let size = 0;
  while (queue[0]?.call.op === 'commit' && size < maxGroupBytes) {
    const next = queue.shift();
    if (next?.call.op !== 'commit') break;
    numbers.push(next.number);
    group.push(next.call.bytes);
    size += next.call.bytes.byteLength;
  }
  return { numbers, group };
}

function drain(engine: Engine, first: Request): void {
  const queue: Request[] = [first];
  for (;;) {
    if (port === null) return;
    for (let more = receiveMessageOnPort(port); more !== undefined; more = receiveMessageOnPort(port)) queue.push(more.message as Request);
    const next = queue[0];
    if (next === undefined) {
      engine.checkpoint(true);
      return;
    }
    if (next.call.op !== 'commit') {
      queue.shift();
      send([reply(engine, next)]);
      continue;
    }
    const { numbers, group } = takeGroup(queue);
    const outcomes = engine.commit(group);
    send(
      numbers.map((number, index): Reply => {
        const failure = outcomes[index];
        return failure === undefined ? { number, ok: true, value: undefined } : { number, ok: false, failure: failureOf(failure) };
      }),
    );
    engine.checkpoint(false);
  }
}

function send(replies: readonly Reply[]): void {
  const moved = replies.flatMap((one) => (one.ok && one.value instanceof ArrayBuffer ? [one.value] : []));
  port?.postMessage(replies, moved);
}

function start(): void {
  try {
    const engine = Engine.open(workerData as EngineOptions);
    port?.on('message', (request: Request) => drain(engine, request));
    send([{ number: 0, ok: true, value: engine.mismatches }]);
  } catch (error) {
    send([
      {
        number: 0,
        ok: false,
        failure: failureOf(error instanceof WaslError ? error : fail('store-failed', String(error), { cause: error })),
      },
    ]);
  }
}

start();
