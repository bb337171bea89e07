import type { StandingView } from '@wasl/contract';
import type { Mode, SubjectId } from '@wasl/record';
import { type Command, Option } from 'commander';
import { connect, type NodeOptions, need, withNode } from '../api/connect.ts';
import { plainJson } from '../api/ordered.ts';
import { example } from '../io/example.ts';
import type { Io } from '../io/io.ts';

type Why = NodeOptions & { readonly reason: string };

interface Proposal extends Why {
  readonly type: string;
  readonly mode: Mode;
  readonly purpose: string;
  readonly agreement: string;
  readonly incident: string;
  readonly hours: string;
}

function line(each: StandingView): string {
  const state = each.until === undefined ? `${each.approvals} of ${each.needed} officers` : `until ${each.until}`;
  return `${each.id}  ${each.type} for ${each.purpose} to ${each.readers.join(', ')}  incident ${each.incident}  ${state}`;
}

/** `wasl standing propose|approve|end|list`. */
export function add(program: Command, io: Io): void {
  const standing = program
    .command('standing')
    .description('Approvals of two officers that stand up to 12 hours for one type, audience and incident.');
  withNode(standing.command('propose'))
    .description('Propose an approval; counts as the first of two. Who approved cannot be who asks for a release under it.')
    .requiredOption('--type <type>', 'record type')
    .addOption(new Option('--mode <mode>', 'mode').choices(['actual', 'exercise', 'system', 'test']).makeOptionMandatory())
    .requiredOption('--purpose <purpose>', 'purpose of release')
    .requiredOption('--agreement <id>', 'arrangement whose audience is meant')
    .requiredOption('--incident <subject>', 'subject of the incident')
    .requiredOption('--hours <number>', '1 to 12')
    .requiredOption('--reason <text>', 'why; kept in the activity record')
    .addHelpText(
      'after',
      example(
        'wasl standing propose --type alert --mode exercise --purpose public-alert --agreement ma-gb.major-events --incident … --hours 8 --reason night',
      ),
    )
    .action(async (options: Proposal) => {
      const { type, mode, purpose, agreement, incident, hours, reason } = options;
      const client = await connect(io, options, 'release');
      const draft = { type, mode, purpose, agreement, incident: incident as SubjectId, hours: Number(hours), reason };
      const made = need(await client.duties.proposeStanding(draft));
      io.tell({ text: line(made), json: plainJson(made) });
    });
  withNode(standing.command('approve'))
    .argument('<id>', 'standing approval')
    .description('Approve it as the second officer: it stands from now.')
    .requiredOption('--reason <text>', 'why; kept in the activity record')
    .addHelpText('after', example('wasl standing approve Zm9vYmFyYmF6cXV4MTIzNA --reason "for the night of the match"'))
    .action(async (id: string, options: Why) => {
      const made = need(await (await connect(io, options, 'liaison')).duties.approveStanding(id, options.reason));
      io.tell({ text: line(made), json: plainJson(made) });
    });
  withNode(standing.command('end'))
    .argument('<id>', 'standing approval')
    .description('End it alone and at once.')
    .requiredOption('--reason <text>', 'why; kept in the activity record')
    .addHelpText('after', example('wasl standing end Zm9vYmFyYmF6cXV4MTIzNA --reason "the night is over"'))
    .action(async (id: string, options: Why) => {
      const done = need(await (await connect(io, options, 'duty')).duties.endStanding(id, options.reason));
      io.tell({ text: `${id} has ended`, json: plainJson(done) });
    });
  withNode(standing.command('list'))
    .description('Approvals that stand, and proposed ones.')
    .addHelpText('after', example('wasl standing list --user duty'))
    .action(async (options: NodeOptions) => {
      const { standing: found } = need(await (await connect(io, options, 'duty')).duties.standing());
      io.tell({ text: found.map(line).join('\n') || 'no approval stands', json: plainJson(found) });
    });
}
