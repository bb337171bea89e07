import type { ClockView } from '@wasl/engine';
import { type AgencyId, agencyOf, isDeskId } from '@wasl/record';
import type { Register, RegisterRecord } from './open-register.ts';
import { instantMs, stringValue } from './read-values.ts';
import type { RfiCounts, RfiYear } from './view.ts';

const hourMs = 3_600_000;
/** Hours of an urgency that no arrangement sets: the seven days of the catalogue's clock. */
const otherwiseHours = 168;

/** One request as the statistics see it. */
interface Question {
  readonly asking: AgencyId;
  readonly answering: AgencyId;
  readonly urgency: string;
  readonly acknowledged: boolean;
  readonly clock: ClockView;
  readonly final: RegisterRecord | undefined;
  readonly refusedBy: boolean;
  readonly takenMs: number | undefined;
}

/**
 * Requests for information asked in a calendar year (UTC), counted by who asked whom, as they stand at `nowMs`. In time and late are those of the
 * engine's clocks: pauses for clarification do not count. A request that was only drafted is none.
 */
export function rfiStatistics(register: Register, of: { readonly year: number; readonly nowMs: number }): RfiYear {
  const rows = new Map<string, Question[]>();
  let notCounted = 0;
  for (const records of register.histories('rfi')) {
    const question = questionOf(register, records, of.year);
    if (question === undefined) {
      if (isHidden(records, of.year)) notCounted += 1;
      continue;
    }
    const key = `${question.asking} ${question.answering}`;
    rows.set(key, [...(rows.get(key) ?? []), question]);
  }
  return { year: of.year, notCounted, directions: [...rows.keys()].sort().map((key) => countsOf(rows.get(key) ?? [], of.nowMs)) };
}

/** Whether a request of the year says nothing here of what it was: its content ended, was erased or was not released. */
function isHidden(records: readonly RegisterRecord[], year: number): boolean {
  const [first] = records;
  return (
    first !== undefined &&
    new Date(instantMs(first.issuedAt) ?? 0).getUTCFullYear() === year &&
    records.every(({ said }) => ['state', 'from', 'to'].some((unit) => said.fields[unit] === undefined))
  );
}

function questionOf(register: Register, records: readonly RegisterRecord[], year: number): Question | undefined {
  const asked = records.filter(({ said }) => register.clocks.of(said.id).some(({ clock }) => clock === 'answer'));
  const first = asked[0];
  if (first === undefined || new Date(instantMs(first.issuedAt) ?? 0).getUTCFullYear() !== year) return undefined;
  const [from, to] = [stringValue(first.said.fields['from']), stringValue(first.said.fields['to'])];
  if (from === undefined || to === undefined || !isDeskId(from) || !isDeskId(to)) return undefined;
  const clocks = asked.flatMap(({ said }) => register.clocks.of(said.id));
  const answers = clocks.filter(({ clock }) => clock === 'answer');
  const clock =
    answers.find(({ end }) => end.state === 'stopped') ??
    answers.find(({ end }) => end.state === 'running' || end.state === 'paused') ??
    answers[0];
  if (clock === undefined) return undefined;
  const urgency = stringValue(first.said.fields['urgency']) ?? 'not-shown';
  const { end } = clock;
  const final = end.state === 'stopped' ? register.record(end.by) : undefined;
  const said = register.record(clock.record)?.said ?? first.said;
  const allowedMs = (register.rfiHours(said)[urgency] ?? otherwiseHours) * hourMs;
  const pausedMs = Math.max(0, clock.dueMs - clock.startMs - allowedMs);
  return {
    asking: agencyOf(from),
    answering: agencyOf(to),
    urgency,
    acknowledged: clocks.some((each) => each.clock === 'acknowledge' && each.end.state === 'stopped' && !each.end.late),
    clock,
    final,
    refusedBy: final?.said.refs.some(({ rel, id }) => rel === 'refuses' && id === clock.record) ?? false,
    takenMs: end.state === 'stopped' ? Math.max(0, end.atMs - clock.startMs - pausedMs) : undefined,
  };
}

function countsOf(questions: readonly Question[], nowMs: number): RfiCounts {
  const count = (test: (question: Question) => boolean): number => questions.filter(test).length;
  const stopped = questions.filter(({ clock }) => clock.end.state === 'stopped');
  const late = stopped.filter(({ clock }) => clock.end.state === 'stopped' && clock.end.late);
  const outcome = ({ final, refusedBy }: Question): string | undefined =>
    refusedBy ? 'refused' : stringValue(final?.said.fields['outcome']);
  const running = questions.filter(({ clock }) => clock.end.state === 'running');
  const reasons = late.flatMap(({ final }) => stringValue(final?.said.fields['lateReason']) ?? []);
  const refused = stopped.filter((each) => outcome(each) === 'refused');
  const known = ['answered', 'partial', 'no-information', 'refused'];
  const taken = stopped.flatMap(({ takenMs }) => takenMs ?? []);
  return {
    asking: questions[0]?.asking as AgencyId,
    answering: questions[0]?.answering as AgencyId,
    asked: questions.length,
    byUrgency: tally(questions.map(({ urgency }) => urgency)),
    acknowledgedInTime: count(({ acknowledged }) => acknowledged),
    inTime: stopped.length - late.length,
    late: late.length,
    lateWithReason: reasons.length,
    lateByReason: tally(reasons),
    answered: stopped.filter((each) => outcome(each) === 'answered').length,
    partial: stopped.filter((each) => outcome(each) === 'partial').length,
    noInformation: stopped.filter((each) => outcome(each) === 'no-information').length,
    refused: refused.length,
    refusedByGround: tally(refused.map(({ final }) => stringValue(final?.said.fields['ground']) ?? 'not-shown')),
    outcomeNotShown: stopped.filter((each) => !known.includes(outcome(each) ?? '')).length,
    openInTime: running.filter(({ clock }) => clock.dueMs >= nowMs).length,
    openLate: running.filter(({ clock }) => clock.dueMs < nowMs).length,
    paused: count(({ clock }) => clock.end.state === 'paused'),
    void: count(({ clock }) => clock.end.state === 'void'),
    ...(taken.length === 0 ? {} : { medianHours: Math.round((median(taken) * 10) / hourMs) / 10 }),
  };
}

function tally(codes: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The middle of the values, or between the two in the middle. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = sorted.length >> 1;
  const upper = sorted[at] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[at - 1] ?? upper) + upper) / 2;
}
