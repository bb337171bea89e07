import { type Mode, modes, parseRecordId, parseSubjectId } from '@wasl/record';
import { type Command, Option } from 'commander';
import { connect, type NodeOptions, need, withNode } from '../api/connect.ts';
import { plainJson } from '../api/ordered.ts';
import { example } from '../io/example.ts';
import type { Io } from '../io/io.ts';

/** `wasl subject show|ladder|derivation`. */
export function add(program: Command, io: Io): void {
  const subject = program.command('subject').description('What records say together: statements, divergence, ladders, derivation.');
  withNode(subject.command('show'))
    .argument('<subject>', 'subject id')
    .description('Each agency’s statement, and where they differ.')
    .addOption(new Option('--mode <mode>', 'of this mode').choices([...modes]))
    .addHelpText('after', example('wasl subject show AAAAAAAAAAAAAAAAAAAAAA --json'))
    .action(async (id: string, options: NodeOptions & { readonly mode?: Mode }) => {
      const client = await connect(io, options, 'duty');
      const view = need(await client.work.subject(parseSubjectId(id), options.mode === undefined ? {} : { mode: options.mode }));
      const lines = view.types.flatMap((part) => [
        `${part.type}, opened by ${part.owner}`,
        ...part.merged.flatMap((unit) =>
          unit.values.map(({ value, agencies }) => `  ${unit.unit}: ${JSON.stringify(value)}  (${agencies.join(', ')})`),
        ),
        ...part.divergence.map(
          ({ unit, path, values, settlement }) =>
            `  ! ${unit}${path === '' ? '' : ` ${path}`}: ${values.map(({ agency, value }) => `${agency} says ${JSON.stringify(value)}`).join('; ')}${settlement === undefined ? '' : settlement.awaits.length === 0 ? ' (closed by a joint decision)' : ` (a decision awaits ${settlement.awaits.join(', ')})`}`,
        ),
      ]);
      io.tell({ text: lines.join('\n'), json: plainJson(view) });
    });
  withNode(subject.command('ladder'))
    .argument('<id>', 'record id')
    .description('Where each desk stands with a record, and its clocks.')
    .addHelpText('after', example('wasl subject ladder sha256:…'))
    .action(async (id: string, options: NodeOptions) => {
      const view = need(await (await connect(io, options, 'duty')).work.ladder(parseRecordId(id)));
      const lines = [
        ...view.ladders.map(
          ({ desk, state, unread, unacknowledged, unanswered }) =>
            `${desk}  ${state}${unread ? '  NOT READ' : ''}${unacknowledged ? '  NOT ACKNOWLEDGED' : ''}${unanswered ? '  NOT ANSWERED' : ''}`,
        ),
        ...view.clocks.map(
          ({ clock, desk, agency, dueAt, state, late }) => `${clock}  ${desk ?? agency}  ${state}  due ${dueAt}${late ? '  LATE' : ''}`,
        ),
      ];
      io.tell({ text: lines.join('\n') || 'nobody is asked for anything', json: plainJson(view) });
    });
  withNode(subject.command('derivation'))
    .argument('<id>', 'record id')
    .description('What was made from a record, what was done because it fell, and what it rests on that fell.')
    .addHelpText('after', example('wasl subject derivation sha256:…'))
    .action(async (id: string, options: NodeOptions) => {
      const view = need(await (await connect(io, options, 'duty')).work.derivation(parseRecordId(id)));
      const lines = [
        ...view.consequences.flatMap(({ act, reached }) => [
          `${act.by} ${act.rel}: ${reached.length} reached`,
          ...reached.map(
            (one) => `  ${one.measure.padEnd(9)}  ${one.id}  ${one.type}${one.issuer === undefined ? '' : ` of ${one.issuer}`}`,
          ),
        ]),
        ...view.fallen.map(({ source, acts }) => `! rests on ${source}, which ${acts.map(({ by, rel }) => `${by} ${rel}`).join(', ')}`),
      ];
      io.tell({ text: lines.join('\n') || `${view.derived.length} made from it; nothing fell`, json: plainJson(view) });
    });
}
