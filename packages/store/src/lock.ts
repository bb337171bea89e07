import { existsSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { WaslError } from '@wasl/record';
import { fail } from './codes.ts';

/** Writes this process's id where a second opener looks for it. The lock itself is SQLite's; call this only when it is held. */
export function writeLock(file: string): void {
  writeFileSync(file, `${process.pid}\n`, { mode: 0o600 });
}

/** Removes what `writeLock` wrote. */
export function removeLock(file: string): void {
  if (existsSync(file)) unlinkSync(file);
}

/** `store-locked` with the process id that holds the store, as far as the lock file tells; any other failure as it is. */
export function nameHolder(error: unknown, file: string): unknown {
  if (!(error instanceof WaslError) || error.code !== 'store-locked') return error;
  const text = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  const pid = /^[1-9][0-9]{0,9}$/.test(text) ? Number(text) : undefined;
  const holder = pid === undefined ? 'another process' : `process ${pid}`;
  return fail('store-locked', `the store is open in ${holder}`, { cause: error, details: pid === undefined ? {} : { pid } });
}
