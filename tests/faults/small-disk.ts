import { execFileSync } from 'node:child_process';
import { mkdirSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file system of its own in memory, small enough to be filled. */
export interface SmallDisk {
  readonly folder: string;
  /** Takes room until so many bytes are left. */
  fill(leftBytes: number): void;
  /** Gives back what `fill` took. */
  free(): void;
  close(): void;
}

/** Mounts one of `megabytes` in `folder`; undefined where nobody lets us. */
export function smallDisk(folder: string, megabytes: number): SmallDisk | undefined {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill(leftBytes) {
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - leftBytes)));
    },
    free() {
      writeFileSync(ballast, '');
    },
    close() {
      // Lazily: a process that was just killed may still have it open.
      execFileSync('umount', ['-l', folder], { stdio: 'ignore' });
    },
  };
}
