import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { nodeProcess } from '@wasl/server';
import type { Command } from 'commander';
import { homeOf, homeOption, nodePassphrase } from '../home/open-home.ts';
import { example } from '../io/example.ts';
import { exitCodes, type Io } from '../io/io.ts';

const entry = fileURLToPath(new URL('../../../server/src/serve.ts', import.meta.url));

/** `wasl serve`. */
export function add(program: Command, io: Io): void {
  program
    .command('serve')
    .description('Run a node until Ctrl-C. The passphrase of its keys is typed, or comes from WASL_PASSPHRASE_FILE.')
    .option(homeOption[0], homeOption[1])
    .addHelpText('after', '\nWith --json each line of output is one JSON document: {step}, {ready} or {code, message, next}.')
    .addHelpText('after', example('WASL_PASSPHRASE_FILE=/run/secrets/wasl wasl serve --home /srv/wasl'))
    .action(async (options: { home?: string }) => {
      const home = homeOf(io, options.home);
      await home.config();
      const typed = io.interactive && (io.env['WASL_PASSPHRASE_FILE'] ?? '') === '' && !existsSync(home.path('passphrase'));
      const passphrase = typed ? await nodePassphrase(io, home) : undefined;
      const child = spawn(process.execPath, [...nodeProcess.flags, entry, home.folder], {
        stdio: [io.asJson ? 'pipe' : 'inherit', 'inherit', 'inherit', 'pipe'],
        env: {
          ...io.env,
          ...nodeProcess.environment,
          ...(io.asJson ? { WASL_CHILD: '1' } : {}),
          ...(passphrase === undefined ? {} : { WASL_PASSPHRASE_FD: '3' }),
        },
      });
      const end = child.stdio[3];
      if (end instanceof Writable) end.end(passphrase?.reveal() ?? '');
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
      const code = await new Promise<number>((resolve, reject) =>
        child.once('error', reject).once('exit', (exit) => resolve(exit ?? exitCodes.failed)),
      );
      if (code !== 0) process.exitCode = exitCodes.failed;
    });
}
