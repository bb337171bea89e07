import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../codes.ts';

const name = 'running.pid';

/** Whether a process that wrote its number here is alive. */
export async function isRunning(folder: string): Promise<boolean> {
  const text = await readFile(join(folder, name), 'utf8').catch(() => undefined);
  return text !== undefined && alive(Number(text));
}

/** Says that this process runs from the folder; throws `already-running` when another does. The result takes it back. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (await isRunning(folder)) {
    throw fail('already-running', `${folder} is in use by process ${(await readFile(join(folder, name), 'utf8')).trim()}`);
  }
  await writeFile(join(folder, name), String(process.pid));
  return () => rm(join(folder, name), { force: true });
}

function alive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
