import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { homeOf, homeOption } from '../home/open-home.ts';
import { example } from '../io/example.ts';
import { exitCodes, type Io } from '../io/io.ts';

const entry = fileURLToPath(new URL('../../../server/src/serve.ts', import.meta.url));

/** `wasl serve`. */
export function add(program: Command, io: Io): void {
  program
    .command('serve')
    .description('Run a node until Ctrl-C. The passphrase comes from WASL_PASSPHRASE_FILE.')
    .option(homeOption[0], homeOption[1])
    .addHelpText('after', example('WASL_PASSPHRASE_FILE=/run/secrets/wasl wasl serve --home /srv/wasl'))
    .action(async (options: { home?: string }) => {
      const home = homeOf(io, options.home);
      await home.config();
      const child = spawn(process.execPath, [entry, home.folder], { stdio: 'inherit', env: { ...io.env } });
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
      const code = await new Promise<number>((resolve, reject) =>
        child.once('error', reject).once('exit', (exit) => resolve(exit ?? exitCodes.failed)),
      );
      if (code !== 0) process.exitCode = exitCodes.failed;
    });
}
