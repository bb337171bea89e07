import { tmpdir } from 'node:os';
import { storeConformance } from '../conformance/index.ts';
import { MemoryStore } from './memory-store.ts';

let paths = 0;

storeConformance('memory', {
  open: async () => new MemoryStore(),
  // What a memory store keeps is itself.
  reopen: async (store) => store,
  freshPath: () => {
    paths += 1;
    return `${tmpdir()}/memory-backup-${paths}`;
  },
});
