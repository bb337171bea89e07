import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { restoreStore } from '@wasl/store';
import type { Command } from 'commander';
import { plainJson } from '../api/ordered.ts';
import { homeOf, homeOption, openHomeStore } from '../home/open-home.ts';
import { example } from '../io/example.ts';
import type { Io } from '../io/io.ts';

/** `wasl restore`. */
export function add(program: Command, io: Io): void {
  program
    .command('restore')
    .argument('<folder>', 'folder that "wasl backup" wrote')
    .description('Make a store again from a backup and the current keys. Every own log then counts as restored.')
    .option(homeOption[0], homeOption[1])
    .option('--keys <folder>', 'folder of the keys; left out when those in the home survived')
    .addHelpText('after', example('wasl restore /backup/2030-06-13 --keys /media/stick/keys-2030-06-13 --home /srv/wasl'))
    .action(async (folder: string, options: { home?: string; keys?: string }) => {
      const home = homeOf(io, options.home);
      const { keys } = options;
      await restoreStore({
        backup: join(folder, 'store'),
        folder: home.path('store'),
        ...(keys === undefined ? {} : { keys: join(keys, 'record-keys') }),
      });
      await mkdir(home.folder, { recursive: true, mode: 0o700 });
      // What the home still holds is newer than the backup and stays.
      await cp(join(folder, 'home'), home.folder, { recursive: true, force: false });
      if (existsSync(join(folder, 'attachments')))
        await cp(join(folder, 'attachments'), home.path('attachments'), { recursive: true, force: false });
      if (keys !== undefined) {
        await cp(join(keys, 'keys.sealed'), home.path('keys.sealed'), { force: false });
        const accounts = join(keys, 'accounts.json');
        await mkdir(home.path('officers'), { recursive: true, mode: 0o700 });
        if (existsSync(accounts)) await cp(accounts, home.path('officers', 'accounts.json'), { force: false });
      }
      await using opened = await openHomeStore(io, home);
      const { mismatches } = opened.store;
      const lines = mismatches.map(
        (each) => `  ${each.origin}: mark ${each.mark?.size ?? 'absent'}, backup ${each.database?.size ?? 'absent'}`,
      );
      const note = `${mismatches.length} own log(s) count as restored; none of them is signed again until their past readers have answered or a new epoch is open:`;
      io.tell({ text: [`restored into ${home.folder}`, note, ...lines].join('\n'), json: plainJson({ home: home.folder, mismatches }) });
    });
}
