import { createHash } from 'node:crypto';
import type { Actor, AttachmentView, WaslNode } from '@wasl/node';
import type { Json, RecordId } from '@wasl/record';
import { pieces, png } from '@wasl/testkit/federation';
import { entryFor } from './records.ts';

/** What a node says about the file of a record: how it stands, and the digest of its plain bytes once it is whole. */
export interface FileState {
  readonly state: string;
  readonly held: number;
  readonly reader?: string;
  readonly digest?: string;
}

/** SHA-256 of the picture that `putFile` makes. */
export function pictureDigest(sizeBytes: number): string {
  return createHash('sha256').update(png(sizeBytes, 11)).digest('hex');
}

/** Makes a record with a picture of so many bytes. */
export async function putFile(node: WaslNode, actor: Actor, sizeBytes: number): Promise<RecordId> {
  const stored = await node.attach(actor, { name: 'gate.png', mediaType: 'image/png', bytes: pieces(png(sizeBytes, 11), 65_536) });
  if (!stored.ok) throw new Error(stored.reason.message);
  const entry = entryFor('a picture of the gate');
  const done = await node.put(actor, { ...entry, fields: { ...entry.fields, attachments: [stored.value] as Json } });
  if (!done.ok) throw new Error(done.reason.message);
  return done.value.id;
}

export async function fileState(node: WaslNode, actor: Actor, id: RecordId): Promise<FileState> {
  const view = await node.get(actor, id);
  const [file]: readonly (AttachmentView | undefined)[] = view.ok ? (view.value.attachments ?? []) : [];
  if (file === undefined) return { state: 'none', held: 0 };
  const standing = {
    state: file.state,
    held: file.held,
    ...(file.readers === undefined ? {} : { reader: file.readers[0]?.state ?? 'none' }),
  };
  if (file.state !== 'complete') return standing;
  const opened = await node.attachment(actor, { record: id, unit: file.unit, item: file.item });
  if (!opened.ok) return { ...standing, digest: opened.reason.code };
  const hash = createHash('sha256');
  for await (const bytes of opened.value.bytes) hash.update(bytes);
  return { ...standing, digest: hash.digest('hex') };
}
