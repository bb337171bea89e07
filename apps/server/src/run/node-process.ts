/**
 * How the process of a node is started, for two cores: one helper thread of the runtime, because more of them only take turns with the
 * node's own; few malloc arenas; and the collector at hand, so that an idle node gives back what starting needed
 * (`giveBackStartMemory`).
 */
export const nodeProcess = {
  flags: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=16', '--v8-pool-size=1', '--expose-gc'],
  environment: { MALLOC_ARENA_MAX: '2' },
} as const;
