import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { isRunning } from '../home/run-lock.ts';
import { readSettings } from './settings.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const { home } = readSettings(process.argv.slice(2), process.env, root);
if (await isRunning(home)) {
  process.stderr.write(`wasl: a demonstration is running from ${home}; stop it first (Ctrl-C), then reset again.\n`);
  process.exitCode = 1;
} else {
  await rm(home, { recursive: true, force: true });
  process.stdout.write(`wasl: ${home} is empty; the next start begins anew.\n`);
}
