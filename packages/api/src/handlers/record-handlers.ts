import type { EraseGround, OperationId, WithdrawReason } from '@wasl/contract';
import { maxAttachmentBytes } from '@wasl/contract';
import type { PutRecord, RecordFilter } from '@wasl/node';
import { accept, type RecordId } from '@wasl/record';
import { fail } from '../codes.ts';
import { actorOf, type Call, type Handler, integerOf, textOf } from '../http/call.ts';
import type { CodeRegistry } from '../http/problem.ts';
import type { ApiOptions } from '../options.ts';
import { done, made, shown } from './answers.ts';
import { fileAnswer } from './file-answer.ts';

type RecordOperation = Extract<
  OperationId,
  | 'putRecord'
  | 'records'
  | 'record'
  | 'release'
  | 'evidence'
  | 'withdraw'
  | 'erase'
  | 'held'
  | 'approveHeld'
  | 'rejectHeld'
  | 'attach'
  | 'attachment'
>;

/** Idempotency keys are the caller's own: another officer's same key is another key. */
function keyOf(call: Call): { readonly idempotencyKey?: string } {
  const key = textOf(call.headers, 'idempotency-key');
  return key === undefined ? {} : { idempotencyKey: `api:${actorOf(call).user}:${key}` };
}

function idOf(call: Call): RecordId {
  return (call.params['id'] ?? '') as RecordId;
}

function filterOf(call: Call): RecordFilter {
  const { query } = call;
  const given: [string, string | number | undefined][] = [
    ['type', textOf(query, 'type')],
    ['subject', textOf(query, 'subject')],
    ['mode', textOf(query, 'mode')],
    ['since', integerOf(query, 'since')],
    ['before', integerOf(query, 'before')],
    ['limit', integerOf(query, 'limit')],
    ['purpose', textOf(query, 'purpose')],
  ];
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

function optional(call: Call, ...names: readonly string[]): Record<string, string> {
  const given: Record<string, string> = {};
  for (const name of names) {
    const value = textOf(call.query, name);
    if (value !== undefined) given[name] = value;
  }
  return given;
}

async function* bounded(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxAttachmentBytes) throw fail('body-too-large', `the attachment has more than ${maxAttachmentBytes} bytes`);
    yield chunk;
  }
}

function fileName(call: Call): string {
  const text = textOf(call.headers, 'x-wasl-name') ?? '';
  let name = '';
  try {
    name = decodeURIComponent(text);
  } catch (cause) {
    throw fail('request-invalid', 'x-wasl-name is not percent-encoded UTF-8', { cause, path: '/x-wasl-name' });
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (/[\u0000-\u001f\u007f/\\]/.test(name) || !name.isWellFormed())
    throw fail('request-invalid', 'a file name has no path and no control characters', { path: '/x-wasl-name' });
  return name;
}

/** Handlers of records, held items and attachments. The node journals each read before it answers (I8). */
export function recordHandlers({ node }: ApiOptions, rowOf: CodeRegistry): Readonly<Record<RecordOperation, Handler>> {
  return {
    putRecord: async (call) => made(await node.put(actorOf(call), call.body as unknown as PutRecord, keyOf(call)), rowOf),
    records: async (call) => shown(await node.list(actorOf(call), filterOf(call))),
    record: async (call) => shown(await node.get(actorOf(call), idOf(call), optional(call, 'purpose', 'reason'))),
    release: async (call) => {
      const language = (textOf(call.query, 'lang') ?? 'en') as 'en' | 'fr' | 'ar';
      const depth = (textOf(call.query, 'depth') ?? 'own') as 'own' | 'partner' | 'auditor';
      return shown(await node.explain(actorOf(call), idOf(call), { language, depth }));
    },
    evidence: async (call) => {
      const found = await node.evidence(actorOf(call), idOf(call));
      return found.ok ? accept({ status: 200, headers: { 'content-type': 'application/json' }, bytes: found.value }) : found;
    },
    withdraw: async (call) => {
      const { reason } = call.body as { readonly reason: WithdrawReason };
      return made(await node.withdraw(actorOf(call), idOf(call), { reason, ...keyOf(call) }), rowOf);
    },
    erase: async (call) => {
      const { ground } = call.body as { readonly ground: EraseGround };
      return made(await node.erase(actorOf(call), idOf(call), { ground }), rowOf);
    },
    held: async (call) => shown(await node.held(actorOf(call)), (held) => ({ held })),
    approveHeld: async (call) => {
      const { reason } = call.body as { readonly reason: string };
      return shown(await node.approveHeld(actorOf(call), call.params['id'] ?? '', reason));
    },
    rejectHeld: async (call) => {
      const { reason } = call.body as { readonly reason: string };
      return done(await node.rejectHeld(actorOf(call), call.params['id'] ?? '', reason));
    },
    attach: async (call) => {
      const mediaType = textOf(call.headers, 'content-type') ?? '';
      const bytes = bounded(call.request.body as AsyncIterable<Uint8Array>);
      const stored = await node.attach(actorOf(call), { name: fileName(call), mediaType, bytes });
      return stored.ok ? accept({ status: 201, json: { value: stored.value } }) : stored;
    },
    attachment: async (call) => {
      const asked = { record: idOf(call), unit: call.params['unit'] ?? '', item: integerOf(call.query, 'item') ?? 0 };
      const found = await node.attachment(actorOf(call), asked);
      return found.ok ? accept(fileAnswer(found.value)) : found;
    },
  };
}
