import { type DeskId, type Mode, modes, parseDeskId } from '@wasl/record';
import { type Command, Option } from 'commander';
import { connect, type NodeOptions, need, withNode } from '../api/connect.ts';
import { plainJson } from '../api/ordered.ts';
import { example } from '../io/example.ts';
import type { Io } from '../io/io.ts';

type Asked = NodeOptions & { readonly desk?: string; readonly mode?: Mode; readonly side?: 'ours' | 'theirs' };

/** `wasl due`. */
export function add(program: Command, io: Io): void {
  withNode(program.command('due'))
    .description(
      'What needs somebody, the nearest to breach first: deadlines, open questions, divergence, what rests on records that fell.',
    )
    .option('--desk <desk>', 'of this desk, and what has none')
    .addOption(new Option('--mode <mode>', 'of this mode').choices([...modes]))
    .addOption(new Option('--side <side>', 'this agency’s turn, or a partner’s that it waits for').choices(['ours', 'theirs']))
    .addHelpText('after', example('wasl due --desk ma.police/ops'))
    .action(async (options: Asked) => {
      const desk: DeskId | undefined = options.desk === undefined ? undefined : parseDeskId(options.desk);
      const of = {
        ...(desk === undefined ? {} : { desk }),
        ...(options.mode === undefined ? {} : { mode: options.mode }),
        ...(options.side === undefined ? {} : { side: options.side }),
      };
      const { due } = need(await (await connect(io, options, 'duty')).work.due(of));
      const lines = due.map(
        (item) =>
          `${item.dueAt}  ${item.state.padEnd(7)}  ${item.side === 'ours' ? (item.desk ?? item.agency) : `waits for ${item.desk ?? item.agency}`}  ${item.type} ${item.code}  ${item.record ?? item.subject ?? ''}`,
      );
      io.tell({ text: lines.join('\n') || 'nothing waits', json: plainJson(due) });
    });
}
