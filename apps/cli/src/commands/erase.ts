import type { EraseGround } from '@wasl/contract';
import { parseRecordId } from '@wasl/record';
import { type Command, Option } from 'commander';
import { connect, type NodeOptions, need, withNode } from '../api/connect.ts';
import { orderedOutcome } from '../api/ordered.ts';
import { example } from '../io/example.ts';
import type { Io } from '../io/io.ts';

/** `wasl erase`. */
export function add(program: Command, io: Io): void {
  withNode(program.command('erase'))
    .argument('<id>', 'record id')
    .description('Erase the content of a record at every recipient. The entry without content stays.')
    .addOption(new Option('--ground <ground>', 'on which ground').choices(['retention', 'rights', 'order', 'error']).makeOptionMandatory())
    .addHelpText('after', example('wasl erase sha256:… --ground rights --user release'))
    .action(async (id: string, options: NodeOptions & { ground: EraseGround }) => {
      const client = await connect(io, options, 'release');
      io.tell(orderedOutcome(need(await client.erase(parseRecordId(id), options.ground))));
    });
}
