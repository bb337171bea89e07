const afterMs = 5_000;

type Collect = (options: { readonly type: 'major'; readonly flavor: 'last-resort' }) => void;

/**
 * Gives back once what only starting needed: source texts, code that ran once, free pages. An idle node is a quarter smaller for one
 * pause of a tenth of a second. Needs the runtime's `--expose-gc`, which the demonstration and `wasl serve` give; without it nothing
 * happens.
 */
export function giveBackStartMemory(): void {
  const collect = (globalThis as { readonly gc?: Collect }).gc;
  if (collect !== undefined) setTimeout(() => collect({ type: 'major', flavor: 'last-resort' }), afterMs).unref();
}
