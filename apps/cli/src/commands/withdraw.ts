import type { WithdrawReason } from '@wasl/contract';
import { parseRecordId } from '@wasl/record';
import { type Command, Option } from 'commander';
import { connect, type NodeOptions, need, withNode } from '../api/connect.ts';
import { orderedOutcome } from '../api/ordered.ts';
import { example } from '../io/example.ts';
import type { Io } from '../io/io.ts';

/** `wasl withdraw`. */
export function add(program: Command, io: Io): void {
  withNode(program.command('withdraw'))
    .argument('<id>', 'record id')
    .description('Withdraw a record at every recipient.')
    .addOption(
      new Option('--reason <reason>', 'why').choices(['error', 'superseded', 'source-withdrew', 'rights', 'other']).makeOptionMandatory(),
    )
    .addHelpText('after', example('wasl withdraw sha256:… --reason error --user release'))
    .action(async (id: string, options: NodeOptions & { reason: WithdrawReason }) => {
      const client = await connect(io, options, 'release');
      io.tell(orderedOutcome(need(await client.withdraw(parseRecordId(id), options.reason))));
    });
}
