import type { DeskId, SubjectId } from '@wasl/record';
import { newestOf, type Register, unitValue } from './open-register.ts';
import { instantMs, memberOf, present, strings, stringValue, textValue } from './read-values.ts';
import type { CarriedRow, CarryReason, LessonRow } from './view.ts';

/** Every lesson, those that are late first. */
export function lessonsOf(register: Register, nowMs: number): readonly LessonRow[] {
  return register
    .things('lesson')
    .flatMap((thing): readonly LessonRow[] => {
      const newest = newestOf(thing);
      if (newest === undefined) return [];
      const value = (unit: string) => unitValue(thing, unit);
      const state = stringValue(value('state'));
      const dueMs = instantMs(value('due'));
      return [
        {
          subject: thing.subject,
          agreements: thing.agreements,
          record: newest.said.id,
          issuer: thing.view.owner,
          themes: strings(value('theme')),
          late: (state === 'tasked' || state === 'endorsed') && dueMs !== undefined && dueMs < nowMs,
          carryTo: strings(value('carryTo')) as readonly SubjectId[],
          ...present({
            title: textValue(value('title')),
            kind: stringValue(value('kind')),
            state,
            recommendation: textValue(value('recommendation')),
            actionBody: stringValue(value('actionBody')) as DeskId | undefined,
            due: stringValue(value('due')),
            event: stringValue(value('event')) as SubjectId | undefined,
          }),
        },
      ];
    })
    .sort((a, b) => Number(b.late) - Number(a.late) || (a.subject < b.subject ? -1 : 1));
}

/** An event or fixture with what decides which lessons concern it. */
interface Occasion {
  readonly subject: SubjectId;
  readonly type: 'event' | 'fixture';
  readonly name?: CarriedRow['name'];
  readonly startMs?: number;
  readonly endMs?: number;
  readonly event?: string;
  readonly venues: readonly string[];
  readonly kind?: string;
}

/**
 * Events and fixtures that are not over, each with the lessons that concern it: those that name it, its venue or its event; those drawn at the same
 * venue; those drawn at an event of the same kind. A rejected lesson concerns nothing, and no lesson is carried to where it was drawn.
 */
export function carriedOf(register: Register, lessons: readonly LessonRow[], nowMs: number): readonly CarriedRow[] {
  const occasions = occasionsOf(register);
  const byId = new Map(occasions.map((each) => [String(each.subject), each]));
  return occasions
    .filter(({ endMs }) => endMs !== undefined && endMs > nowMs)
    .map((target): CarriedRow => {
      const found = lessons.flatMap((lesson) => {
        const why = lesson.state === 'rejected' ? [] : reasons(lesson, target, byId);
        if (why.length === 0) return [];
        return [{ subject: lesson.subject, why, ...present({ title: lesson.title, state: lesson.state }) }];
      });
      return {
        subject: target.subject,
        type: target.type,
        starts: new Date(target.startMs ?? target.endMs ?? 0).toISOString().replace(/\.\d+/, ''),
        lessons: found,
        ...present({ name: target.name }),
      };
    })
    .filter((row) => row.lessons.length > 0)
    .sort((a, b) => (a.starts === b.starts ? (a.subject < b.subject ? -1 : 1) : a.starts < b.starts ? -1 : 1));
}

function reasons(lesson: LessonRow, target: Occasion, byId: ReadonlyMap<string, Occasion>): readonly CarryReason[] {
  const drawn = lesson.event === undefined ? undefined : byId.get(lesson.event);
  if (drawn?.subject === target.subject) return [];
  const why: CarryReason[] = [];
  const meant = new Set<string>([target.subject, ...target.venues, ...(target.event === undefined ? [] : [target.event])]);
  if (lesson.carryTo.some((subject) => meant.has(subject))) why.push('named');
  if (drawn?.venues.some((venue) => target.venues.includes(venue))) why.push('same-venue');
  if (drawn?.kind !== undefined && drawn.kind === target.kind && drawn.event !== target.subject && drawn.subject !== target.event)
    why.push('same-kind');
  return why;
}

function occasionsOf(register: Register): readonly Occasion[] {
  const fixtures = register.things('fixture').map((thing) => ({
    subject: thing.subject,
    event: stringValue(unitValue(thing, 'event')),
    venue: stringValue(unitValue(thing, 'venue')),
    startMs: instantMs(memberOf(unitValue(thing, 'kickoff'), 'at')),
    over: ['abandoned', 'cancelled', 'finished'].includes(String(unitValue(thing, 'status'))),
  }));
  const events = register.things('event').map((thing): Occasion => {
    const period = unitValue(thing, 'period');
    const own = fixtures.filter(({ event }) => event === thing.subject);
    return {
      subject: thing.subject,
      type: 'event',
      venues: [...new Set(own.flatMap(({ venue }) => venue ?? []))],
      ...present({
        name: textValue(unitValue(thing, 'name')),
        kind: stringValue(unitValue(thing, 'kind')),
        startMs: instantMs(memberOf(period, 'start')),
        endMs: instantMs(memberOf(period, 'end')),
      }),
    };
  });
  const kinds = new Map(events.map((each) => [String(each.subject), each.kind]));
  const matches = fixtures.map(
    ({ subject, event, venue, startMs, over }): Occasion => ({
      subject,
      type: 'fixture',
      venues: venue === undefined ? [] : [venue],
      ...present({ event, startMs, endMs: over ? undefined : startMs, kind: event === undefined ? undefined : kinds.get(event) }),
    }),
  );
  return [...events, ...matches];
}
