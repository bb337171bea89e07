import { type Checkpoint, openNote, parseCheckpoint } from '@wasl/log';
import { accept, type Crypto, type Result, refusalOf, refuse } from '@wasl/record';
import type { AgencyKeys } from '../ports/keys.ts';

/** Name under which an agency's receipt key cosigns. */
export function receiptName(agency: string): string {
  return `${agency}/receipt`;
}

/** Opens a checkpoint note that must be signed by the issuer's log key; codes `checkpoint-signature`. Never throws. */
export function openHead(note: string, issuer: AgencyKeys, crypto: Crypto): Result<Checkpoint> {
  try {
    const checkpoint = parseCheckpoint(note);
    const opened = openNote(note, [{ name: issuer.agency, type: 'log', key: issuer.log }], { crypto });
    return opened.ok
      ? accept(checkpoint)
      : refuse('checkpoint-signature', opened.reason.message, { details: { cause: opened.reason.code } });
  } catch (error) {
    const reason = refusalOf(error);
    return refuse('checkpoint-signature', reason.message, { details: { cause: reason.code } });
  }
}

/** Opens a receipt: the head must be cosigned by the reader's receipt key; codes `receipt-invalid`. Never throws. */
export function openReceipt(note: string, reader: AgencyKeys, crypto: Crypto): Result<Checkpoint> {
  try {
    const checkpoint = parseCheckpoint(note);
    const opened = openNote(note, [{ name: receiptName(reader.agency), type: 'cosignature', key: reader.receipt }], { crypto });
    return opened.ok ? accept(checkpoint) : refuse('receipt-invalid', opened.reason.message, { details: { cause: opened.reason.code } });
  } catch (error) {
    const reason = refusalOf(error);
    return refuse('receipt-invalid', reason.message, { details: { cause: reason.code } });
  }
}
