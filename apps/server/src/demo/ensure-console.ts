import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Builds the console when it was never built; the nodes serve it from apps/console/dist. Resolves also when the build fails: the API works without it. */
export async function ensureConsole(root: string, say: (line: string) => void): Promise<void> {
  const folder = join(root, 'apps/console');
  if (existsSync(join(folder, 'dist/index.html'))) return;
  say('console: building, once');
  const code = await new Promise<number>((resolve) => {
    const child = spawn(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error'], {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('exit', (exit) => resolve(exit ?? 1));
    child.once('error', () => resolve(1));
  });
  say(code === 0 ? 'console: built' : 'console: could not be built; the API works without it');
}
