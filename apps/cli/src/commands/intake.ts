import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Draft, type Intake, type IntakeOptions, intake, type Language, languages } from '@wasl/intake';
import { type Mode, modes } from '@wasl/record';
import type { Command } from 'commander';
import { plainJson } from '../api/ordered.ts';
import { fail } from '../codes.ts';
import { example } from '../io/example.ts';
import { readText, writeNew } from '../io/files.ts';
import type { Io } from '../io/io.ts';

interface Options {
  readonly published?: string;
  readonly language?: string;
  readonly format?: string;
  readonly mode: string;
  readonly save?: string;
}

/** `wasl intake`. */
export function add(program: Command, io: Io): void {
  program
    .command('intake')
    .argument('<file>', 'communiqué or minutes, plain text or HTML in UTF-8; - for standard input')
    .description('Read a communiqué or minutes into draft records for an officer to confirm. Works offline; nothing is stored or sent.')
    .option('--published <day>', 'day of publication, YYYY-MM-DD; without it relative dates stay open')
    .option('--language <code>', `${languages.join(', ')}; recognised when absent. es and pt as far as it goes`)
    .option('--format <format>', 'text or html; by the name of the file when absent')
    .option('--mode <mode>', 'mode of the saved drafts', 'exercise')
    .option('--save <folder>', 'write each draft as a file that "wasl record put" takes once it is completed')
    .addHelpText('after', example('wasl intake communique.txt --published 2030-10-23', 'wasl intake page.html --save drafts --mode actual'))
    .action(async (file: string, options: Options) => {
      const source = await readText(file);
      const found = intake(source, optionsOf(file, options));
      const saved = options.save === undefined ? [] : await save(found, { folder: options.save, mode: modeOf(options.mode) });
      io.tell({ text: shown(found, source, saved), json: plainJson({ ...found, saved }) });
    });
}

function optionsOf(file: string, { published, language, format }: Options): IntakeOptions {
  if (language !== undefined && !(languages as readonly string[]).includes(language))
    throw fail('command-usage', `--language ${JSON.stringify(language)}: wanted one of ${languages.join(', ')}`);
  if (format !== undefined && format !== 'text' && format !== 'html')
    throw fail('command-usage', `--format ${JSON.stringify(format)}: wanted text or html`);
  return {
    format: format === 'html' || (format === undefined && /\.html?$/i.test(file)) ? 'html' : 'text',
    ...(published === undefined ? {} : { publishedOn: published }),
    ...(language === undefined ? {} : { language: language as Language }),
  };
}

function modeOf(text: string): Mode {
  const mode = modes.find((each) => each === text);
  if (mode === undefined) throw fail('command-usage', `--mode ${JSON.stringify(text)}: wanted one of ${modes.join(', ')}`);
  return mode;
}

/** One file per draft, in the form of `wasl record put`. What is missing is left out: the catalogue refuses the record until it is there. */
async function save(found: Intake, to: { readonly folder: string; readonly mode: Mode }): Promise<readonly string[]> {
  await mkdir(to.folder, { recursive: true });
  const files: string[] = [];
  for (const draft of found.drafts) {
    const file = join(to.folder, `${draft.draft}.json`);
    await writeNew(file, `${JSON.stringify({ type: draft.type, mode: to.mode, fields: draft.fields }, undefined, 2)}\n`);
    files.push(file);
  }
  return files;
}

function shown(found: Intake, source: string, saved: readonly string[]): string {
  const quote = ({ start, end }: { readonly start: number; readonly end: number }): string => source.slice(start, end).replace(/\s+/g, ' ');
  const lines = [
    `language ${found.language}${found.day === undefined ? ', no day of publication: relative dates stay open' : `, dates as of ${found.day}`}`,
    ...(found.note === undefined ? [] : [`NOTE: ${found.note}`]),
    ...found.drafts.flatMap((draft) => draftLines(draft, quote)),
    ...found.intentions.map((each) => `intention (${each.confidence} %) ${each.text}${flagText(each.flags)}`),
    ...(found.themes.length === 0 ? [] : [`themes: ${found.themes.map((theme) => theme.code).join(', ')}`]),
    ...(found.organisations.length === 0 ? [] : [`organisations: ${found.organisations.map((each) => each.name).join(', ')}`]),
    ...found.leftOut.map((each) => `left out, ${each.reason}: ${quote(each.span)}`),
    ...found.flags.map((flag) => `LOOK: ${flag.flag}${flag.printed === undefined ? '' : ` "${flag.printed}"`}`),
    `${found.local.names.length} personal name${found.local.names.length === 1 ? '' : 's'} found; names stay in the text and are in no draft`,
    ...saved.map((file) => `saved ${file}`),
    'Drafts only: check each against the text, complete it, then put it with "wasl record put".',
  ];
  return lines.join('\n');
}

function draftLines(draft: Draft, quote: (span: { readonly start: number; readonly end: number }) => string): readonly string[] {
  const where = draft.sources.map(
    ({ path, span, confidence }) => `    ${path} (${confidence} %) [${span.start}-${span.end}] ${quote(span)}`,
  );
  const missing = draft.missing.map(
    ({ unit, why, given, required }) =>
      `    ${required ? 'TO FILL' : 'to fill'} ${unit}: ${why}${given === undefined ? '' : ` (${given})`}`,
  );
  return [
    `${draft.draft} (${draft.confidence} %)${flagText(draft.flags)}`,
    ...Object.entries(draft.fields).map(([name, value]) => `  ${name}: ${JSON.stringify(value)}`),
    ...where,
    ...missing,
  ];
}

function flagText(flags: Draft['flags']): string {
  return flags.length === 0
    ? ''
    : ` LOOK: ${flags.map(({ flag, printed }) => (printed === undefined ? flag : `${flag} "${printed}"`)).join(', ')}`;
}
