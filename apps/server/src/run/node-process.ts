/**
 * How the process of a node is started. Young generations of 32 MB halve the collector's share under load; an idle node gives the memory
 * back (`giveBackStartMemory`), and few malloc arenas keep the rest small.
 */
export const nodeProcess = {
  flags: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=32', '--expose-gc'],
  environment: { MALLOC_ARENA_MAX: '2' },
} as const;
