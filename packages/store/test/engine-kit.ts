import { Buffer } from 'node:buffer';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Commit, HeldRecord } from '@wasl/node';
import { type RecordId, WaslError } from '@wasl/record';
import { afterAll } from 'vitest';
import { readRecord } from '../src/answer-codec.ts';
import { encodeCommit } from '../src/commit-codec.ts';
import { Engine, type EngineOptions } from '../src/engine/engine.ts';

/** The master key of test stores. */
export const masterKey: Uint8Array = new Uint8Array(32).fill(7);

const base = mkdtempSync(join(tmpdir(), 'wasl-engine-'));
let made = 0;
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** A path that does not exist yet, removed after the tests. */
export function freshPath(): string {
  made += 1;
  return join(base, String(made));
}

/** Opens the engine on this thread, its mark beside the folder. */
export function openEngine(folder: string, options: Partial<EngineOptions> = {}): Engine {
  return Engine.open({
    folder,
    unlock: { masterKey },
    markFile: `${folder}.mark`,
    cacheBytes: 1 << 20,
    keysPerPeriod: 16,
    keptIds: 20,
    ...options,
  });
}

/** Opens, runs, closes. */
export function withEngine<T>(folder: string, run: (engine: Engine) => T, options: Partial<EngineOptions> = {}): T {
  const engine = openEngine(folder, options);
  try {
    return run(engine);
  } finally {
    engine.close();
  }
}

/** Commits each in its own transaction; throws the first refusal. */
export function commitAll(engine: Engine, ...commits: readonly Commit[]): void {
  for (const commit of commits) {
    const [outcome] = engine.commit([encodeCommit(commit)]);
    if (outcome !== undefined) throw outcome;
  }
}

/** The code that `run` throws; 'none' when it returns, and whatever is no WaslError goes on. */
export function codeThrown(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof WaslError) return error.code;
    throw error;
  }
  return 'none';
}

/** The 32 bytes of a record id. */
export function bytesOf(id: RecordId): Buffer {
  return Buffer.from(id.slice(7), 'base64url');
}

/** A record read through the engine. */
export function recordOf(engine: Engine, id: RecordId): HeldRecord | undefined {
  const bytes = engine.record(bytesOf(id));
  return bytes === undefined ? undefined : readRecord(id, bytes);
}

/** Copies a folder or file. */
export function copy(from: string, to: string): void {
  if (!existsSync(from)) return;
  cpSync(from, to, { recursive: true, force: true });
}

/** Every file under the paths, with its bytes. */
export function filesUnder(...paths: readonly string[]): { readonly file: string; readonly bytes: Buffer }[] {
  return paths.flatMap((path) => {
    if (!existsSync(path)) return [];
    if (statSync(path).isFile()) return [{ file: path, bytes: readFileSync(path) }];
    return readdirSync(path).flatMap((name) => filesUnder(join(path, name)));
  });
}
