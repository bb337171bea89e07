import { attachments as attachmentsUnit, maxAttachmentBytes, validateUnit } from '@wasl/catalog';
import { hashLeaf, TreeBuilder } from '@wasl/log';
import { accept, encodeBase64url, type Json, type Result, refusalOf, refuse, WaslError } from '@wasl/record';
import { fail } from '../codes.ts';
import type { NodeCore } from '../core.ts';
import type { Actor } from '../service.ts';
import { cleanFile, mediaTypeOf } from './media/clean.ts';
import { type AttachmentValue, fileNameOf, plainChunkBytes } from './value.ts';

const uploadsAtOnce = 4;
/** Uploads that no record names yet: together at most so many bytes, each for at most so long. */
const maxPendingBytes = 500_000_000;
const pendingMs = 7 * 86_400_000;

/** A file as it comes from an officer. */
export interface GivenFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * Takes a file in: cleaned of what hides in it, encrypted chunk by chunk under a new key, durable when this resolves. The answer goes into
 * one record's attachment field; it alone holds the key until then. Refuses `attachment-type`, `-content`, `-over-bound`, `-quota`, `-busy`.
 */
export async function takeUpload(core: NodeCore, actor: Actor, file: GivenFile): Promise<Result<Json>> {
  const { files } = core;
  const type = mediaTypeOf(file.mediaType);
  if (!type.ok) return type;
  if (files.uploads >= uploadsAtOnce) return refuse('attachment-busy', `${files.uploads} files are being uploaded`);
  files.uploads += 1;
  try {
    await dropOldUploads(core);
    if (files.pendingBytes() > maxPendingBytes)
      return refuse('attachment-quota', `${files.pendingBytes()} bytes were uploaded and are in no record`);
    const key = core.options.random(32);
    const stored = await store(core, key, cleanFile(type.value, file.bytes));
    const value: AttachmentValue = { name: file.name, mediaType: type.value, key: encodeBase64url(key), ...stored };
    const wrong = validateUnit(attachmentsUnit, [value as unknown as Json]);
    if (wrong !== undefined) {
      await core.options.attachments.remove(fileNameOf({ issuer: core.agency, ...stored }, core.options.crypto));
      return refuse('attachment-content', `${wrong.path}: ${wrong.message}`);
    }
    const own = { sizeBytes: stored.sizeBytes, at: core.nowText() };
    await core.flusher.submit({
      state: [files.ownRow(stored.root, own)],
      acts: [{ act: 'attach', about: stored.root, actor: actor.user, details: { mediaType: type.value, sizeBytes: stored.sizeBytes } }],
    });
    files.takeOwn(stored.root, own);
    return accept(value as unknown as Json);
  } catch (error) {
    if (error instanceof WaslError && error.row.status < 500) return { ok: false, reason: refusalOf(error) };
    if (error instanceof WaslError && error.code === 'store-failed') core.options.onFatal(error);
    throw error;
  } finally {
    files.uploads -= 1;
  }
}

/** Encrypts what comes into a file of its own; nothing stays of it when the source fails. */
async function store(
  core: NodeCore,
  key: Uint8Array,
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ readonly sizeBytes: number; readonly root: string }> {
  const { crypto, cipher, attachments } = core.options;
  const stage = await attachments.stage();
  try {
    const tree = new TreeBuilder(crypto);
    let sizeBytes = 0;
    for await (const plain of chunked(bytes)) {
      sizeBytes += plain.length;
      if (sizeBytes > maxAttachmentBytes) throw fail('attachment-over-bound', `the file has more than ${maxAttachmentBytes} bytes`);
      const sealed = cipher.seal(plain, { key, index: tree.size });
      tree.push(hashLeaf(sealed, crypto));
      await stage.write(sealed);
    }
    if (sizeBytes === 0) throw fail('attachment-content', 'the file is empty');
    const root = encodeBase64url(tree.root());
    await stage.keep(fileNameOf({ issuer: core.agency, root, sizeBytes }, crypto));
    return { sizeBytes, root };
  } catch (error) {
    if (!(error instanceof WaslError && error.code === 'store-failed')) await stage.drop();
    throw error;
  }
}

/** The same bytes in pieces of one chunk, the last one shorter. */
async function* chunked(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let chunk = new Uint8Array(plainChunkBytes);
  let filled = 0;
  for await (const piece of bytes) {
    for (let at = 0; at < piece.length; ) {
      const part = piece.subarray(at, at + plainChunkBytes - filled);
      chunk.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled < plainChunkBytes) continue;
      yield chunk;
      chunk = new Uint8Array(plainChunkBytes);
      filled = 0;
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled);
}

/** Removes uploads that no record has named for seven days. */
export async function dropOldUploads(core: NodeCore): Promise<void> {
  const { crypto, attachments } = core.options;
  for (const [root, file] of [...core.files.allOwn()]) {
    if (file.record !== undefined || core.files.claimed.has(root) || Date.parse(file.at) + pendingMs > core.nowMs()) continue;
    await attachments.remove(fileNameOf({ issuer: core.agency, root, sizeBytes: file.sizeBytes }, crypto));
    await core.flusher.submit({ state: [core.files.ownRow(root, undefined)], acts: [{ act: 'drop-upload', about: root }] });
    core.files.forgetOwn(root);
  }
}
