import type { LangText, Mode } from '@wasl/record';
import { modes } from '@wasl/record';
import { type Command, Option } from 'commander';
import { connect, type NodeOptions, need, withNode } from '../api/connect.ts';
import { plainJson } from '../api/ordered.ts';
import { fail } from '../codes.ts';
import { example } from '../io/example.ts';
import { writeNew } from '../io/files.ts';
import { type Io, table } from '../io/io.ts';

type Options = NodeOptions & {
  readonly mode: Mode;
  readonly lang: 'en' | 'fr' | 'ar';
  readonly report?: string;
  readonly out?: string;
  readonly calendar?: string;
  readonly agreement?: string;
};

type Client = Awaited<ReturnType<typeof connect>>;

/** `wasl promises`. */
export function add(program: Command, io: Io): void {
  withNode(program.command('promises'))
    .description('What was promised, by whom, due when, and what became of it; the annual report; a calendar.')
    .addOption(new Option('--mode <mode>', 'mode of the records').choices([...modes]).default('actual'))
    .addOption(new Option('--lang <language>', 'language of texts, report and calendar').choices(['en', 'fr', 'ar']).default('en'))
    .option('--agreement <id>', 'one arrangement alone; of the dashboard and the calendar')
    .option('--report <year>', 'the annual report of this year, as Markdown; with --out into a file')
    .option('--out <file>', 'file of the report')
    .option('--calendar <file>', 'write due dates, reviews and meetings as iCalendar')
    .addHelpText(
      'after',
      example(
        'wasl promises --mode exercise --user cooperation',
        'wasl promises --report 2030 --out report-2030.md',
        'wasl promises --calendar due.ics',
      ),
    )
    .action(async (options: Options) => {
      const client = await connect(io, options, 'cooperation');
      if (options.report !== undefined) return report(io, client, { ...options, report: options.report });
      if (options.calendar !== undefined) return calendar(io, client, { ...options, calendar: options.calendar });
      return dashboard(io, client, options);
    });
}

async function report(io: Io, client: Client, { report: text, mode, lang, out }: Options & { readonly report: string }): Promise<void> {
  const year = Number(text);
  if (!/^\d{4}$/.test(text) || year < 2000) throw fail('command-usage', `--report ${JSON.stringify(text)}: wanted a year such as 2030`);
  const found = need(await client.promises.report({ mode, lang, year }));
  if (out !== undefined) await writeNew(out, found.markdown);
  io.tell({ text: out === undefined ? found.markdown : `report of ${year} in ${out}`, json: plainJson(found) });
}

async function calendar(io: Io, client: Client, options: Options & { readonly calendar: string }): Promise<void> {
  const { mode, lang, agreement, calendar: file } = options;
  const text = need(await client.promises.calendar({ mode, lang, ...(agreement === undefined ? {} : { agreement }) }));
  await writeNew(file, text);
  const entries = text.split('\r\n').filter((line) => line === 'BEGIN:VEVENT').length;
  io.tell({ text: `${entries} entries in ${file}`, json: { file, entries } });
}

async function dashboard(io: Io, client: Client, { mode, lang, agreement }: Options): Promise<void> {
  const found = need(await client.promises.dashboard({ mode }));
  const dashboards = found.dashboards.filter((each) => agreement === undefined || each.agreement === agreement);
  const words = (text: LangText | undefined): string => {
    const shown = (text?.find((each) => each.lang === lang || each.lang.startsWith(`${lang}-`)) ?? text?.[0])?.text ?? '(not shown here)';
    return shown.length > 60 ? `${shown.slice(0, 59)}…` : shown;
  };
  const lines = dashboards.flatMap(({ agreement: id, totals, promises, meetings, expertise, lessons }) => [
    `${id ?? 'shared with nobody'}: ${totals.late} late, ${totals.open} open, ${totals.done + totals.doneLate} done (${totals.doneLate} late), ${totals.unproved} without proof, ${totals.dropped} dropped, ${totals.unclear} unclear`,
    table(
      promises.map((each) => [
        `  ${each.standing}${each.lateDays === undefined ? '' : ` ${each.lateDays} d`}`,
        each.due?.slice(0, 10) ?? '',
        each.owners.map(({ desk }) => desk).join(' '),
        `${words(each.text)}${each.differs.length === 0 ? '' : ` (agencies differ on ${each.differs.join(', ')})`}`,
      ]),
    ),
    `  ${meetings.length} meetings, ${expertise.length} offers and requests (${expertise.filter((each) => each.rightsMissing).length} without rights assessment, ${expertise.filter((each) => each.feedbackOwed).length} owe feedback), ${lessons.length} lessons (${lessons.filter((each) => each.late).length} late)`,
  ]);
  const carried = found.carried.map(
    (each) => `to take to ${words(each.name)} (${each.starts.slice(0, 10)}): ${each.lessons.length} lessons`,
  );
  io.tell({ text: [...lines, ...carried].filter((line) => line !== '').join('\n'), json: plainJson({ ...found, dashboards }) });
}
