import { open, readFile, stat, unlink } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { type Client, maxAttachmentBytes, type PutRecord } from '@wasl/contract';
import { type Json, parseRecordId } from '@wasl/record';
import type { Command } from 'commander';
import { connect, type NodeOptions, need, withNode } from '../api/connect.ts';
import { plainJson } from '../api/ordered.ts';
import { fail } from '../codes.ts';
import { example } from '../io/example.ts';
import type { Io } from '../io/io.ts';

const mediaTypes: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.pdf': 'application/pdf',
};

/** `wasl record attach|file`. */
export function addFileCommands(record: Command, io: Io): void {
  withNode(record.command('attach'))
    .argument('<files...>', 'JPEG or PNG pictures, PDF documents; at most 50 MB each')
    .description('Store files and print the value of a record’s attachments field.')
    .addHelpText('after', example('wasl record attach gate12.jpg plan.pdf --json'))
    .action(async (files: readonly string[], options: NodeOptions) => {
      const values = await upload(await connect(io, options), files, io);
      io.tell({ text: JSON.stringify(values), json: plainJson(values) });
    });
  withNode(record.command('file'))
    .argument('<id>', 'record id')
    .description('Write a file of a record; its marking is printed.')
    .requiredOption('--out <file>', 'file to write')
    .option('--item <n>', 'place in the list, from 0', '0')
    .option('--unit <name>', 'field that names the file', 'attachments')
    .addHelpText('after', example('wasl record file sha256:… --item 0 --out gate12.jpg'))
    .action(async (id: string, options: NodeOptions & { out: string; item: string; unit: string }) => {
      const client = await connect(io, options);
      const { marking, sizeBytes, bytes } = need(await client.attachment(parseRecordId(id), options.unit, Number(options.item)));
      await writeStream(options.out, bytes, sizeBytes);
      io.tell({ text: `wrote ${options.out}, ${sizeBytes} bytes\n${marking}`, json: { file: options.out, sizeBytes, marking } });
    });
}

/** The record with these files in its `attachments`, uploaded first. */
export async function withUploads(client: Client, record: PutRecord, files: readonly string[], io: Io): Promise<PutRecord> {
  if (files.length === 0) return record;
  const before = record.fields['attachments'];
  const values = await upload(client, files, io);
  return { ...record, fields: { ...record.fields, attachments: [...(Array.isArray(before) ? (before as Json[]) : []), ...values] } };
}

async function upload(client: Client, files: readonly string[], io: Io): Promise<readonly Json[]> {
  const values: Json[] = [];
  for (const file of files) {
    const mediaType = mediaTypes[extname(file).toLowerCase()];
    if (mediaType === undefined) throw fail('command-usage', `${file} ends in none of ${Object.keys(mediaTypes).join(', ')}`);
    const bytes = await contentOf(file);
    io.say(`storing ${file}, ${bytes.length} bytes`);
    values.push(need(await client.attach({ name: basename(file), mediaType, bytes })).value);
  }
  return values;
}

async function contentOf(file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const { size } = await stat(file);
    if (size > maxAttachmentBytes) throw new Error(`${size} bytes, at most ${maxAttachmentBytes}`);
    return new Uint8Array(await readFile(file));
  } catch (cause) {
    throw fail('file-unreadable', `${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** Writes a file that is not there yet, for this user alone; nothing is left of one that did not come whole. */
async function writeStream(file: string, bytes: AsyncIterable<Uint8Array>, sizeBytes: number): Promise<void> {
  const handle = await open(file, 'wx', 0o600).catch((cause: NodeJS.ErrnoException) => {
    throw fail(cause.code === 'EEXIST' ? 'file-exists' : 'file-unreadable', `${file}: ${cause.message}`, { cause });
  });
  let written = 0;
  try {
    for await (const part of bytes) {
      await handle.writeFile(part);
      written += part.length;
    }
    if (written !== sizeBytes) throw fail('file-unreadable', `${written} of ${sizeBytes} bytes came`);
  } catch (error) {
    await unlink(file);
    throw error;
  } finally {
    await handle.close();
  }
}
