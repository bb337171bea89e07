import type { Command } from 'commander';
import { connect, type NodeOptions, need, withNode } from '../api/connect.ts';
import { example } from '../io/example.ts';
import type { Io } from '../io/io.ts';

/** `wasl suspend`. */
export function add(program: Command, io: Io): void {
  withNode(program.command('suspend'))
    .argument('<agreement>', 'id of the arrangement')
    .description('Suspend an arrangement at once. One officer can, alone.')
    .requiredOption('--reason <text>', 'why, kept in the activity record')
    .addHelpText('after', example('wasl suspend ma-gb.major-events --reason "key of the partner may be lost"'))
    .action(async (agreement: string, options: NodeOptions & { reason: string }) => {
      need(await (await connect(io, options)).suspend(agreement, options.reason));
      io.tell({ text: `${agreement} is suspended`, json: { agreement, suspended: true } });
    });
}
