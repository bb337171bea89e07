import type { LogBatch, WireLeaf } from '@wasl/node';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultWireBounds } from './bounds.ts';
import { createLineDecoder, type StreamEvent } from './decode-lines.ts';
import { encodeBatch, encodeHeartbeat, encodeRefusal } from './encode-lines.ts';

const seed = 20300613;
const origin = 'ma.police/abc';
const leaf: WireLeaf = { releaseLine: '{"slots":[0]}', entryText: '{"v":1}', disclosures: ['WyJzIl0'] };

function batchOf(leaves: readonly WireLeaf[], first = 0): LogBatch {
  return { origin, first, leaves, checkpoint: `${origin}\n${first + leaves.length}\nroot\n` };
}

function decode(bytes: Uint8Array, options: { cut?: readonly number[]; from?: number } = {}): readonly StreamEvent[] {
  const decoder = createLineDecoder({ origin, from: options.from ?? 0 });
  const events: StreamEvent[] = [];
  let at = 0;
  for (const length of [...(options.cut ?? []), bytes.length]) {
    events.push(...decoder.push(bytes.subarray(at, at + length)));
    at += length;
  }
  events.push(...decoder.push(bytes.subarray(at)), ...decoder.end());
  return events;
}

function codeOf(text: string, from = 0): string | undefined {
  const last = decode(Buffer.from(text), { from }).at(-1);
  return last?.kind === 'broken' ? last.reason.code : undefined;
}

const anyText = fc.string({ unit: 'binary', maxLength: 60 });
const anyLeaf: fc.Arbitrary<WireLeaf> = fc.oneof(
  fc.record({
    releaseLine: anyText.map((text) => text.replaceAll('\n', ' ')),
    entryText: anyText,
    disclosures: fc.array(anyText, { maxLength: 5 }),
  }),
  fc.record({ releaseLine: fc.constant('{}'), entryText: anyText, disclosures: fc.constant(undefined), gone: fc.nat() }),
);
const anyBatches = fc.array(fc.array(anyLeaf, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 }).map((groups) => {
  let first = 0;
  return groups.map((leaves) => {
    const batch = batchOf(leaves, first);
    first += leaves.length;
    return batch;
  });
});

test('[EX2.1] a batch comes back as it was sent, whatever the boundaries of the pieces', () => {
  fc.assert(
    fc.property(anyBatches, fc.array(fc.nat(40), { maxLength: 30 }), (batches, cut) => {
      const bytes = Buffer.concat(batches.map((batch) => encodeBatch(batch)));
      expect(decode(bytes, { cut })).toEqual(batches.map((batch) => ({ kind: 'batch', batch })));
    }),
    { seed, numRuns: 300 },
  );
});

