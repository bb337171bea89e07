import { addSignature, cosign, parseCheckpoint } from '@wasl/log';
import type { NodeCore } from '../core.ts';
import type { OwnLog } from './own-log.ts';

/** A date is good for so long before it is signed again. */
const freshMs = 10_000;
const dated = new WeakMap<OwnLog, { readonly signed: string; readonly atMs: number; readonly note: string }>();

/** The log's head with the issuer's timestamped cosignature of now: what an idle log's heartbeat carries (EX6, LG4.7). */
export function datedHead(core: NodeCore, log: OwnLog): string {
  const signed = log.head?.note ?? '';
  const nowMs = core.nowMs();
  const known = dated.get(log);
  if (signed === '' || log.closed) return signed;
  if (known?.signed === signed && Math.abs(nowMs - known.atMs) < freshMs) return known.note;
  const { agency, keys, crypto } = core.options;
  const { text } = parseCheckpoint(signed);
  const line = cosign(text, { name: agency, signer: keys.log, timestampSeconds: Math.floor(nowMs / 1000), crypto });
  const note = addSignature(signed, line);
  dated.set(log, { signed, atMs: nowMs, note });
  return note;
}
