import type { RecordId } from '@wasl/record';
import { meets } from '../condition.ts';
import type { By, Stop } from '../declaration.ts';
import type { Acts } from '../fate.ts';
import { bySaying, type Said, saidMs } from '../said.ts';
import type { Armed, ClockEnd } from './clock.ts';

/** What bears on a clock: records that refer to its record, or mention it, and records that answer a pause. */
export interface Bearing {
  readonly refer: readonly Said[];
  readonly mention: readonly Said[];
  readonly answering: (id: RecordId) => readonly Said[];
}

/** Time intervals in which a clock did not run; the last may be open. Ordered, apart from each other. */
export interface Timeline {
  readonly end: ClockEnd;
  readonly pauses: readonly { readonly fromMs: number; readonly toMs: number; readonly by: RecordId }[];
}

/**
 * Reads a clock's life from the records that bear on it; the same whatever order they came in. What was withdrawn bears no more (an answer taken
 * back is no answer); what was erased still does, and its units, known to nobody, are taken to have met the rule.
 */
export function timelineOf(clock: Armed, bearing: Bearing, acts: Acts): Timeline {
  const voids = acts
    .about(clock.said.id)
    .filter((act) => act.by === clock.said.issuer && (act.rel !== 'corrects' || restates(clock, act.id, bearing)));
  const first = [...voids].sort(bySaying)[0];
  const stop = bearers(clock, clock.rule.stops, { bearing, acts })[0];
  const pauses = pausesOf(clock, bearing, acts);
  if (first !== undefined) return { end: { state: 'void', by: first.id }, pauses };
  if (stop !== undefined) {
    const atMs = saidMs(stop);
    const before = pauses.filter(({ fromMs }) => fromMs < atMs);
    return { end: { state: 'stopped', atMs, by: stop.id, late: wallOf(clock, clock.periodMs, before) < atMs }, pauses: before };
  }
  const open = pauses.find(({ toMs }) => toMs === Number.POSITIVE_INFINITY);
  return { end: open === undefined ? { state: 'running' } : { state: 'paused', sinceMs: open.fromMs, by: open.by }, pauses };
}

/** The wall time at which a clock has run for so many milliseconds; infinite where an open pause stands before. */
export function wallOf(clock: Armed, activeMs: number, pauses: Timeline['pauses']): number {
  let at = clock.startMs + activeMs;
  for (const { fromMs, toMs } of pauses) {
    if (fromMs >= at) break;
    at += toMs - Math.max(fromMs, clock.startMs);
  }
  return at;
}

function restates(clock: Armed, by: RecordId, bearing: Bearing): boolean {
  const correction = bearing.refer.find(({ id }) => id === by);
  const { due, rows } = clock.rule;
  const path = rows ?? ('after' in due ? due.from : 'at' in due ? due.at : due.before);
  return path !== undefined && correction !== undefined && Object.hasOwn(correction.fields, path.split('/')[0] ?? '');
}

interface Around {
  readonly bearing: Bearing;
  readonly acts: Acts;
}

function bearers(clock: Armed, stops: readonly Stop[], of: Around): readonly Said[] {
  const found = new Map<RecordId, Said>();
  for (const stop of stops) {
    const candidates = 'rel' in stop ? of.bearing.refer : of.bearing.mention;
    for (const said of candidates) if (!found.has(said.id) && bears(clock, stop, { said, acts: of.acts })) found.set(said.id, said);
  }
  return [...found.values()].sort(bySaying);
}

function bears(clock: Armed, stop: Stop, of: { readonly said: Said; readonly acts: Acts }): boolean {
  const { said, acts } = of;
  if ('rel' in stop ? !said.refs.some((ref) => ref.rel === stop.rel && ref.id === clock.said.id) : said.type !== stop.mentionedBy)
    return false;
  if (said.id === clock.said.id || !isBy(stop.by ?? 'anyone', said, clock) || acts.did(said, 'withdraws')) return false;
  return stop.when === undefined || acts.did(said, 'erases') || meets(stop.when, said.fields);
}

function isBy(by: By, said: Said, clock: Armed): boolean {
  switch (by) {
    case 'anyone':
      return true;
    case 'issuer':
      return said.issuer === clock.said.issuer;
    case 'other':
      return said.issuer !== clock.said.issuer;
    case 'agency':
      return said.issuer === clock.agency;
    case 'desk':
      return clock.desk === undefined ? said.issuer === clock.agency : said.author === clock.desk;
  }
}

function pausesOf(clock: Armed, bearing: Bearing, acts: Acts): Timeline['pauses'] {
  const rule = clock.rule.pauses;
  if (rule === undefined) return [];
  const raw = bearers(clock, [rule.by], { bearing, acts }).map((said) => {
    const resumed = bearing
      .answering(said.id)
      .filter(
        (one) =>
          one.issuer === clock.said.issuer &&
          !acts.did(one, 'withdraws') &&
          one.refs.some((ref) => ref.rel === rule.resumedBy && ref.id === said.id),
      )
      .map(saidMs);
    const fromMs = Math.max(clock.startMs, saidMs(said));
    return { fromMs, toMs: resumed.length === 0 ? Number.POSITIVE_INFINITY : Math.max(fromMs, Math.min(...resumed)), by: said.id };
  });
  const joined: { fromMs: number; toMs: number; by: RecordId }[] = [];
  for (const pause of raw.sort((a, b) => a.fromMs - b.fromMs)) {
    const last = joined.at(-1);
    if (last === undefined || pause.fromMs > last.toMs) joined.push({ ...pause });
    else if (pause.toMs > last.toMs) Object.assign(last, { toMs: pause.toMs, by: pause.by });
  }
  return joined;
}
