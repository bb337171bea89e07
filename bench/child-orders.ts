import { createInterface } from 'node:readline';

/** Writes one line of JSON to the parent. */
export function tell(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** Runs `handle` for each line of JSON on standard input; its failure ends the process, as does the end of input. */
export function onOrders<Order>(handle: (order: Order) => Promise<void> | void): void {
  createInterface({ input: process.stdin }).on('line', (line) => {
    void (async () => handle(JSON.parse(line) as Order))().catch((error: unknown) => {
      process.stderr.write(`bench: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      process.exit(1);
    });
  });
  process.stdin.once('end', () => process.exit(0));
}

/**
 * Calls `issue` `count` times at `perSecond` and gives the times at which each was due: a call that the process itself made late
 * counts as slow, not as issued later.
 */
export async function paced(
  count: number,
  perSecond: number,
  tools: { readonly now: () => number; readonly issue: (at: number) => void },
): Promise<readonly number[]> {
  const started = tools.now();
  const times: number[] = [];
  for (let at = 0; at < count; at += 1) {
    const due = started + (at * 1000) / perSecond;
    for (let left = due - tools.now(); left > 0; left = due - tools.now())
      await new Promise((resolve) => (left > 1.5 ? setTimeout(resolve, left - 1) : setImmediate(resolve)));
    times.push(due);
    tools.issue(at);
  }
  return times;
}
