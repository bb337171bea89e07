import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Whether the built page is at least as new as everything it is made from. */
function isFresh(folder: string): boolean {
  const page = join(folder, 'dist/index.html');
  if (!existsSync(page)) return false;
  const builtMs = statSync(page).mtimeMs;
  const sources = readdirSync(join(folder, 'src'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return sources.every((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs <= builtMs);
}

/** Builds the console when it was never built, or is older than its sources; the nodes serve it from apps/console/dist. Resolves also when the build fails: the API works without it. */
export async function ensureConsole(root: string, say: (line: string) => void): Promise<void> {
  const folder = join(root, 'apps/console');
  if (isFresh(folder)) return;
  say('console: building');
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
