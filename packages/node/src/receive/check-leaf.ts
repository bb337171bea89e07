import { obligationTypes } from '@wasl/agreement';
import { type Unit, validateUnit } from '@wasl/catalog';
import { type Obligation, parseReleaseLine, type ReleaseLine } from '@wasl/log';
import {
  type AgencyId,
  accept,
  type Crypto,
  checkTwin,
  decodeBase64url,
  type Entry,
  type Mode,
  type OpenedField,
  openDisclosures,
  type PublicKey,
  parseEntry,
  type RecordId,
  type Result,
  recordIdOf,
  refusalOf,
  refuse,
  verifyEntrySignature,
} from '@wasl/record';
import type { WireLeaf } from '../ports/link.ts';

/** What a reader knows of a log when it judges one of its leaves. */
export interface LeafContext {
  readonly issuer: AgencyId;
  readonly mode: Mode;
  /** Types allowed on the log's topic. */
  readonly types: ReadonlySet<string>;
  readonly control: boolean;
  /** Answers why terms are not those of the named agreement version, or undefined. Control logs have none. */
  readonly terms: (line: ReleaseLine, type: string) => { readonly code: string; readonly message: string } | undefined;
  readonly signatureNeeded: (type: string) => boolean;
  readonly twins: (type: string) => ReadonlyMap<string, { readonly twin: string; readonly function: string }>;
  /** Units of a type whose values are lists of files, by name (RC6). */
  readonly files: (type: string) => ReadonlyMap<string, Unit>;
  readonly authorKey: (desk: Entry['author']) => PublicKey | undefined;
  readonly crypto: Crypto;
}

/** A leaf that is valid as a record; tree validity is another matter (EX3). */
export interface CheckedLeaf {
  readonly id: RecordId;
  readonly entry: Entry;
  readonly line: ReleaseLine;
  /** Undefined when the leaf says its content is gone. */
  readonly fields: readonly OpenedField[] | undefined;
  readonly signed: boolean;
}

const knownDuties: ReadonlySet<string> = new Set(obligationTypes);

/** Judges one leaf as a record. Every refusal has a code and becomes a `refused` entry of the reader (EX3). Pure; never throws. */
export function checkLeaf(leaf: WireLeaf, context: LeafContext): Result<CheckedLeaf> {
  let line: ReleaseLine;
  let entry: Entry;
  try {
    line = parseReleaseLine(leaf.releaseLine);
    entry = parseEntry(leaf.entryText);
  } catch (error) {
    const reason = refusalOf(error);
    return refuse('leaf-malformed', reason.message, { details: { cause: reason.code } });
  }
  const wrong = checkPlace(entry, line, context);
  if (wrong !== undefined) return { ok: false, reason: wrong };
  const signed = checkSignature(leaf.entryText, entry, line, context);
  if (!signed.ok) return signed;
  const id = recordIdOf(leaf.entryText, context.crypto);
  if (leaf.disclosures === undefined) return accept({ id, entry, line, fields: undefined, signed: signed.value });
  let fields: readonly OpenedField[];
  try {
    fields = openDisclosures(entry, leaf.disclosures, { crypto: context.crypto, slots: line.slots });
  } catch (error) {
    const reason = refusalOf(error);
    return refuse('leaf-slots', reason.message, { details: { cause: reason.code } });
  }
  const files = context.files(entry.type);
  for (const field of files.size === 0 ? [] : fields) {
    const unit = files.get(field.name);
    const bad = unit === undefined ? undefined : validateUnit(unit, field.value);
    if (bad !== undefined) return refuse('attachment-invalid', `${bad.path}: ${bad.message}`);
  }
  const twin = checkTwins(fields, context.twins(entry.type));
  return twin === undefined ? accept({ id, entry, line, fields, signed: signed.value }) : { ok: false, reason: twin };
}

function checkPlace(entry: Entry, line: ReleaseLine, context: LeafContext): { code: string; message: string } | undefined {
  if (entry.issuer !== context.issuer) return { code: 'leaf-issuer', message: `entry of ${entry.issuer} in a log of ${context.issuer}` };
  if (entry.mode !== context.mode) return { code: 'leaf-mode', message: `${entry.mode} entry in a log of mode ${context.mode}` };
  if (!context.types.has(entry.type)) return { code: 'leaf-type', message: `type ${entry.type} does not belong to this topic` };
  const duty = line.obligations.find((obligation: Obligation) => !knownDuties.has(obligation.type));
  if (duty !== undefined) return { code: 'leaf-obligation', message: `duty ${duty.type} is not known here` };
  return context.control ? undefined : context.terms(line, entry.type);
}

function checkSignature(entryText: string, entry: Entry, line: ReleaseLine, context: LeafContext): Result<boolean> {
  if (line.sig === undefined) {
    return context.signatureNeeded(entry.type) ? refuse('leaf-signature', `${entry.type} without its author’s signature`) : accept(false);
  }
  const key = context.authorKey(entry.author);
  if (key === undefined) return refuse('leaf-signature', `no key of ${entry.author} stands in the root chain`);
  decodeBase64url(line.sig);
  return verifyEntrySignature(entryText, line.sig, key, context.crypto)
    ? accept(true)
    : refuse('leaf-signature', `signature of ${entry.author} does not verify`);
}

function checkTwins(
  fields: readonly OpenedField[],
  twins: ReturnType<LeafContext['twins']>,
): { code: string; message: string } | undefined {
  if (twins.size === 0) return undefined;
  for (const field of fields) {
    const pair = twins.get(field.name);
    if (pair === undefined) continue;
    const coarse = fields.find((other) => other.name === pair.twin);
    if (coarse === undefined) continue;
    const same = checkTwin(pair.function, field.value, coarse.value);
    if (!same.ok) return { code: same.reason.code, message: same.reason.message };
  }
  return undefined;
}
