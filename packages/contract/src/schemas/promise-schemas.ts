import { agencyId, count, deskId, flag, type JsonSchema, list, object, oneOf, recordId, ref, subjectId, text } from './schema.ts';

const said: JsonSchema = list(object({ lang: text(40, 1), text: text(65_536), status: text(40) }), 16);
const code = text(100);
const time = text(40);
const standing = oneOf('open', 'late', 'done', 'done-late', 'unproved', 'dropped', 'unclear');
const base = { subject: subjectId, agreements: list(text(100), 1000), record: recordId, issuer: agencyId };
const tally: JsonSchema = { type: 'object', additionalProperties: count };
const codes = list(code, 1000);

/** The promises register. */
export const promiseSchemas: Readonly<Record<string, JsonSchema>> = {
  PromiseRow: object({
    ...base,
    'text?': said,
    owners: list(object({ party: text(12), desk: deskId }), 64),
    'due?': time,
    'dueBy?': list(object({ agency: agencyId, due: time }), 1000),
    'measure?': said,
    'state?': code,
    standing,
    'lateDays?': count,
    'doneAt?': time,
    evidence: list(
      object({ record: recordId, here: oneOf('held', 'withdrawn', 'erased', 'elsewhere'), 'type?': code, 'issuer?': agencyId }),
      1000,
    ),
    'reason?': said,
    'renegotiated?': object({ wasDue: time, reason: said }),
    'nextReview?': time,
    public: flag,
    themes: codes,
    madeAt: time,
    'meeting?': subjectId,
    differs: codes,
  }),
  MeetingRow: object({
    ...base,
    ...{ 'title?': said, 'kind?': code, 'status?': code, 'from?': time, 'to?': time, 'place?': said },
    participants: list(object({ office: said, 'party?': text(12), 'desk?': deskId }), 10_000),
    papers: count,
    decisions: list(object({ text: said, 'commitment?': subjectId, 'standing?': standing }), 10_000),
    themes: codes,
  }),
  ExpertiseRow: object({
    ...base,
    form: oneOf('offer', 'request'),
    'direction?': oneOf('offered', 'wanted'),
    ...{ 'kind?': code, 'topic?': code, 'level?': code, 'text?': said, 'from?': time, 'to?': time, 'state?': code },
    'rights?': object({ scheme: code, 'reference?': text(1000), 'rating?': code }),
    rightsMissing: flag,
    'exportControl?': code,
    feedback: list(subjectId, 10_000),
    feedbackOwed: flag,
  }),
  LessonRow: object({
    ...base,
    ...{ 'title?': said, 'kind?': code, 'state?': code, themes: codes, 'recommendation?': said, 'actionBody?': deskId, 'due?': time },
    late: flag,
    'event?': subjectId,
    carryTo: list(subjectId, 10_000),
  }),
  PromiseTotals: object({ open: count, late: count, done: count, doneLate: count, unproved: count, dropped: count, unclear: count }),
  PromiseDashboard: object({
    'agreement?': text(100),
    totals: ref('PromiseTotals'),
    byOwner: list(object({ party: text(12), totals: ref('PromiseTotals') }), 1000),
    promises: list(ref('PromiseRow'), 100_000),
    meetings: list(ref('MeetingRow'), 100_000),
    expertise: list(ref('ExpertiseRow'), 100_000),
    lessons: list(ref('LessonRow'), 100_000),
  }),
  Promises: object({
    at: time,
    dashboards: list(ref('PromiseDashboard'), 1000),
    carried: list(
      object({
        subject: subjectId,
        type: oneOf('event', 'fixture'),
        'name?': said,
        starts: time,
        lessons: list(
          object({ subject: subjectId, 'title?': said, 'state?': code, why: list(oneOf('named', 'same-venue', 'same-kind'), 3) }),
          100_000,
        ),
      }),
      100_000,
    ),
  }),
  RfiCounts: object({
    ...{ asking: agencyId, answering: agencyId, asked: count, byUrgency: tally, acknowledgedInTime: count, inTime: count, late: count },
    ...{ lateWithReason: count, lateByReason: tally, answered: count, partial: count, noInformation: count, refused: count },
    ...{ refusedByGround: tally, outcomeNotShown: count, openInTime: count, openLate: count, paused: count, void: count },
    'medianHours?': { type: 'number', minimum: 0 },
  }),
  PromiseReport: object({
    year: count,
    rfi: object({ year: count, notCounted: count, directions: list(ref('RfiCounts'), 10_000) }),
    markdown: text(50_000_000),
  }),
};
