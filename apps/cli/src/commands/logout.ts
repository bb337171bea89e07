import type { Command } from 'commander';
import { connect, type NodeOptions, need } from '../api/connect.ts';
import { example } from '../io/example.ts';
import type { Io } from '../io/io.ts';

/** `wasl logout`. */
export function add(program: Command, io: Io): void {
  program
    .command('logout')
    .description('End the session of WASL_TOKEN.')
    .option('--url <address>', 'address of the node (WASL_URL)')
    .option('--home <folder>', 'folder of the node, to take the address from (WASL_HOME)')
    .option('--token <token>', 'token of the session (WASL_TOKEN)')
    .addHelpText('after', example('wasl logout --home /srv/wasl'))
    .action(async (options: NodeOptions) => {
      need(await (await connect(io, options)).closeSession());
      io.tell({ text: 'the session is ended', json: { ended: true } });
    });
}
