/** What a scenario found. `problems` is empty exactly when `ok`. */
export interface Outcome {
  readonly scenario: string;
  readonly seed: number;
  readonly ok: boolean;
  readonly figures: Readonly<Record<string, number | string>>;
  readonly problems: readonly string[];
}

/** One line a scenario, for people. */
export function lineOf(outcome: Outcome): string {
  const figures = Object.entries(outcome.figures).map(([name, value]) => `${name} ${value}`);
  const line = `${outcome.ok ? 'ok  ' : 'FAIL'} ${outcome.scenario} · seed ${outcome.seed} · ${figures.join(' · ')}`;
  return [line, ...outcome.problems.map((problem) => `       ${problem}`)].join('\n');
}
