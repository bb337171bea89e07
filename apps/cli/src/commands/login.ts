import { createClient } from '@wasl/contract';
import type { Command } from 'commander';
import { addressFor, type NodeOptions, need } from '../api/connect.ts';
import { plainJson } from '../api/ordered.ts';
import { passphraseFrom } from '../home/open-home.ts';
import { example } from '../io/example.ts';
import type { Io } from '../io/io.ts';

/** `wasl login`. */
export function add(program: Command, io: Io): void {
  program
    .command('login')
    .argument('<name>', 'login name')
    .description('Open a session with a password and print its token, for WASL_TOKEN. Attempts are limited.')
    .option('--url <address>', 'address of the node (WASL_URL)')
    .option('--home <folder>', 'folder of the node, to take the address from (WASL_HOME)')
    .addHelpText('after', example('export WASL_TOKEN=$(wasl login amal --home /srv/wasl)'))
    .action(async (name: string, options: NodeOptions) => {
      const client = createClient({ baseUrl: await addressFor(io, options), fetch: globalThis.fetch });
      const password = await passphraseFrom(io, `Password of ${name}`, { variable: 'WASL_PASSWORD_FILE' });
      const session = need(await client.login(name, password.reveal()));
      io.say(`${session.user}: ${session.roles.join(', ')} at ${session.desk}, until ${session.expiresAt}`);
      io.tell({ text: session.token ?? '', json: plainJson(session) });
    });
}
