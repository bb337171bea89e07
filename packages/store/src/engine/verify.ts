import { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';
import { encodeRange, TreeBuilder } from '@wasl/log';
import { WaslError } from '@wasl/record';
import { ByteReader } from '../bytes.ts';
import { readContent } from '../content.ts';
import type { HeldLog } from '../logs.ts';
import type { Engine } from './engine.ts';
import { hashing } from './sha256.ts';

const maxFindings = 1000;

function digest(data: Uint8Array | string): Buffer {
  return Buffer.from(hash('sha256', data, 'buffer'));
}

/** Digests that the entry commits to, by slot; undefined when the entry is not one of a record (leaf 0, the descriptor). */
function committed(entry: Buffer): readonly unknown[] | undefined {
  const parsed: unknown = JSON.parse(entry.toString('utf8'));
  if (typeof parsed !== 'object' || parsed === null || !('sd' in parsed)) return undefined;
  return Array.isArray(parsed.sd) ? parsed.sd : undefined;
}

function* checkRecords(engine: Engine): Generator<string> {
  for (const stored of engine.segments.all(engine.database)) {
    const name = `record sha256:${stored.id.toString('base64url')}`;
    if (!digest(stored.entry).equals(stored.id)) {
      yield `${name}: the entry is of another id`;
      continue;
    }
    if (engine.segments.find(stored.id) === undefined) yield `${name}: the index does not lead to it`;
    try {
      const found = engine.open(stored.id, stored);
      if (found.content === undefined) continue;
      const slots = committed(stored.entry);
      for (const { slot, text } of readContent(new ByteReader(found.content)).disclosures) {
        if (slots?.[slot] !== digest(text).toString('base64url')) yield `${name}: disclosure ${slot} is not what the entry commits to`;
      }
    } catch (error) {
      yield `${name}: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
}

function* checkLog(engine: Engine, log: HeldLog): Generator<string> {
  const tree = new TreeBuilder(hashing);
  const hashes = engine.logs.hashes(log, 0, log.size);
  for (const leaf of engine.logs.leaves(log, 0, log.size)) {
    const held = hashes.subarray(32 * leaf.index, 32 * leaf.index + 32);
    const stored = engine.segments.find(leaf.id);
    if (stored === undefined) yield `log ${log.origin}: record of leaf ${leaf.index} is missing`;
    else {
      // Leaf 0 is the bare descriptor: no release line, no line feed (LG1).
      const line = leaf.line.length === 0 ? [] : [leaf.line, Buffer.of(10)];
      if (!digest(Buffer.concat([Buffer.of(0), ...line, stored.entry])).equals(held))
        yield `log ${log.origin}: leaf ${leaf.index} has another hash`;
    }
    tree.push(held);
  }
  if (Buffer.compare(tree.root(), log.root) !== 0) yield `log ${log.origin}: the leaves do not make its root at ${log.size}`;
  if (encodeRange(tree.range()) !== log.range) yield `log ${log.origin}: the leaves do not make its compact range`;
}

function* everything(engine: Engine): Generator<string> {
  for (const row of engine.database.prepare('PRAGMA integrity_check(100)').iterate()) {
    const text = String(row['integrity_check']);
    if (text !== 'ok') yield `database: ${text}`;
  }
  yield* engine.keys.verify();
  yield* checkRecords(engine);
  for (const log of engine.logs.heads()) {
    try {
      yield* checkLog(engine, log);
    } catch (error) {
      if (!(error instanceof WaslError)) throw error;
      yield `log ${log.origin}: ${error.message}`;
    }
  }
}

/**
 * Checks database, keys, records, leaves and roots; findings in words, at most 1,000. It reads everything and takes its time. Marks that
 * differ are no damage: opening reports them (DU4).
 */
export function verify(engine: Engine): readonly string[] {
  const findings: string[] = [];
  try {
    for (const finding of everything(engine)) {
      findings.push(finding);
      if (findings.length >= maxFindings) break;
    }
  } catch (error) {
    findings.push(`database: ${error instanceof Error ? error.message : String(error)}`);
  }
  return findings;
}
