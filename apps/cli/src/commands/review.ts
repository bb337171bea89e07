import { parseRecordId } from '@wasl/record';
import { type Command, Option } from 'commander';
import { connect, type NodeOptions, need, withNode } from '../api/connect.ts';
import { plainJson } from '../api/ordered.ts';
import { example } from '../io/example.ts';
import type { Io } from '../io/io.ts';

type Done = NodeOptions & { readonly outcome: 'confirmed' | 'objected'; readonly reason: string };

/** `wasl review list|done`. */
export function add(program: Command, io: Io): void {
  const review = program.command('review').description('Emergency releases that a second officer looks at within 24 hours.');
  withNode(review.command('list'))
    .description('Releases that wait for their review, the oldest first.')
    .addHelpText('after', example('wasl review list --user oversight'))
    .action(async (options: NodeOptions) => {
      const { reviews } = need(await (await connect(io, options, 'release')).duties.reviews());
      const lines = reviews.map(
        (each) => `${each.record}  ${each.type}  by ${each.desk}  ${each.overdue ? 'OVERDUE since' : 'due'} ${each.dueAt}`,
      );
      io.tell({ text: lines.join('\n') || 'nothing waits for a review', json: plainJson(reviews) });
    });
  withNode(review.command('done'))
    .argument('<id>', 'record id')
    .description('Confirm an emergency release or object to it.')
    .addOption(new Option('--outcome <outcome>', 'what the review came to').choices(['confirmed', 'objected']).makeOptionMandatory())
    .requiredOption('--reason <text>', 'why; kept in the activity record')
    .addHelpText('after', example('wasl review done sha256:… --outcome confirmed --reason "right and enough" --user oversight'))
    .action(async (id: string, options: Done) => {
      const { outcome, reason } = options;
      const client = await connect(io, options, 'release');
      const done = need(await client.duties.review(parseRecordId(id), { outcome, reason }));
      io.tell({ text: `${id}: ${outcome}`, json: plainJson(done) });
    });
}
