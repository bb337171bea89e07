import { type DeskId, signEntry } from '@wasl/record';
import type { NodeCore } from '../core.ts';

/** The author's signature of an entry when its type is evidence; undefined when the type goes unsigned or the desk has no key. */
export function signatureOf(core: NodeCore, entryText: string, of: { readonly type: string; readonly desk: DeskId }): string | undefined {
  if (core.options.catalog[of.type]?.authorSignature !== true) return undefined;
  const signer = core.options.keys.author(of.desk);
  return signer === undefined ? undefined : signEntry(entryText, signer);
}
