import type { PutRecord, RecordView } from '@wasl/contract';
import { type Mode, parseRecordId } from '@wasl/record';
import type { Command } from 'commander';
import { connect, type NodeOptions, need, withNode } from '../api/connect.ts';
import { orderedOutcome, plainJson } from '../api/ordered.ts';
import { example } from '../io/example.ts';
import { readJsonObject } from '../io/files.ts';
import { type Io, table } from '../io/io.ts';
import { addFileCommands, withUploads } from './record-files.ts';

/** `wasl record put|get|list|attach|file`. */
export function add(program: Command, io: Io): void {
  const record = program.command('record').description('Make and read records.');
  withNode(record.command('put'))
    .argument('<file>', 'JSON of the record: type, mode, fields, purpose …; - for standard input')
    .description('Make a record and release it as the arrangements allow.')
    .option('--idempotency-key <key>', 'the same key never makes a second record')
    .option('--attach <files...>', 'JPEG, PNG or PDF files that go with the record')
    .addHelpText(
      'after',
      example(
        'wasl record put incident.json --user duty --idempotency-key 7f3a',
        'wasl record put incident.json --attach gate12.jpg plan.pdf',
        'echo \'{"type":"logEntry","mode":"exercise","fields":{…}}\' | wasl record put -',
      ),
    )
    .action(async (file: string, options: NodeOptions & { idempotencyKey?: string; attach?: readonly string[] }) => {
      const given = (await readJsonObject(file)) as unknown as PutRecord;
      const client = await connect(io, options);
      const body = await withUploads(client, given, options.attach ?? [], io);
      const key = options.idempotencyKey;
      io.tell(orderedOutcome(need(await client.put(body, key === undefined ? {} : { idempotencyKey: key }))));
    });
  addFileCommands(record, io);
  withNode(record.command('get'))
    .argument('<id>', 'record id')
    .description('Read one record as this officer may see it.')
    .option('--purpose <purpose>', 'purpose of the read, kept in the activity record')
    .option('--reason <text>', 'why it is read')
    .addHelpText('after', example('wasl record get sha256:… --purpose event-safety'))
    .action(async (id: string, options: NodeOptions & { purpose?: string; reason?: string }) => {
      const { purpose, reason } = options;
      const of = { ...(purpose === undefined ? {} : { purpose }), ...(reason === undefined ? {} : { reason }) };
      const view = need(await (await connect(io, options)).record(parseRecordId(id), of));
      io.tell({ text: shown(view), json: plainJson(view) });
    });
  withNode(record.command('list'))
    .description('List records, newest first; oldest first after --since.')
    .option('--type <type>', 'only of this type')
    .option('--subject <id>', 'only about this subject')
    .option('--mode <mode>', 'actual, exercise, system or test')
    .option('--since <seq>', 'only rows after this number')
    .option('--limit <count>', 'at most so many', '50')
    .addHelpText('after', example('wasl record list --type incident --limit 20'))
    .action(async (options: NodeOptions & { type?: string; subject?: string; mode?: Mode; since?: string; limit: string }) => {
      const { type, subject, mode, since, limit } = options;
      const filter = {
        limit: Number(limit),
        ...(type === undefined ? {} : { type }),
        ...(subject === undefined ? {} : { subject }),
        ...(mode === undefined ? {} : { mode }),
        ...(since === undefined ? {} : { since: Number(since) }),
      };
      const page = need(await (await connect(io, options)).records(filter));
      const rows = page.records.map((each) => [
        String(each.seq),
        each.issuedAt,
        each.issuer,
        each.type,
        each.mode,
        deliveryOf(each),
        each.id,
      ]);
      io.tell({ text: rows.length === 0 ? 'no records' : table(rows), json: plainJson(page) });
    });
}

function deliveryOf(view: RecordView): string {
  if (view.status !== 'current') return view.status;
  return view.delivery === undefined ? 'received' : `${view.delivery.state} ${view.delivery.delivered}/${view.delivery.readers}`;
}

/** How one file stands: here, or for an own record at each reader. */
function fileLine(file: NonNullable<RecordView['attachments']>[number]): string {
  const part = (of: { readonly state: string; readonly held: number; readonly code?: string }) =>
    `${of.state}${of.state === 'fetching' ? ` ${of.held}/${file.chunks}` : ''}${of.code === undefined ? '' : ` (${of.code})`}`;
  const standing = file.readers?.map((reader) => `${reader.reader} ${part(reader)}`).join(', ') ?? part(file);
  return `  file ${file.item}: ${file.name}, ${file.sizeBytes} bytes: ${standing}`;
}

function shown(view: RecordView): string {
  const head = [`${view.type} of ${view.issuer} (${view.author}), ${view.mode}, ${view.issuedAt}`, `${view.id}  ${deliveryOf(view)}`];
  const fields = view.fields.map((field) => `  ${field.name}: ${JSON.stringify(field.value)}`);
  return [...head, ...fields, ...(view.attachments ?? []).map(fileLine)].join('\n');
}
