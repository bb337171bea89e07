import type { AgencyId, OpenedField, RecordId } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import type { AttachmentReader, AttachmentView } from '../service.ts';
import { releasesOf } from './rights.ts';
import { type AttachmentValue, attachmentsOf, chunkCount, fileNameOf } from './value.ts';

/** How the files of a record stand: here, and for an own record at each reader that was released them (RC6, I11). */
export async function attachmentViews(
  core: NodeCore,
  of: { readonly record: RecordId; readonly issuer: AgencyId; readonly fields: readonly OpenedField[]; readonly type: string },
): Promise<readonly AttachmentView[]> {
  const units = core.attachmentUnits(of.type);
  const views: AttachmentView[] = [];
  for (const field of of.fields) {
    if (!units.has(field.name)) continue;
    for (const [item, value] of attachmentsOf(field.value).entries()) {
      const { name, mediaType, sizeBytes } = value;
      const base = { unit: field.name, item, name, mediaType, sizeBytes, chunks: chunkCount(sizeBytes) };
      views.push(
        of.issuer === core.agency
          ? { ...base, ...(await ownState(core, of.record, value)) }
          : { ...base, ...(await hereState(core, of, value)) },
      );
    }
  }
  return views;
}

type Standing = Pick<AttachmentView, 'state' | 'held' | 'code' | 'readers'>;

async function hereState(
  core: NodeCore,
  of: { readonly record: RecordId; readonly issuer: AgencyId },
  value: AttachmentValue,
): Promise<Standing> {
  const name = fileNameOf({ issuer: of.issuer, root: value.root, sizeBytes: value.sizeBytes }, core.options.crypto);
  const file = core.files.incoming(of.record).get(value.root);
  const status = await core.options.attachments.status(name);
  const held = status?.held ?? 0;
  if (file?.state === 'refused') return { state: 'refused', held: 0, ...(file.code === undefined ? {} : { code: file.code }) };
  if (status?.complete === true) return { state: 'complete', held };
  const code = core.files.failure(of.issuer, value.root);
  return { state: held > 0 ? 'fetching' : 'announced', held, ...(code === undefined ? {} : { code }) };
}

async function ownState(core: NodeCore, record: RecordId, value: AttachmentValue): Promise<Standing> {
  const name = fileNameOf({ issuer: core.agency, root: value.root, sizeBytes: value.sizeBytes }, core.options.crypto);
  const status = await core.options.attachments.status(name);
  const answers = core.files.answers(value.root);
  const readers = new Map<AgencyId, AttachmentReader>();
  for (const { log } of await releasesOf(core, { root: value.root, record })) {
    for (const reader of log.channel.audience) {
      if (reader === core.agency) continue;
      const answer = answers.get(reader);
      const served = core.files.served(value.root, reader);
      const state = answer === undefined ? (served > 0 ? 'fetching' : 'announced') : answer.code === undefined ? 'complete' : 'refused';
      readers.set(reader, {
        reader,
        state,
        held: state === 'complete' ? chunkCount(value.sizeBytes) : state === 'refused' ? 0 : served,
        ...(answer?.code === undefined ? {} : { code: answer.code }),
      });
    }
  }
  const held = status?.held ?? 0;
  const state = status === undefined ? ('refused' as const) : ('complete' as const);
  return { state, held, ...(status === undefined ? { code: 'attachment-unknown' } : {}), readers: [...readers.values()] };
}

/** The value of an attachment field as officers see it: without the key, which only this node needs. */
export function withoutKeys(value: OpenedField['value']): OpenedField['value'] {
  return attachmentsOf(value).map(({ name, mediaType, sizeBytes, root }) => ({ name, mediaType, sizeBytes, root }));
}