test('[EX2.1] lines have the named form', () => {
  expect(Buffer.from(encodeBatch(batchOf([leaf], 7))).toString()).toBe(
    '{"e":[7,"{\\"slots\\":[0]}","{\\"v\\":1}",["WyJzIl0"]]}\n{"c":"ma.police/abc\\n8\\nroot\\n"}\n',
  );
  const gone = batchOf([{ releaseLine: 'r', entryText: 'e', disclosures: undefined, gone: 3 }]);
  expect(Buffer.from(encodeBatch(gone)).toString()).toContain('{"e":[0,"r","e",null,3]}\n');
  expect(Buffer.from(encodeBatch(batchOf([]))).toString()).toMatch(/^\{"h":/);
});

test('[EX2.8] a batch object is encoded once for all its readers', () => {
  const batch = batchOf([leaf]);
  expect(encodeBatch(batch)).toBe(encodeBatch(batch));
});

test('[EX2.3] a gap, a repeated or a wrong first index is named', () => {
  const text = Buffer.from(encodeBatch(batchOf([leaf, leaf]))).toString();
  expect(codeOf(text, 1)).toBe('index-gap');
  expect(codeOf(text.replace('[1,', '[2,'))).toBe('index-gap');
  expect(codeOf(text.replace('[1,', '[0,'))).toBe('index-gap');
});

test('[EX2.2] at most 256 leaves come before a checkpoint', () => {
  const lines = Array.from({ length: 257 }, (_, index) => `{"e":[${index},"r","e",[]]}\n`).join('');
  expect(codeOf(lines)).toBe('batch-too-large');
  expect(() => encodeBatch(batchOf(Array.from({ length: 257 }, () => leaf)))).toThrow(expect.objectContaining({ code: 'batch-too-large' }));
});

test('[EX2.2] a checkpoint comes before 2 MiB of lines, at the sender and at the reader', () => {
  const large: WireLeaf = { releaseLine: 'r', entryText: 'e', disclosures: ['d'.repeat(200_000)] };
  expect(() => encodeBatch(batchOf(Array.from({ length: 11 }, () => large)))).toThrow(expect.objectContaining({ code: 'batch-too-large' }));
  const lines = Array.from({ length: 11 }, (_, index) => `{"e":${JSON.stringify([index, 'r', 'e', large.disclosures])}}\n`).join('');
  expect(codeOf(lines)).toBe('batch-too-large');
});

test('[EX2.2] disclosures of a leaf are at most 256 KiB', () => {
  const disclosures = ['a'.repeat(defaultWireBounds.maxDisclosureBytes), 'b'];
  expect(codeOf(`{"e":${JSON.stringify([0, 'r', 'e', disclosures])}}\n`)).toBe('disclosures-too-large');
  expect(() => encodeBatch(batchOf([{ releaseLine: 'r', entryText: 'e', disclosures }]))).toThrow(
    expect.objectContaining({ code: 'disclosures-too-large' }),
  );
});

test('[BY3] a line without end is refused at its bound and is not kept', () => {
  const decoder = createLineDecoder({ origin, from: 0 });
  const piece = Buffer.alloc(64 * 1024, 'a');
  const events = Array.from({ length: 9 }, () => decoder.push(piece)).flat();
  expect(events).toEqual([{ kind: 'broken', reason: expect.objectContaining({ code: 'line-too-long' }) }]);
  expect(decoder.end()).toEqual([]);
});

test('[BY3] every malformed line has its code', () => {
  expect(codeOf('{"e":[0,"r","e",[]]\n')).toBe('line-malformed');
  expect(codeOf('{"e":{"0":1}}\n')).toBe('line-malformed');
  expect(codeOf('{"e":[0,"r","e",[],1]}\n')).toBe('line-malformed');
  expect(codeOf('{"e":[0,"r","e",null]}\n')).toBe('line-malformed');
  expect(codeOf('{"e":[0,"r","e",null,-1]}\n')).toBe('line-malformed');
  expect(codeOf('{"e":[0.5,"r","e",[]]}\n')).toBe('line-malformed');
  expect(codeOf('{"e":[0,"r\\n","e",[]]}\n')).toBe('line-malformed');
  expect(codeOf('{"e":[0,"r","\\ud800",[]]}\n')).toBe('line-malformed');
  expect(codeOf('{"x":1}\n')).toBe('line-malformed');
  expect(codeOf('\n')).toBe('line-malformed');
  expect(codeOf('{"c":"note"}\n')).toBe('line-malformed');
  expect(codeOf('{"h":""}\n')).toBe('note-malformed');
  expect(codeOf('{"r":["Not A Code","m"]}\n')).toBe('line-malformed');
  expect(decode(Uint8Array.of(0x7b, 0xff, 0x0a)).at(-1)).toMatchObject({ kind: 'broken', reason: { code: 'line-utf8' } });
});

test('[BY3] what came whole before a bad line is still given', () => {
  const good = Buffer.from(encodeBatch(batchOf([leaf]))).toString();
  expect(decode(Buffer.from(`${good}nonsense\n${good}`)).map((event) => event.kind)).toEqual(['batch', 'broken']);
});

test('[EX2.6] a stream that ends inside a batch is cut, not complete', () => {
  const text = Buffer.from(encodeBatch(batchOf([leaf]))).toString();
  expect(codeOf(text.slice(0, 20))).toBe('stream-cut');
  expect(codeOf(text.slice(0, text.indexOf('\n') + 1))).toBe('stream-cut');
  expect(codeOf('')).toBeUndefined();
});

test('[EX6.1] a heartbeat line carries the note of an idle log', () => {
  expect(decode(encodeHeartbeat('note\nä'))).toEqual([{ kind: 'heartbeat', note: 'note\nä' }]);
});

test('[I11 EX1.4] a stream that the server ends says why, and nothing after it counts', () => {
  const end = encodeRefusal({ code: 'agreement-suspended', message: 'suspended by one officer' });
  const events = decode(Buffer.concat([end, encodeBatch(batchOf([leaf]))]));
  expect(events).toEqual([{ kind: 'refused', reason: { code: 'agreement-suspended', message: 'suspended by one officer' } }]);
});

test('[BY3] random bytes never throw but give a code', () => {
  const kinds = fc.constantFrom(
    '{"e":[0,"r","e",[]]}\n',
    '{"c":"n"}\n',
    '{"h":"n"}\n',
    '{"r":["a-b","m"]}\n',
    '{"e":',
    '\n',
    '"',
    '[',
    ']',
  );
  const noise = fc.array(fc.oneof(kinds, anyText, fc.uint8Array({ maxLength: 20 })), { maxLength: 12 });
  fc.assert(
    fc.property(noise, fc.array(fc.nat(9), { maxLength: 20 }), (pieces, cut) => {
      const bytes = Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : Buffer.from(piece))));
      const whole = decode(bytes);
      expect(decode(bytes, { cut })).toEqual(whole);
      for (const event of whole) if (event.kind === 'broken') expect(event.reason.code).toMatch(/^[a-z0-9-]+$/);
    }),
    { seed, numRuns: 500 },
  );
});

test('[BY3] one changed byte of a stream never throws and never changes another leaf unseen', () => {
  const bytes = Buffer.from(encodeBatch(batchOf([leaf, leaf, leaf])));
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, value) => {
      const mutated = Buffer.from(bytes);
      mutated[at] = value;
      for (const event of decode(mutated)) {
        if (event.kind === 'batch') expect(event.batch.leaves).toHaveLength(3);
      }
    }),
    { seed, numRuns: 500 },
  );
});
