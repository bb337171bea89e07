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
      const json = {
        logs,
        findings: [...findings],
        sound: findings.length === 0,
        ...(findings.length === 0 ? {} : { code: 'store-unsound' }),
      };
      const bad = ['wasl: store-unsound', ...findings].join('\n');
      io.tell({
        text: findings.length === 0 ? `sound: ${logs} logs` : bad,
        json,
        ...(findings.length === 0 ? {} : { exit: exitCodes.failed }),
      });
    });
}
