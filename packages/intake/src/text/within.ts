import type { Stretch } from './document.ts';

/** Of stretches in order, those that lie within another, found without looking at the rest. */
export function within<T extends Stretch>(ordered: readonly T[], { from, to }: Stretch): readonly T[] {
  const first = firstFrom(ordered, from);
  let last = first;
  while (last < ordered.length && (ordered[last]?.from ?? to) < to) last += 1;
  return ordered.slice(first, last).filter((each) => each.to <= to);
}

/** Whether one of the stretches, which do not overlap and are in order, shares a word with another. */
export function touches<T extends Stretch>(ordered: readonly T[], { from, to }: Stretch): boolean {
  const at = firstFrom(ordered, from);
  const [before, after] = [ordered[at - 1], ordered[at]];
  return (before !== undefined && before.to > from) || (after !== undefined && after.from < to);
}

function firstFrom(ordered: readonly Stretch[], from: number): number {
  let [low, high] = [0, ordered.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordered[middle]?.from ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
