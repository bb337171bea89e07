import { Buffer } from 'node:buffer';
import { TreeBuilder } from '@wasl/log';
import type { MarkMismatch } from '@wasl/node';
import type { HeldLog, Logs } from '../logs.ts';
import type { Mark, MarkFile } from '../mark.ts';
import { hashing } from './sha256.ts';

/** What opening found about marks: logs to treat as restored, and marks to bring up to what was committed. */
export interface MarkFindings {
  readonly mismatches: readonly MarkMismatch[];
  readonly behind: readonly Mark[];
}

function shown(state: { readonly size: number; readonly root: Uint8Array } | undefined): { size: number; root: string } | undefined {
  return state === undefined ? undefined : { size: state.size, root: Buffer.from(state.root).toString('base64url') };
}

function same(
  left: { readonly size: number; readonly root: Uint8Array },
  right: { readonly size: number; readonly root: Uint8Array },
): boolean {
  return left.size === right.size && Buffer.compare(left.root, right.root) === 0;
}

/** True when the log grew out of the marked state: the mark is written last, so a crash leaves it behind, never ahead. */
function grewFrom(mark: Mark, log: HeldLog, logs: Logs): boolean {
  if (mark.size >= log.size) return false;
  if (same(mark, log.before)) return true;
  const hashes = logs.hashes(log, 0, mark.size);
  const tree = new TreeBuilder(hashing);
  for (let at = 0; at < hashes.length; at += 32) tree.push(hashes.subarray(at, at + 32));
  return Buffer.compare(tree.root(), mark.root) === 0;
}

/**
 * Compares marks with the database (DU4). Equal: sound. Mark behind and a prefix of the log, or absent for a log that only its first
 * transaction wrote: sound, because the mark is written last. All else, and everything after a restore: a mismatch.
 */
export function compareMarks(logs: Logs, marks: MarkFile, options: { readonly restored: boolean; readonly storeId: Buffer }): MarkFindings {
  const mismatches: MarkMismatch[] = [];
  const behind: Mark[] = [];
  const trusted = !marks.fresh && marks.storeId?.equals(options.storeId) === true;
  const own = new Set<string>();
  for (const log of logs.heads()) {
    if (!log.own) continue;
    own.add(log.origin);
    const mark = marks.marks.get(log.origin);
    const sound = mark === undefined ? trusted && log.before.size === 0 : same(mark, log) || grewFrom(mark, log, logs);
    if (options.restored || !sound) mismatches.push({ origin: log.origin, mark: shown(mark), database: shown(log) });
    else if (mark === undefined || !same(mark, log)) behind.push(log);
  }
  for (const mark of marks.marks.values()) {
    if (!own.has(mark.origin)) mismatches.push({ origin: mark.origin, mark: shown(mark), database: undefined });
  }
  return { mismatches, behind };
}
