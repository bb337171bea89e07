import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';

/** What a figure must not be read without. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryMb: number;
  readonly os: string;
  readonly node: string;
  /** Commit measured; `+` when files had been changed since. */
  readonly commit: string;
}

function git(root: string, ...args: readonly string[]): string {
  try {
    return execFileSync('git', ['-C', root, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}

export function describeMachine(root: string): Machine {
  const processors = cpus();
  const changed = git(root, 'status', '--porcelain', '--untracked-files=no') === '' ? '' : '+';
  return {
    cpu: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryMb: Math.round(totalmem() / 1_048_576),
    os: `${type()} ${release()}`,
    node: process.version,
    commit: `${git(root, 'rev-parse', '--short', 'HEAD')}${changed}`,
  };
}

/** Load average of the last minute: above the number of cores somebody else was at work. */
export function loadNow(): number {
  return Math.round((loadavg()[0] ?? 0) * 100) / 100;
}

/** CPU milliseconds a process has used, all threads, user and system; NaN where /proc does not exist. Ticks of 10 ms. */
export function cpuMsOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return Number.NaN;
  }
}

/** Resident megabytes of a process; NaN where /proc does not exist. */
export function residentMbOf(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}
