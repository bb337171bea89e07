import { type AgencyId, accept, type Crypto, type PublicKey, type Result, refuse } from '@wasl/record';
import { type Checkpoint, parseCheckpoint } from '../checkpoint.ts';
import { attempt, need } from '../evidence/refused.ts';
import { openNote } from '../note.ts';

/** A head that its issuer signed, and the newest time at which it did, in POSIX seconds. */
export interface DatedHead {
  readonly head: Checkpoint;
  readonly seconds: number;
}

/** Opens a note that must carry the issuer's signature and its timestamped cosignature (LG4.7). Refuses, never throws for a bad note. */
export function openDatedHead(
  note: string,
  by: { readonly issuer: AgencyId; readonly key: PublicKey; readonly crypto: Crypto },
): Result<DatedHead> {
  return attempt(() => {
    const head = parseCheckpoint(note);
    const { issuer: name, key, crypto } = by;
    const opened = need(
      openNote(
        note,
        [
          { name, type: 'log', key },
          { name, type: 'cosignature', key },
        ],
        { crypto },
      ),
    );
    const signed = opened.verified.some(({ verifier }) => verifier.type === 'log');
    const times = opened.verified.flatMap(({ timestampSeconds }) => (timestampSeconds === undefined ? [] : [timestampSeconds]));
    return need(
      signed && times.length > 0
        ? accept({ head, seconds: Math.max(...times) })
        : refuse('note-unsigned', `${name} did not sign and date the head`),
    );
  });
}

/**
 * Whether two notes show that the issuer took back what it had stated: it signed the smaller head at a later time of its own. Anyone with
 * the issuer's log key comes to the same answer. Refuses with `equivocation-unproved` when they don't.
 */
export function verifyTakenBack(
  notes: { readonly before: string; readonly after: string },
  by: { readonly issuer: AgencyId; readonly key: PublicKey; readonly crypto: Crypto },
): Result<{ readonly origin: string; readonly from: number; readonly to: number }> {
  return attempt(() => {
    const before = need(openDatedHead(notes.before, by));
    const after = need(openDatedHead(notes.after, by));
    const shown =
      before.head.origin === after.head.origin && after.head.size < before.head.size && after.seconds > before.seconds
        ? accept({ origin: before.head.origin, from: before.head.size, to: after.head.size })
        : refuse('equivocation-unproved', 'the later head is not below the earlier one of the same log');
    return need(shown);
  });
}
