import type { Command } from 'commander';
import { ceremonyFolderOf, ceremonyOption, digitsOf, openCeremony, standing, stepIn } from '../home/ceremony-folder.ts';
import { beginCeremony, importFile } from '../home/ceremony-steps.ts';
import { stepped, typeDigits, walk } from '../home/ceremony-talk.ts';
import { officerOption, openOfficer } from '../home/officer-file.ts';
import { example } from '../io/example.ts';
import { readText } from '../io/files.ts';
import type { Io } from '../io/io.ts';
import { again, wanted } from '../io/wanted.ts';

interface StepOptions {
  readonly ceremony?: string;
  readonly officer?: string;
}

const imported: Readonly<Record<string, string>> = {
  bundle: "the partner's bundle agrees with itself; nothing is trusted yet",
  'peer-line': "the partner's line has the same digest",
  signature: "the partner's signatures are good",
};

/** `wasl join begin|import|fingerprint|status|abort|walk`. */
export function add(program: Command, io: Io): void {
  const join = program
    .command('join')
    .description('Join a partner: bundles, digits typed by two officers on each side, then an arrangement ("wasl agreement").')
    .addHelpText('after', '\nThe whole ceremony, step by step: docs/guides/install-a-node.md');
  join
    .command('begin')
    .description("Make this side's bundle (roots, agencies, authorities) and begin a ceremony with it.")
    .option('--root <folder>', "folder of the party's root")
    .option(ceremonyOption[0], ceremonyOption[1])
    .option(officerOption[0], officerOption[1])
    .option('--for <file>', 'arrangement that this is for: its record types are declared known, those without a form here are named')
    .addHelpText(
      'after',
      example('wasl join begin --root /media/stick/root --ceremony join-gb --officer officer-1.key --for major-events.json'),
    )
    .action(async (options: StepOptions & { root?: string; for?: string }) => {
      const root = await wanted(io, options.root, { option: '--root', question: "folder of the party's root" });
      const folder = await ceremonyFolderOf(io, options.ceremony);
      const draft = options.for === undefined ? {} : { draft: await readText(options.for) };
      const begun = await beginCeremony(folder, { root, officer: await openOfficer(io, options.officer), ...draft });
      const digits = digitsOf(begun.state);
      const done = [`ceremony of ${begun.state.party} begun in ${folder}`, `your digits, to be read to them: ${digits}`];
      const { formless } = begun;
      if (formless.length > 0)
        done.push(`this version can neither make nor show records of these types of the arrangement: ${formless.join(', ')}`);
      io.tell(stepped(done.join('\n'), begun, { fingerprint: digits, formless: formless.join(' ') }));
    });
  addSteps(join, io);
  join
    .command('status')
    .description('Where the ceremony stands, your own digits, and what comes next.')
    .option(ceremonyOption[0], ceremonyOption[1])
    .addHelpText('after', example('wasl join status --ceremony join-gb'))
    .action(async (options: StepOptions) => {
      const { state } = await openCeremony(io, options.ceremony);
      const { lines, json } = standing(state);
      io.tell({ text: lines.join('\n'), json });
    });
  join
    .command('walk')
    .description('Go through the ceremony at a terminal: it asks for each file, officer and digit, and can be left between two steps.')
    .option(ceremonyOption[0], ceremonyOption[1])
    .addHelpText('after', example('wasl join walk --ceremony join-gb'))
    .action(async (options: StepOptions) => io.tell(await walk(io, await ceremonyFolderOf(io, options.ceremony))));
}

function addSteps(join: Command, io: Io): void {
  join
    .command('import')
    .argument('<file>', "the partner's bundle, log line or signatures")
    .description('Take in a file of the partner; which of its steps it belongs to is found out and checked.')
    .option(ceremonyOption[0], ceremonyOption[1])
    .option(officerOption[0], officerOption[1])
    .addHelpText('after', example('wasl join import gb-bundle --ceremony join-gb --officer officer-1.key'))
    .action(async (file: string, options: StepOptions) => {
      const ceremony = await openCeremony(io, options.ceremony);
      const after = await importFile(ceremony, file, await openOfficer(io, options.officer));
      io.tell(stepped(imported[after.step] ?? after.step, after, { step: after.step }));
    });
  join
    .command('fingerprint')
    .description(
      'Type the sixty digits that the partner reads to you. Two officers do, one after the other; three wrong ones end the ceremony.',
    )
    .option(ceremonyOption[0], ceremonyOption[1])
    .option('--typed-by <file>', 'key file of the officer who types; may be given again', again, [])
    .option('--fingerprint <digits>', 'the digits, once for each --typed-by; typed at a terminal when left out', again, [])
    .addHelpText(
      'after',
      example(
        'wasl join fingerprint --ceremony join-gb --typed-by officer-1.key',
        'wasl join fingerprint --ceremony join-gb --typed-by officer-2.key',
      ),
    )
    .action(async (options: StepOptions & { typedBy: readonly string[]; fingerprint: readonly string[] }) => {
      const after = await typeDigits(io, await openCeremony(io, options.ceremony), options);
      const typed = after.state.typedBy.length;
      io.tell(
        stepped(typed >= 2 ? 'two officers typed the digits of the partner' : 'one officer typed the digits; a second one must', after, {
          typed,
        }),
      );
    });
  join
    .command('abort')
    .description('End the ceremony. Nothing comes into force; the log stays.')
    .option(ceremonyOption[0], ceremonyOption[1])
    .option(officerOption[0], officerOption[1])
    .requiredOption('--reason <text>', 'why; the log keeps its digest')
    .addHelpText('after', example('wasl join abort --ceremony join-gb --officer officer-1.key --reason "digits differ twice"'))
    .action(async (options: StepOptions & { reason: string }) => {
      const ceremony = await openCeremony(io, options.ceremony);
      const officer = await openOfficer(io, options.officer);
      io.tell(stepped('the ceremony is ended', await stepIn(ceremony, { step: 'abort', officer, reason: options.reason })));
    });
}
