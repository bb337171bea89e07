import type { RecordPage, RecordView } from '@wasl/contract';
import { type Mode, parseRecordId } from '@wasl/record';
import { type Command, Option } from 'commander';
import { connect, type NodeOptions, need, withNode } from '../api/connect.ts';
import { fail } from '../codes.ts';
import { example } from '../io/example.ts';
import { writeNew } from '../io/files.ts';
import type { Io } from '../io/io.ts';

interface ExportOptions extends NodeOptions {
  readonly out: string;
  readonly format: 'evidence' | 'ndjson' | 'csv';
  readonly type?: string;
  readonly mode?: Mode;
}

/** `wasl export`. */
export function add(program: Command, io: Io): void {
  withNode(program.command('export'))
    .argument('[id]', 'record id, for an evidence bundle')
    .description('Write an evidence bundle of one record, or records of one mode as NDJSON or CSV.')
    .requiredOption('--out <file>', 'file to write')
    .addOption(new Option('--format <format>', 'what to write').choices(['evidence', 'ndjson', 'csv']).default('evidence'))
    .option('--type <type>', 'flat formats: only of this type')
    .addOption(
      new Option('--mode <mode>', 'flat formats: of which mode; modes are never mixed').choices(['actual', 'exercise', 'system', 'test']),
    )
    .addHelpText(
      'after',
      example('wasl export sha256:… --out bundle.json', 'wasl export --format csv --mode exercise --type incident --out incidents.csv'),
    )
    .action(async (id: string | undefined, options: ExportOptions) => {
      const client = await connect(io, options);
      if (options.format === 'evidence') {
        if (id === undefined) throw fail('command-usage', 'an evidence bundle is of one record: give its id');
        await writeNew(options.out, need(await client.evidence(parseRecordId(id))));
        io.tell({
          text: `wrote ${options.out}; check it with "wasl verify ${options.out} --root …"`,
          json: { file: options.out, records: 1 },
        });
        return;
      }
      const { mode, type } = options;
      if (mode === undefined) throw fail('command-usage', 'modes are never mixed in an export: give --mode');
      const records: RecordView[] = [];
      for (let since: number | undefined = 0; since !== undefined; ) {
        const page: RecordPage = need(await client.records({ since, limit: 500, mode, ...(type === undefined ? {} : { type }) }));
        records.push(...page.records);
        since = page.next;
      }
      const text = options.format === 'csv' ? csv(records) : records.map((record) => `${JSON.stringify(record)}\n`).join('');
      await writeNew(options.out, text);
      io.tell({ text: `wrote ${records.length} records to ${options.out}`, json: { file: options.out, records: records.length } });
    });
}

/** A cell of RFC 4180; text that a spreadsheet would run as a formula gets an apostrophe. */
function cell(value: unknown): string {
  const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
  const safe = /^[=+\-@\t\r]/.test(text) && typeof value === 'string' ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function csv(records: readonly RecordView[]): string {
  const units = [...new Set(records.flatMap((record) => record.fields.map((field) => field.name)))].sort();
  const marks = records.some((record) => record.watermark !== undefined);
  const head = ['id', 'type', 'issuer', 'author', 'mode', 'issuedAt', 'subject', 'status', ...(marks ? ['watermark'] : []), ...units];
  const rows = records.map((record) => {
    const { id, type, issuer, author, mode, issuedAt, subject, status, watermark } = record;
    const values = new Map(record.fields.map((field) => [field.name, field.value]));
    return [
      id,
      type,
      issuer,
      author,
      mode,
      issuedAt,
      subject,
      status,
      ...(marks ? [watermark] : []),
      ...units.map((name) => values.get(name)),
    ];
  });
  return [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}
