import type { HoldGround } from '@wasl/contract';
import { parseRecordId } from '@wasl/record';
import { type Command, Option } from 'commander';
import { connect, type NodeOptions, need, withNode } from '../api/connect.ts';
import { plainJson } from '../api/ordered.ts';
import { example } from '../io/example.ts';
import { exitCodes, type Io } from '../io/io.ts';

type Why = NodeOptions & { readonly reason: string };

/** `wasl hold place|lift|list|read`. */
export function add(program: Command, io: Io): void {
  const hold = program.command('hold').description('Records that the law of this agency makes it keep, whatever is ordered or ends.');
  withNode(hold.command('place'))
    .argument('<id>', 'record id')
    .description('Keep a record until a date.')
    .addOption(
      new Option('--ground <ground>', 'on which ground')
        .choices(['disclosure', 'inquiry', 'public-records', 'court', 'other'])
        .makeOptionMandatory(),
    )
    .requiredOption('--until <instant>', 'RFC 3339, UTC: 2031-01-01T00:00:00Z')
    .requiredOption('--reason <text>', 'why; kept in the activity record')
    .addHelpText('after', example('wasl hold place sha256:… --ground court --until 2031-01-01T00:00:00Z --reason "order 12/30"'))
    .action(async (id: string, options: Why & { ground: HoldGround; until: string }) => {
      const { ground, until, reason } = options;
      const client = await connect(io, options, 'oversight');
      const done = need(await client.duties.placeHold(parseRecordId(id), { ground, until, reason }));
      io.tell({ text: `${id} is kept until ${until}`, json: plainJson(done) });
    });
  withNode(hold.command('lift'))
    .argument('<id>', 'record id')
    .description('End a hold before its date; what it kept off is carried out.')
    .requiredOption('--reason <text>', 'why; kept in the activity record')
    .addHelpText('after', example('wasl hold lift sha256:… --reason "the court has closed the case"'))
    .action(async (id: string, options: Why) => {
      const client = await connect(io, options, 'oversight');
      const done = need(await client.duties.liftHold(parseRecordId(id), options.reason));
      io.tell({ text: `the hold on ${id} has ended`, json: plainJson(done) });
    });
  withNode(hold.command('list'))
    .description('Holds that stand.')
    .addHelpText('after', example('wasl hold list --user oversight'))
    .action(async (options: NodeOptions) => {
      const { holds } = need(await (await connect(io, options, 'oversight')).duties.holds());
      const lines = holds.map((each) => `${each.record}  ${each.ground}  until ${each.until}`);
      io.tell({ text: lines.join('\n') || 'no hold stands', json: plainJson(holds) });
    });
  withNode(hold.command('read'))
    .argument('<id>', 'record id')
    .description('Read what a hold keeps, as oversight: the second officer within the hour is answered with it.')
    .requiredOption('--reason <text>', 'why; kept in the activity record')
    .addHelpText('after', example('wasl hold read sha256:… --reason "asked by the court, order 12/30"'))
    .action(async (id: string, options: Why) => {
      const client = await connect(io, options, 'oversight');
      const answer = need(await client.duties.readRetained(parseRecordId(id), options.reason));
      const { approvals, needed, record } = answer;
      if (record === undefined)
        io.tell({ text: `${approvals} of ${needed} officers asked`, json: plainJson(answer), exit: exitCodes.refused });
      else io.tell({ text: JSON.stringify(record, undefined, 2), json: plainJson(answer) });
    });
}
