/**
 * How the process of a node is started. Two cores and little memory are the rule where nodes stand: small young generations, few threads
 * and few malloc arenas save 40 MB of an idle node, giving back what starting needed another 25.
 */
export const nodeProcess = {
  flags: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=8', '--v8-pool-size=1', '--expose-gc'],
  environment: { MALLOC_ARENA_MAX: '2' },
} as const;
