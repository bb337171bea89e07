import type { Cell, Table } from './machine.ts';

/** A link is one session to one peer for one class of logs (EX7). */
export type LinkPhase = 'connecting' | 'listing' | 'following' | 'backing-off' | 'refused' | 'frozen' | 'stopped';

export type LinkEvent =
  | 'start'
  /** The session is open and the peer is who was called. */
  | 'connected'
  /** The peer's logs were listed and learnt. */
  | 'listed'
  /** The session broke, went silent or timed out. */
  | 'failed'
  /** The peer, or its certificate, says no. */
  | 'refused'
  /** This node will not listen to the peer. */
  | 'froze'
  /** The wait is over. */
  | 'elapsed'
  /** A hint, or an officer: try now. */
  | 'woken'
  | 'stop';

export type LinkEffect = 'connect' | 'list' | 'close';

type LinkCell = Cell<LinkPhase, LinkEffect>;

const connect: LinkCell = { to: 'connecting', effects: ['connect'], wait: 'answer' };
const backOff: LinkCell = { to: 'backing-off', effects: ['close'], wait: 'backoff', tally: 'failed' };
const refuse: LinkCell = { to: 'refused', effects: ['close'], wait: 'slow' };
const freeze: LinkCell = { to: 'frozen', effects: ['close'], wait: 'slow' };
const stop: LinkCell = { to: 'stopped', effects: ['close'], wait: 'none' };
const follow: LinkCell = { to: 'following', effects: [], wait: 'poll' };
const relist: LinkCell = { to: 'following', effects: ['list'], wait: 'answer' };

const waiting = {
  start: undefined,
  connected: undefined,
  listed: undefined,
  failed: undefined,
  refused: undefined,
  froze: undefined,
  elapsed: connect,
  woken: connect,
  stop,
};

/** Transitions of a link. An event of a session that was closed never gets here: the shell drops it. */
export const linkTable: Table<LinkPhase, LinkEvent, LinkEffect> = Object.freeze({
  connecting: {
    start: undefined,
    connected: { to: 'listing', effects: ['list'], wait: 'answer' },
    listed: undefined,
    failed: backOff,
    refused: refuse,
    froze: freeze,
    elapsed: backOff,
    woken: undefined,
    stop,
  },
  listing: {
    start: undefined,
    connected: undefined,
    listed: follow,
    failed: backOff,
    refused: refuse,
    froze: freeze,
    elapsed: backOff,
    woken: undefined,
    stop,
  },
  following: {
    start: undefined,
    connected: undefined,
    listed: follow,
    failed: backOff,
    refused: refuse,
    froze: freeze,
    elapsed: relist,
    woken: relist,
    stop,
  },
  'backing-off': waiting,
  refused: waiting,
  frozen: waiting,
  stopped: { ...waiting, start: connect, elapsed: undefined, woken: undefined, stop: undefined },
});
