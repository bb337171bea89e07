import { backoffMs, jittered, type Tempo } from './backoff.ts';

/** How long an effect `wait` lasts: by the number of failures, or one of the fixed tempos. */
type Wait = 'backoff' | 'slow' | 'poll' | 'answer';

/** One cell of a transition table; `undefined` in a table means that the event changes nothing in that state. */
export interface Cell<State extends string, Effect extends string> {
  readonly to: State;
  /** In order. A new wait replaces the one that runs. */
  readonly effects: readonly Effect[];
  readonly wait?: Wait | 'none';
  /** Counts as a failure for the next backoff, or as proof that the link works. */
  readonly tally?: 'failed' | 'worked';
}

/** Total: every state names every event. */
export type Table<State extends string, Event extends string, Effect extends string> = Readonly<
  Record<State, Readonly<Record<Event, Cell<State, Effect> | undefined>>>
>;

export interface Position<State extends string> {
  readonly state: State;
  /** Failures in a row. */
  readonly attempt: number;
  readonly sinceMs: number;
}

export interface Step<State extends string, Effect extends string> {
  readonly position: Position<State>;
  readonly effects: readonly Effect[];
  /** Milliseconds until `elapsed` is due; `undefined` leaves the running wait, `'none'` cancels it. */
  readonly wait: number | 'none' | undefined;
}

function waitMs(wait: Wait | 'none' | undefined, attempt: number, tempo: Tempo, random: number): number | 'none' | undefined {
  switch (wait) {
    case undefined:
    case 'none':
      return wait;
    case 'backoff':
      return backoffMs(attempt, tempo, random);
    case 'slow':
      return jittered(tempo.slowMs, random);
    case 'poll':
      return jittered(tempo.pollMs, random);
    case 'answer':
      return tempo.answerMs;
  }
}

/** What one event makes of a position: pure, total, by the table alone. `nowMs` is monotonic, `random` in [0, 1). */
export function step<State extends string, Event extends string, Effect extends string>(
  table: Table<State, Event, Effect>,
  position: Position<State>,
  input: { readonly event: Event; readonly nowMs: number; readonly random: number; readonly tempo: Tempo },
): Step<State, Effect> {
  const cell = table[position.state][input.event];
  if (cell === undefined) return { position, effects: [], wait: undefined };
  const stood = input.nowMs - position.sinceMs >= input.tempo.stableMs;
  const before = cell.tally === 'worked' || (cell.tally === 'failed' && stood && cell.to !== position.state) ? 0 : position.attempt;
  const attempt = cell.tally === 'failed' ? before + 1 : before;
  const sinceMs = cell.to === position.state ? position.sinceMs : input.nowMs;
  return {
    position: { state: cell.to, attempt, sinceMs },
    effects: cell.effects,
    wait: waitMs(cell.wait, before, input.tempo, input.random),
  };
}
