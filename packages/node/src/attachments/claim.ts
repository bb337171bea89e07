import { accept, decodeBase64url, type RecordId, type Result, refuse } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import type { Placed, Work } from '../logs/flusher.ts';
import type { PutRecord } from '../service.ts';
import type { OwnFile, StateRow } from './book.ts';
import { type AttachmentValue, attachmentsOf, fileNameOf } from './value.ts';

/** Files that a record about to be made takes for its own. */
interface Claim {
  /** State to commit with the record. */
  rows(record: RecordId): readonly StateRow[];
  /** The record was committed, or undefined: was not. */
  settle(record: RecordId | undefined): void;
}

/** Files that the fields of a record name; the fields have the form of the catalogue. */
function filesOf(core: NodeCore, put: PutRecord): readonly AttachmentValue[] {
  const found: AttachmentValue[] = [];
  for (const unit of core.attachmentUnits(put.type)) {
    const value = put.fields[unit];
    if (Array.isArray(value)) found.push(...attachmentsOf(value));
  }
  return found;
}

/**
 * Takes the uploads that a record names, each for this record alone: erasing a record then erases its files and no other's. What was not
 * uploaded here cannot be named, so that no officer passes a partner's file on. Refuses `attachment-unknown`, `-in-use`, `-key`.
 */
async function claimFiles(core: NodeCore, put: PutRecord): Promise<Result<Claim>> {
  const { files } = core;
  const claimed = new Map<string, OwnFile>();
  const release = () => {
    for (const root of claimed.keys()) files.claimed.delete(root);
  };
  for (const value of filesOf(core, put)) {
    const own = files.own(value.root);
    let code: 'attachment-unknown' | 'attachment-in-use' | 'attachment-key' | undefined;
    if (own === undefined || own.sizeBytes !== value.sizeBytes) code = 'attachment-unknown';
    else if (own.record !== undefined || files.claimed.has(value.root)) code = 'attachment-in-use';
    else {
      files.claimed.add(value.root);
      claimed.set(value.root, own);
      if (!(await opens(core, value))) code = 'attachment-key';
    }
    if (code === undefined) continue;
    release();
    return refuse(code, `attachment ${value.root} of ${value.sizeBytes} bytes`);
  }
  const at = core.nowText();
  const bound = (record: RecordId, own: OwnFile): OwnFile => ({ sizeBytes: own.sizeBytes, at, record });
  return accept({
    rows: (record) => [...claimed].map(([root, own]) => files.ownRow(root, bound(record, own))),
    settle(record) {
      release();
      if (record !== undefined) for (const [root, own] of claimed) files.takeOwn(root, bound(record, own));
    },
  });
}

async function opens(core: NodeCore, value: AttachmentValue): Promise<boolean> {
  const name = fileNameOf({ issuer: core.agency, root: value.root, sizeBytes: value.sizeBytes }, core.options.crypto);
  const first = await core.options.attachments.read(name, 0);
  return first !== undefined && core.options.cipher.open(first, { key: decodeBase64url(value.key), index: 0 }) !== undefined;
}

/** Commits a record together with its claim on the files it names. Refuses as the claim does. */
export async function submitWithFiles(
  core: NodeCore,
  put: PutRecord,
  of: { readonly id: RecordId; readonly work: Work },
): Promise<Result<Placed>> {
  const claim = await claimFiles(core, put);
  if (!claim.ok) return claim;
  let committed: RecordId | undefined;
  try {
    const result = await core.flusher.submit({ ...of.work, state: [...(of.work.state ?? []), ...claim.value.rows(of.id)] });
    if (result.ok) committed = of.id;
    return result;
  } finally {
    claim.value.settle(committed);
  }
}
