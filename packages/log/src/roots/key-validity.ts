import { type AgencyId, accept, type DeskId, type Result, refuse } from '@wasl/record';
import type { KeyUse, RootDocument } from './root-document.ts';

/** Who is said to hold a key, and for what; `desk` stands with `author` only. */
export interface KeyHolder {
  readonly agency: AgencyId;
  readonly use: KeyUse;
  readonly desk?: DeskId;
}

/** How far a key may be believed at one place of a log. */
export type KeyStanding = 'current' | 'retired' | 'compromised';

/** Keys of a holder, base64url, current first, then retired ones: what a signature may be checked with before its place is judged. */
export function keysOf(root: RootDocument, holder: KeyHolder): readonly string[] {
  const now = currentKeys(root, holder);
  const before = (root.retired ?? []).filter((each) => each.agency === holder.agency && each.use === holder.use).map((each) => each.key);
  return [...now, ...before.filter((key) => !now.includes(key))];
}

/**
 * Judges a key at a place of a log by tree size, never by a date (LG6). `size` is the size of the signed head, or leaf index + 1 for an
 * author. A retired key stands up to its cut-off for that log; a compromised one too, but only under a head that another party cosigned,
 * which the caller checks. Refuses with `key-unknown` or `key-cut-off`.
 */
export function keyAt(
  root: RootDocument,
  holder: KeyHolder,
  place: { readonly key: string; readonly origin: string; readonly size: number },
): Result<KeyStanding> {
  const retired = (root.retired ?? []).find((each) => each.agency === holder.agency && each.use === holder.use && each.key === place.key);
  if (retired === undefined) {
    if (currentKeys(root, holder).includes(place.key)) return accept('current');
    return refuse(
      'key-unknown',
      `root of ${root.party} version ${root.version} names no such ${holder.use} key of ${holder.desk ?? holder.agency}`,
    );
  }
  const cut = retired.cut.find((each) => each.origin === place.origin);
  if (cut === undefined || place.size > cut.size) {
    return refuse(
      'key-cut-off',
      `${holder.use} key of ${holder.agency} stands up to size ${cut?.size ?? 0} of ${place.origin}, not ${place.size}`,
    );
  }
  return accept(retired.compromised ? 'compromised' : 'retired');
}

/** What stopped a log at a size: nothing above it was released under the agreement. */
export interface CutOff {
  readonly origin: string;
  readonly size: number;
  readonly reason: 'closed' | 'suspended' | 'compromised';
}

/**
 * Whether a head of a log stands after the cut-offs of the control log (LG6): never above one, and at or below a compromise only if another
 * party cosigned it. Refuses with `key-cut-off`.
 */
export function headStands(
  head: { readonly origin: string; readonly size: number },
  cutOffs: readonly CutOff[],
  cosignedByOther: boolean,
): Result<true> {
  for (const cut of cutOffs) {
    if (cut.origin !== head.origin) continue;
    if (head.size > cut.size) return refuse('key-cut-off', `head of size ${head.size} is above the ${cut.reason} cut-off ${cut.size}`);
    if (cut.reason === 'compromised' && !cosignedByOther) {
      return refuse('key-cut-off', `head of size ${head.size} of a compromised log has no cosignature of another party`);
    }
  }
  return accept(true);
}

function currentKeys(root: RootDocument, holder: KeyHolder): readonly string[] {
  const row = root.agencies.find((each) => each.agency === holder.agency);
  if (row === undefined) return [];
  switch (holder.use) {
    case 'log':
      return [row.logKey];
    case 'receipt':
      return [row.receiptKey];
    case 'witness':
      return [row.witnessKey];
    case 'author':
      return row.authors.filter((author) => author.desk === holder.desk).map((author) => author.key);
  }
}
