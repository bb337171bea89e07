import { Command, CommanderError } from 'commander';
import { fail } from './codes.ts';
import { commandRows } from './commands.ts';
import { example } from './io/example.ts';
import { exitCodes, type Io } from './io/io.ts';
import { failureOutcome } from './io/problem.ts';

const version = '0.1.0';

/** The program with every name in its help and the commands that are wanted loaded: one by its name, or all of them. */
export async function programFor(wanted: string | 'all' | undefined, io: Io, help: (text: string) => void): Promise<Command> {
  const program = new Command('wasl')
    .description('Nodes of agencies of different countries exchange verifiable records under a signed arrangement.')
    .version(version)
    .option('--json', 'print one JSON document instead of text')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: help,
      writeErr: (text) => io.say(text.trimEnd()),
      outputError: () => undefined,
    })
    .exitOverride()
    .addHelpText(
      'after',
      example('wasl status --url http://127.0.0.1:7101 --user duty', 'wasl verify bundle.json --root ma="12345 67890 …"'),
    )
    .addHelpText('after', '\nExit codes: 0 done, 1 could not be done, 2 wrong usage, 3 refused. Codes: docs/reference/errors.md');
  for (const row of commandRows) {
    if (wanted === 'all' || row.name === wanted) (await row.load()).add(program, io);
    else program.command(row.name).description(row.summary);
  }
  return program;
}

/** Runs one command line. Sets the exit code through `io`; never rejects. */
export async function run(args: readonly string[], io: Io): Promise<void> {
  let help = '';
  try {
    const program = await programFor(
      args.find((arg) => commandRows.some((row) => row.name === arg)),
      io,
      (text) => {
        help += text;
      },
    );
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) {
      io.tell({ text: help, json: { help } });
      return;
    }
    if (error instanceof CommanderError && error.code === 'commander.help') {
      io.tell({ text: '', json: null, exit: exitCodes.usage });
      return;
    }
    const shown = error instanceof CommanderError ? fail('command-usage', error.message.replace(/^error: /, '')) : error;
    const outcome = await failureOutcome(shown, io.env['WASL_DEBUG'] === '1');
    if (io.asJson) io.tell(outcome);
    else {
      io.say(outcome.text);
      io.tell({ text: '', json: null, ...(outcome.exit === undefined ? {} : { exit: outcome.exit }) });
    }
  }
}
