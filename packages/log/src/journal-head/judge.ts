import { type Crypto, decodeBase64url } from '@wasl/record';
import { parseDescriptor } from '../descriptor.ts';
import { encodeEquivocation } from '../equivocation.ts';
import { sameHash } from '../hash.ts';
import { verifyConsistency } from '../verify-proof.ts';
import type { DatedHead } from './dated-head.ts';
import type { JournalStatement } from './statement.ts';

/** The newest head of a partner's activity record that was cosigned here. */
export interface KeptJournalHead extends DatedHead {
  readonly note: string;
}

/**
 * What a statement is against the head kept (EX6). `first`, `same`, `grown` and `continued` may be cosigned. `unproved`: it doesn't start
 * from the head kept, ask again from there. `older`: a repetition of an earlier statement, by the issuer's own time. `rolledBack`: smaller
 * at a later time. `rewritten`: no append-only log has both; `proof` is transferable where sizes are equal. `continued` names the log that
 * goes on, `lost` how many leaves stated before it leaves out, undefined when it doesn't name the log kept.
 */
export type JournalJudgement =
  | { readonly state: 'first' | 'same' | 'grown' | 'older' | 'unproved' }
  | { readonly state: 'rolledBack' }
  | { readonly state: 'rewritten'; readonly proof?: string }
  | { readonly state: 'continued'; readonly lost: number | undefined };

/** Judges a statement whose head was opened and whose descriptor names its log. Pure. */
export function judgeJournal(
  kept: KeptJournalHead | undefined,
  stated: DatedHead & { readonly statement: JournalStatement },
  crypto: Crypto,
): JournalJudgement {
  if (kept === undefined) return { state: 'first' };
  const { head, seconds, statement } = stated;
  if (head.origin !== kept.head.origin) return { state: 'continued', lost: lostOf(kept, statement) };
  if (head.size === kept.head.size) {
    if (sameHash(head.root, kept.head.root)) return { state: 'same' };
    return { state: 'rewritten', proof: encodeEquivocation({ v: 1, a: kept.note, b: statement.note }) };
  }
  if (head.size < kept.head.size) return { state: seconds > kept.seconds ? 'rolledBack' : 'older' };
  if (statement.old !== kept.head.size) return { state: 'unproved' };
  const proof = statement.proof.map((hash) => decodeBase64url(hash));
  const grew = verifyConsistency({ size1: kept.head.size, root1: kept.head.root, size2: head.size, root2: head.root, proof }, crypto);
  return { state: grew ? 'grown' : 'rewritten' };
}

function lostOf(kept: KeptJournalHead, statement: JournalStatement): number | undefined {
  const { continues } = parseDescriptor(statement.descriptor);
  if (continues === undefined || continues.origin !== kept.head.origin) return undefined;
  if (continues.size === kept.head.size && !sameHash(decodeBase64url(continues.root), kept.head.root)) return undefined;
  return Math.max(0, kept.head.size - continues.size);
}
