import type { Cell, Table } from './machine.ts';

/** One log followed over a link; each on its own, so that a bad one holds up no other (EX7). */
export type LogPhase = 'opening' | 'following' | 'backing-off' | 'refused' | 'frozen' | 'stopped';

export type LogEvent =
  /** The peer's listing names the log and the node wants it. */
  | 'wanted'
  /** As `wanted`, from an index other than the one reached: a gap was recorded, or the node restarted. */
  | 'moved'
  | 'opened'
  /** A batch was committed, or a heartbeat came. */
  | 'progressed'
  /** The stream ended or broke for a passing reason. */
  | 'ended'
  /** The peer refuses the stream. */
  | 'refused'
  /** This node will not take what came. */
  | 'froze'
  | 'elapsed'
  /** The listing no longer names the log, or the link closed. */
  | 'dropped';

export type LogEffect = 'open' | 'close';

type LogCell = Cell<LogPhase, LogEffect>;

const open: LogCell = { to: 'opening', effects: ['close', 'open'], wait: 'answer' };
const backOff: LogCell = { to: 'backing-off', effects: ['close'], wait: 'backoff', tally: 'failed' };
const refuse: LogCell = { to: 'refused', effects: ['close'], wait: 'slow' };
const freeze: LogCell = { to: 'frozen', effects: ['close'], wait: 'slow' };
const drop: LogCell = { to: 'stopped', effects: ['close'], wait: 'none' };

const streaming = { wanted: undefined, moved: undefined, ended: backOff, refused: refuse, froze: freeze, dropped: drop };
const waiting = {
  wanted: undefined,
  moved: open,
  opened: undefined,
  progressed: undefined,
  ended: undefined,
  refused: undefined,
  froze: undefined,
  elapsed: open,
  dropped: drop,
};

/** Transitions of a followed log. A refused or frozen log is asked again slowly as long as the node wants it. */
export const logTable: Table<LogPhase, LogEvent, LogEffect> = Object.freeze({
  opening: { ...streaming, opened: { to: 'following', effects: [], wait: 'none' }, progressed: undefined, elapsed: backOff },
  following: { ...streaming, opened: undefined, progressed: { to: 'following', effects: [], tally: 'worked' }, elapsed: undefined },
  'backing-off': waiting,
  refused: waiting,
  frozen: waiting,
  stopped: { ...waiting, wanted: open, elapsed: undefined, dropped: undefined },
});
