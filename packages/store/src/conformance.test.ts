import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '@wasl/node';
import { storeConformance } from '@wasl/testkit/conformance';
import { afterAll } from 'vitest';
import { openStore } from './index.ts';

const base = mkdtempSync(join(tmpdir(), 'wasl-store-'));
const unlock = { masterKey: randomBytes(32) };
const folders = new WeakMap<Store, string>();
let made = 0;

async function openAt(folder: string): Promise<Store> {
  // A small period, so that the suite crosses many of them.
  const store = await openStore({ folder, unlock, keysPerPeriod: 16 });
  folders.set(store, folder);
  return store;
}

function freshPath(): string {
  made += 1;
  return join(base, String(made));
}

storeConformance('SQLite', {
  open: () => openAt(freshPath()),
  reopen: async (store) => {
    await store.close();
    return openAt(folders.get(store) ?? freshPath());
  },
  freshPath,
});

afterAll(() => rmSync(base, { recursive: true }));
