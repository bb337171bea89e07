import type { NodeCore } from '../core.ts';
import { delayedRelease } from './delayed-release.ts';

/** Gives the calendar everything that this node does at its time, and starts it. */
export async function openDuties(core: NodeCore): Promise<void> {
  const { calendar } = core;
  calendar.add(delayedRelease(core));
  await calendar.start();
}
