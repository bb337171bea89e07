import { openViews } from '@wasl/store';
import type { Command } from 'commander';
import { homeOf, homeOption, openHomeStore } from '../home/open-home.ts';
import { rebuildViews } from '../home/rebuild-views.ts';
import { example } from '../io/example.ts';
import type { Io } from '../io/io.ts';

/** `wasl rebuild`. */
export function add(program: Command, io: Io): void {
  program
    .command('rebuild')
    .description('Make the views of a stopped node again from its store.')
    .option(homeOption[0], homeOption[1])
    .addHelpText('after', example('wasl rebuild --home /srv/wasl'))
    .action(async (options: { home?: string }) => {
      const home = homeOf(io, options.home);
      await using opened = await openHomeStore(io, home);
      const views = await openViews({ file: home.path('views.db') });
      try {
        const records = await rebuildViews(opened.store, views);
        io.tell({ text: `rebuilt: ${records} records`, json: { records } });
      } finally {
        await views.close();
      }
    });
}
