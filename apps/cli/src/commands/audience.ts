import type { AgencyId } from '@wasl/record';
import type { Command } from 'commander';
import { connect, type NodeOptions, need, withNode } from '../api/connect.ts';
import { plainJson } from '../api/ordered.ts';
import { example } from '../io/example.ts';
import { exitCodes, type Io } from '../io/io.ts';

type Why = NodeOptions & { readonly reason: string };

/** `wasl audience exclude|readmit|close`. */
export function add(program: Command, io: Io): void {
  const audience = program.command('audience').description('Who is sent what, changed by hand.');
  withNode(audience.command('exclude'))
    .argument('<agreement>', 'id of the arrangement')
    .argument('<agency>', 'agency that is sent nothing more but recalls')
    .description('Send an agency nothing more under an arrangement, at once. Its logs are closed; the others go on.')
    .requiredOption('--reason <text>', 'why; kept in the activity record')
    .addHelpText('after', example('wasl audience exclude ma-gb.major-events gb.police --reason "keys in doubt"'))
    .action(async (agreement: string, agency: string, options: Why) => {
      const client = await connect(io, options, 'duty');
      const done = need(await client.duties.excludeReader(agreement, { agency: agency as AgencyId, reason: options.reason }));
      io.tell({ text: `${agency} is sent nothing more under ${agreement}`, json: plainJson(done) });
    });
  withNode(audience.command('readmit'))
    .argument('<agreement>', 'id of the arrangement')
    .argument('<agency>', 'agency that was excluded')
    .description('Take an exclusion back; two officers must.')
    .requiredOption('--reason <text>', 'why; kept in the activity record')
    .addHelpText('after', example('wasl audience readmit ma-gb.major-events gb.police --reason "keys replaced" --user release'))
    .action(async (agreement: string, agency: string, options: Why) => {
      const client = await connect(io, options, 'release');
      const answer = need(await client.duties.readmitReader(agreement, { agency: agency as AgencyId, reason: options.reason }));
      const waiting = `${agency} stays excluded: ${answer.approvals} of ${answer.needed} officers agreed`;
      io.tell({
        text: answer.readmitted ? `${agency} is sent records under ${agreement} again` : waiting,
        json: plainJson(answer),
        ...(answer.readmitted ? {} : { exit: exitCodes.refused }),
      });
    });
  withNode(audience.command('close'))
    .argument('<log>', 'own log; the activity record names it where it was opened')
    .description('Close a log for good; its channel goes on in a new one.')
    .requiredOption('--reason <text>', 'why; kept in the activity record')
    .addHelpText('after', example('wasl audience close ma.police/… --reason drill'))
    .action(async (log: string, options: Why) => {
      const done = need(await (await connect(io, options, 'duty')).duties.closeLog(log, options.reason));
      io.tell({ text: `${log} is closed`, json: plainJson(done) });
    });
}
