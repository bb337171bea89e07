import type { Command } from 'commander';
import { homeOf, homeOption, openHomeStore } from '../home/open-home.ts';
import { example } from '../io/example.ts';
import { exitCodes, type Io } from '../io/io.ts';

/** `wasl fsck`. */
export function add(program: Command, io: Io): void {
  program
    .command('fsck')
    .description('Check every record, leaf, root, mark and key of the store of a stopped node. It changes nothing.')
    .option(homeOption[0], homeOption[1])
    .addHelpText('after', example('wasl fsck --home /srv/wasl'))
    .action(async (options: { home?: string }) => {
      await using opened = await openHomeStore(io, homeOf(io, options.home));
      const findings = await opened.store.verify();
      const logs = (await opened.store.heads()).length;
      const sound = findings.length === 0;
      const restored = opened.store.mismatches.map((each) => each.origin);
      const notes =
        restored.length === 0 ? [] : [`${restored.length} own log(s) count as restored, and are not signed again:`, ...restored];
      io.tell({
        text: [...(sound ? [`sound: ${logs} logs`] : ['wasl: store-unsound', ...findings]), ...notes].join('\n'),
        json: { logs, findings: [...findings], restored, sound, ...(sound ? {} : { code: 'store-unsound' }) },
        ...(sound ? {} : { exit: exitCodes.failed }),
      });
    });
}
