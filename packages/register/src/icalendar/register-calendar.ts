import type { AgencyId, LangText } from '@wasl/record';
import type { Register } from '../open-register.ts';
import { instantMs, present } from '../read-values.ts';
import { type Language, phrases } from '../report/phrases.ts';
import { type RegisterRow, textIn } from '../report/text-in.ts';
import type { Dashboard, MeetingRow, PromiseRow, RegisterView } from '../view.ts';
import { type CalendarEvent, type CalendarProperty, encodeCalendar } from './encode-calendar.ts';

/** What a calendar is made for. */
export interface CalendarOptions {
  readonly agency: AgencyId;
  readonly language: Language;
  /** One arrangement alone; all when absent. */
  readonly agreement?: string;
}

/**
 * Due dates and reviews of commitments and lessons that are not ended, and meetings, as one iCalendar object. A due date is an instant that blocks
 * nobody's time. The same thing has the same UID in every export, so that a calendar replaces what it had. Every entry is CLASS:CONFIDENTIAL.
 */
export function registerCalendar(register: Register, view: RegisterView, options: CalendarOptions): string {
  const dashboards = view.dashboards.filter(({ agreement }) => options.agreement === undefined || agreement === options.agreement);
  const events = new Map<string, CalendarEvent>();
  const add = (row: RegisterRow, kind: string, of: Parameters<typeof eventOf>[1]): void => {
    const uid = `${row.subject}.${kind}@${options.agency}`;
    const stamp = register.record(row.record)?.issuedAt ?? view.at;
    events.set(uid, eventOf({ uid, stamp, sequence: register.thing(of.type, row.subject)?.records.length ?? 1 }, of));
  };
  for (const dashboard of dashboards) addDashboard(dashboard, options.language, add);
  return encodeCalendar(
    [...events.keys()].sort().flatMap((uid) => [events.get(uid) ?? []]),
    { product: '-//Wasl//promises register//EN', name: `Wasl · ${options.agency}` },
  );
}

type Add = (row: RegisterRow, kind: string, of: Parameters<typeof eventOf>[1]) => void;

function addDashboard(dashboard: Dashboard, language: Language, add: Add): void {
  const words = phrases[language];
  const text = (value: LangText | undefined): string => textIn(value, language) ?? words.notShown;
  for (const each of dashboard.promises) if (isOpen(each)) addPromise(each, language, add);
  for (const each of dashboard.lessons) {
    if (each.due === undefined || each.state === 'learned' || each.state === 'rejected' || each.state === 'implemented') continue;
    add(each, 'due', { type: 'lesson', startsAt: each.due, summary: `${words.due}: ${text(each.title)}` });
  }
  for (const each of dashboard.meetings) if (each.from !== undefined) addMeeting(each, text, add);
}

function isOpen({ standing }: PromiseRow): boolean {
  return standing === 'open' || standing === 'late' || standing === 'unproved';
}

function addPromise(each: PromiseRow, language: Language, add: Add): void {
  const words = phrases[language];
  const text = textIn(each.text, language) ?? words.notShown;
  const owners = each.owners.map(({ desk }) => desk).join(', ');
  const measure = textIn(each.measure, language);
  const description = [`${words.owners}: ${owners}`, ...(measure === undefined ? [] : [`${words.measure}: ${measure}`])].join('\n');
  const dueAt = each.dueBy?.map(({ due }) => due).sort()[0] ?? each.due;
  if (dueAt !== undefined) add(each, 'due', { type: 'commitment', startsAt: dueAt, summary: `${words.due}: ${text}`, description });
  if (each.nextReview !== undefined)
    add(each, 'review', { type: 'commitment', startsAt: each.nextReview, summary: `${words.review}: ${text}`, description });
}

function addMeeting(each: MeetingRow, text: (value: LangText | undefined) => string, add: Add): void {
  add(each, 'meeting', {
    type: 'meeting',
    startsAt: each.from ?? '',
    summary: text(each.title),
    status: each.status === 'cancelled' ? 'CANCELLED' : each.status === 'postponed' ? 'TENTATIVE' : 'CONFIRMED',
    ...present({ endsAt: each.to, location: each.place === undefined ? undefined : text(each.place) }),
  });
}

function eventOf(
  of: { readonly uid: string; readonly stamp: string; readonly sequence: number },
  says: {
    readonly type: string;
    readonly startsAt: string;
    readonly endsAt?: string;
    readonly summary: string;
    readonly description?: string;
    readonly location?: string;
    readonly status?: string;
  },
): CalendarEvent {
  const { endsAt, location, description, status } = says;
  const plain = (name: string, value: string): CalendarProperty => ({ name, value, form: 'plain' });
  const text = (name: string, value: string): CalendarProperty => ({ name, value, form: 'text' });
  return [
    text('UID', of.uid),
    plain('DTSTAMP', calendarTime(of.stamp)),
    plain('SEQUENCE', String(Math.max(0, of.sequence - 1))),
    plain('DTSTART', calendarTime(says.startsAt)),
    ...(endsAt === undefined || endsAt <= says.startsAt ? [] : [plain('DTEND', calendarTime(endsAt))]),
    text('SUMMARY', says.summary),
    ...(description === undefined ? [] : [text('DESCRIPTION', description)]),
    ...(location === undefined ? [] : [text('LOCATION', location)]),
    ...(status === undefined ? [plain('TRANSP', 'TRANSPARENT')] : [plain('STATUS', status)]),
    plain('CLASS', 'CONFIDENTIAL'),
  ];
}

/** `20300613T180000Z`. */
function calendarTime(instant: string): string {
  return `${new Date(instantMs(instant) ?? 0).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}
