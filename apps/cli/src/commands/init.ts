import { type Command, Option } from 'commander';
import { initNode } from '../home/init-node.ts';
import { officerOption } from '../home/officer-file.ts';
import { homeOption } from '../home/open-home.ts';
import { example } from '../io/example.ts';
import type { Io } from '../io/io.ts';
import { again } from '../io/wanted.ts';

/** `wasl init`. */
export function add(program: Command, io: Io): void {
  program
    .command('init')
    .description(
      "Make an agency's keys, authority and node; make the party's root, or add the agency to it. Asks at a terminal for what is left out.",
    )
    .option(homeOption[0], 'folder of the new node (WASL_HOME)')
    .option('--root <folder>', "folder of the party's root and its officers' key files; made when there is none")
    .option('--agency <id>', 'agency, such as ma.police')
    .addOption(new Option('--function <word>', 'what the agency is').choices(['police', 'defence', 'intelligence', 'border', 'civil']))
    .option('--desks <names>', 'desks of the agency', 'ops,oversight')
    .option('--api <host:port>', 'where console and API listen', '127.0.0.1:7101')
    .option('--exchange <host:port>', 'where the exchange with partners listens', '127.0.0.1:7201')
    .option('--reach <host:port>', 'address at which partners reach the exchange; where it listens when left out')
    .option('--officers <count>', 'officers of a new root', '3')
    .option('--threshold <count>', 'how many of them must sign', '2')
    .option(officerOption[0], 'officer who signs the agency into a root that exists')
    .option('--admin <name>', 'login name of one of the two first administrators; give it twice', again, [])
    .option('--demonstration', 'make a node that opens quickly and trusts unattended ceremonies; never for real work')
    .addHelpText(
      'after',
      `
Secrets are typed, or come from files: WASL_PASSPHRASE_FILE (the node's keys), WASL_OFFICER_PASSPHRASE_FILE (officers' keys),
WASL_ADMIN_PASSWORD_FILE (first passwords). An interrupted run can be started again.`,
    )
    .addHelpText(
      'after',
      example(
        'wasl init --home /srv/wasl --root /media/stick/root --agency ma.police --function police --desks ops,nfip,oversight \\',
        '    --exchange 0.0.0.0:7201 --reach wasl.police.example:7201 --admin amal --admin badr',
        'wasl init --home /srv/def --root /media/stick/root --agency ma.defence --function defence --officer officer-1.key',
      ),
    )
    .action(async (options) => io.tell(await initNode(io, options)));
}
