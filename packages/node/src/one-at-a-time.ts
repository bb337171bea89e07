const running = new WeakMap<object, Map<string, Promise<unknown>>>();

/** Runs work about one thing after everything asked before about the same thing, whether that succeeded or not. */
export function oneAtATime<T>(owner: object, key: string, work: () => Promise<T>): Promise<T> {
  const chains = running.get(owner) ?? new Map<string, Promise<unknown>>();
  running.set(owner, chains);
  const before = chains.get(key) ?? Promise.resolve();
  const mine = before.then(
    () => work(),
    () => work(),
  );
  chains.set(key, mine);
  const forget = () => {
    if (chains.get(key) === mine) chains.delete(key);
  };
  mine.then(forget, forget);
  return mine;
}
