import { enableCompileCache } from 'node:module';
import { terminalIo } from './io/terminal.ts';
import { run } from './run.ts';

enableCompileCache();
// A closed pipe (`wasl record list | head`) is no failure of the command.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
const args = process.argv.slice(2);
await run(args, terminalIo(args.includes('--json')));
