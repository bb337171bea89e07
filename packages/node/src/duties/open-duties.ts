import { erasureAnswers } from '../control/erasure-watch.ts';
import { versionsDue } from '../control/versions.ts';
import type { NodeCore } from '../core.ts';
import { delayedRelease } from './delayed-release.ts';
import { holdEnd } from './hold-end.ts';
import { overdueReviews } from './review.ts';
import { termEnd } from './term-end.ts';
import { termScan } from './term-scan.ts';

/** Gives the calendar everything that this node does at its time, and starts it. */
export async function openDuties(core: NodeCore): Promise<void> {
  const { calendar } = core;
  calendar.add(versionsDue(core));
  calendar.add(delayedRelease(core));
  calendar.add(erasureAnswers(core));
  calendar.add(overdueReviews(core));
  calendar.add(holdEnd(core));
  calendar.add(termEnd(core));
  calendar.addChore(termScan(core));
  await calendar.start();
}
