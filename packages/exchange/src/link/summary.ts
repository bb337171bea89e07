import type { LinkState } from '@wasl/node';
import type { LinkPhase } from './link-table.ts';

/** One link as its lane sees it. */
export interface LaneView {
  readonly phase: LinkPhase;
  readonly code: string | undefined;
  /** Round trips are longer than they should be. */
  readonly slow: boolean;
}

function stateOf(lane: LaneView): LinkState['state'] {
  switch (lane.phase) {
    case 'following':
      return lane.slow ? 'slow' : 'up';
    case 'refused':
    case 'frozen':
      return 'refused';
    case 'connecting':
    case 'listing':
    case 'backing-off':
    case 'stopped':
      return 'down';
  }
}

const severity: Readonly<Record<LinkState['state'], number>> = Object.freeze({ up: 0, slow: 1, down: 2, refused: 3 });

/** The state of a peer is that of its worst lane: a working bulk link never hides that alerts do not get through (I11). */
export function summarise(lanes: readonly LaneView[]): Omit<LinkState, 'sinceMs'> {
  let worst: Omit<LinkState, 'sinceMs'> = { state: 'up' };
  for (const lane of lanes) {
    const state = stateOf(lane);
    if (severity[state] <= severity[worst.state]) continue;
    worst = { state, ...(lane.code === undefined || state === 'slow' ? {} : { code: lane.code }) };
  }
  return worst;
}
