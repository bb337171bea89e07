import {
  agencyId,
  agreementId,
  count,
  deskId,
  flag,
  instant,
  type JsonSchema,
  list,
  mode,
  object,
  oneOf,
  pattern,
  recordId,
  ref,
  subjectId,
  text,
} from './schema.ts';

const ground = oneOf('disclosure', 'inquiry', 'public-records', 'court', 'other');
const hours: JsonSchema = { type: 'integer', minimum: 1, maximum: 12 };
const standing = { type: text(60, 1), mode, purpose: text(100, 1), agreement: agreementId, incident: subjectId, hours };

/** Holds, reviews, approvals that stand. */
export const dutySchemas: Readonly<Record<string, JsonSchema>> = {
  Hold: object({ record: recordId, ground, until: instant }),
  HoldList: object({ holds: list(ref('Hold'), 100_000) }),
  PlaceHold: object({ ground, until: instant, reason: text(1000, 1) }),
  RetainedRead: object({ approvals: count, needed: count, 'record?': ref('RecordView') }),
  Use: object({ reader: agencyId, desk: text(100), use: text(64), at: text(40) }),
  UseList: object({ uses: list(ref('Use'), 10_000) }),
  CloseLog: object({ log: pattern('^[a-z]{2,12}\\.[a-z][a-z0-9-]{0,31}/[A-Za-z0-9_-]{43}$', 100), reason: text(1000, 1) }),
  ReaderAct: object({ agency: agencyId, reason: text(1000, 1) }),
  Readmit: object({ readmitted: flag, approvals: count, needed: count }),
  Review: object({ record: recordId, type: text(60), desk: deskId, releasedAt: instant, dueAt: instant, overdue: flag }),
  ReviewList: object({ reviews: list(ref('Review'), 100_000) }),
  ReviewAct: object({ outcome: oneOf('confirmed', 'objected'), reason: text(1000, 1) }),
  StandingDraft: object({ ...standing, reason: text(1000, 1) }),
  Standing: object({
    ...standing,
    id: text(64, 1),
    readers: list(agencyId, 1000),
    approvals: count,
    needed: count,
    'until?': instant,
  }),
  StandingList: object({ standing: list(ref('Standing'), 10_000) }),
};
