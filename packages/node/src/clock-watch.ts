import { accept, parseInstant, type Result, refuse } from '@wasl/record';
import { ClockGuard, type TimeDoubt } from './clock-guard.ts';
import type { NodeCore } from './core.ts';
import type { Commit, Store } from './ports/store.ts';
import type { Clock } from './ports/time.ts';
import type { Actor } from './service.ts';

const timeKey = 'time';
const doubtKey = 'time-uncertain';
const lookMs = 30_000;
/** Committed time is written again after so much of it. */
const markMs = 10_000;
/** The time an operator states may differ from the wall clock by so much. */
const confirmWithinMs = 2 * 60_000;

/** The guard as the process before left it. */
export async function loadClock(clock: Clock, store: Store): Promise<ClockGuard> {
  const [last, doubt] = [await store.state(timeKey), await store.state(doubtKey)];
  return new ClockGuard(clock, {
    ...(last === undefined ? {} : { lastMs: Number(last) }),
    ...(doubt === undefined ? {} : { doubt: JSON.parse(doubt) as TimeDoubt }),
  });
}

/** State that goes with each commit, so that neither time nor `hlc` goes back after a restart (EX8). */
export class TimeMarks {
  #hlc: string | undefined;
  #ms = 0;

  /** What changed since the last commit: the highest `hlc` given out or followed, and the time now and then. */
  next(of: { readonly hlc: string; readonly guard: ClockGuard }): Commit['state'] {
    const state: Commit['state'][number][] = [];
    if (of.hlc !== this.#hlc) {
      this.#hlc = of.hlc;
      state.push({ key: 'hlc', value: of.hlc });
    }
    const nowMs = of.guard.nowMs();
    if (Math.abs(nowMs - this.#ms) >= markMs) {
      this.#ms = nowMs;
      of.guard.committed(nowMs);
      state.push({ key: timeKey, value: String(nowMs) });
    }
    return state;
  }
}

/** Looks at the clock now and then, and tells people when it can't be believed (EX8, I11). */
export async function watchClock(core: NodeCore): Promise<void> {
  const { guard } = core;
  guard.onDoubt = (doubt) => void tell(core, doubt).catch(() => undefined);
  if (guard.doubt !== undefined) await tell(core, guard.doubt);
  const look = (): void => {
    guard.nowMs();
    core.options.clock.after(lookMs, look);
  };
  core.options.clock.after(lookMs, look);
}

async function tell(core: NodeCore, doubt: TimeDoubt): Promise<void> {
  const minutes = Math.round(doubt.driftMs / 60_000);
  core.alarms.raise(
    'time-uncertain',
    `the clock of this machine is ${Math.abs(minutes)} minutes ${minutes < 0 ? 'behind' : 'ahead of'} the time expected: check it and confirm the time`,
    {
      cause: doubt.cause,
      minutes,
    },
  );
  await core.flusher.submit({
    state: [{ key: doubtKey, value: JSON.stringify(doubt) }],
    acts: [{ act: 'doubt-time', code: 'time-uncertain', details: { cause: doubt.cause, minutes } }],
  });
}

/**
 * An operator states the time of a clock that is right; when this machine's clock says the same, the node goes by it again. Refusals:
 * `time-mismatch`.
 */
export async function confirmTime(core: NodeCore, actor: Actor, stated: string): Promise<Result<true>> {
  const { guard } = core;
  const differsMs = guard.wallMs() - parseInstant(stated);
  if (!(Math.abs(differsMs) <= confirmWithinMs))
    return refuse('time-mismatch', `this machine’s clock differs from ${stated} by ${Math.round(differsMs / 1000)} s: set it first`);
  const before = guard.nowMs();
  guard.confirm();
  const nowMs = guard.nowMs();
  const done = await core.flusher.submit({
    state: [
      { key: doubtKey, value: undefined },
      { key: timeKey, value: String(nowMs) },
    ],
    acts: [{ act: 'confirm-time', actor: actor.user, details: { changedMs: nowMs - before } }],
  });
  if (!done.ok) return done;
  core.alarms.clear('time-uncertain');
  return accept(true);
}
