import type { Command } from 'commander';
import { connect, type NodeOptions, need, withNode } from '../api/connect.ts';
import { plainJson } from '../api/ordered.ts';
import { example } from '../io/example.ts';
import { exitCodes, type Io } from '../io/io.ts';

/** `wasl resume`. */
export function add(program: Command, io: Io): void {
  withNode(program.command('resume'))
    .argument('<agreement>', 'id of the arrangement')
    .description('Agree to resume a suspended arrangement; it goes on when enough officers have.')
    .addHelpText('after', example('wasl resume ma-gb.major-events --user release'))
    .action(async (agreement: string, options: NodeOptions) => {
      const answer = need(await (await connect(io, options, 'release')).resume(agreement));
      const waiting = `${agreement} stays suspended: ${answer.approvals} of ${answer.needed} officers agreed`;
      io.tell({
        text: answer.resumed ? `${agreement} is in force again` : waiting,
        json: plainJson(answer),
        ...(answer.resumed ? {} : { exit: exitCodes.refused }),
      });
    });
}
