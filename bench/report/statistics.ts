import type { Target } from './measure.ts';

/** The value below which `share` of the samples lie, by nearest rank; NaN of nothing. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? Number.NaN;
}

/** The middle sample, or the mean of the two in the middle. */
export function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** Quotients round by round: what stood beside each other in time is compared, so that the machine's mood cancels. */
export function ratios(over: readonly number[], under: readonly number[]): readonly number[] {
  return over.slice(0, under.length).map((value, at) => value / (under[at] ?? Number.NaN));
}

/** `met`, or by how much of the target it was missed: `missed by 12 %`. A figure that is no number is `not measured`. */
export function judge(value: number, target: Target): string {
  if (!Number.isFinite(value)) return 'not measured';
  const met = target.at === 'least' ? value >= target.value : value <= target.value;
  if (met) return target.aim === true ? 'aim met' : 'met';
  const percent = (Math.abs(value - target.value) / target.value) * 100;
  return `${target.aim === true ? 'aim ' : ''}missed by ${percent < 10 ? percent.toFixed(1) : percent.toFixed(0)} %`;
}
