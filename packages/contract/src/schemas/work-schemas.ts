import {
  agencyId,
  any,
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

const hlc = pattern('^\\d{13}\\.\\d{4}$', 18);
const units: JsonSchema = { type: 'object', additionalProperties: ref('StatedUnit') };
const rel = oneOf('withdraws', 'erases', 'supersedes', 'corrects');
const event = oneOf('delivered', 'seen', 'acknowledged', 'accepted', 'partial', 'refused', 'deferred', 'done');
const merge = oneOf('each', 'same', 'newest', 'owner', 'union', 'highest');
const time: JsonSchema = { type: 'integer' };

/** Subjects, ladders, deadlines, derivation. */
export const workSchemas: Readonly<Record<string, JsonSchema>> = {
  StatedUnit: object({ value: any, record: recordId, hlc }),
  Divergence: object({
    ...{ type: text(60, 1), unit: text(100, 1), path: text(1000), since: hlc },
    values: list(object({ agency: agencyId, record: recordId, value: any }), 1000),
    'settlement?': object({ record: recordId, by: agencyId, awaits: list(agencyId, 1000) }),
  }),
  TypeView: object({
    type: text(60, 1),
    owner: agencyId,
    statements: list(object({ agency: agencyId, units }), 1000),
    merged: list(
      object({
        ...{ unit: text(100, 1), merge, value: any },
        values: list(object({ value: any, agencies: list(agencyId, 1000), records: list(recordId, 1000) }), 1000),
      }),
      1000,
    ),
    divergence: list(ref('Divergence'), 10_000),
  }),
  SubjectView: object({
    ...{ subject: subjectId, mode, types: list(ref('TypeView'), 1000) },
    records: list(
      object({
        ...{ id: recordId, type: text(60, 1), issuer: agencyId, hlc },
        standing: oneOf('current', 'corrected', 'superseded', 'withdrawn', 'erased'),
        by: list(recordId, 100_000),
      }),
      100_000,
    ),
    disputes: list(object({ record: recordId, act: recordId, rel, by: agencyId }), 100_000),
  }),
  Ladder: object({
    ...{ record: recordId, desk: { anyOf: [deskId, agencyId] } },
    state: oneOf('sent', 'delivered', 'seen', 'accepted', 'partial', 'refused', 'deferred', 'done', 'void'),
    ...{ unread: flag, unacknowledged: flag, unanswered: flag },
    steps: list(object({ event, atMs: time, 'record?': recordId }), 100_000),
  }),
  LadderView: object({
    record: recordId,
    ladders: list(ref('Ladder'), 10_000),
    clocks: list(
      object({
        ...{ clock: text(60, 1), agency: agencyId, 'desk?': deskId, dueAt: instant, late: flag, told: count, 'by?': recordId },
        state: oneOf('running', 'paused', 'stopped', 'void'),
      }),
      10_000,
    ),
  }),
  DueItem: object({
    kind: oneOf('clock', 'question', 'divergence', 'derived'),
    ...{ code: text(1200, 1), side: oneOf('ours', 'theirs'), agency: agencyId, 'desk?': deskId, type: text(60) },
    ...{
      'record?': recordId,
      'subject?': subjectId,
      'mode?': mode,
      state: oneOf('running', 'paused', 'overdue'),
      dueAt: instant,
      told: count,
    },
  }),
  DueList: object({ due: list(ref('DueItem'), 100_000) }),
  Act: object({ rel, id: recordId, by: agencyId, hlc }),
  Derivation: object({
    record: recordId,
    derived: list(object({ id: recordId, depth: count }), 100_000),
    consequences: list(
      object({
        act: ref('Act'),
        reached: list(
          object({
            ...{ id: text(200, 1), kind: oneOf('record', 'export'), type: text(60), 'issuer?': agencyId, depth: count },
            ...{ measure: oneOf('open', 'reissued', 'withdrawn', 'erased', 'kept'), 'by?': recordId },
          }),
          100_000,
        ),
        answers: list(object({ agency: agencyId, desk: deskId, record: recordId, event: text(40, 1), atMs: time }), 100_000),
      }),
      10_000,
    ),
    fallen: list(object({ source: recordId, acts: list(ref('Act'), 10_000), depth: count }), 100_000),
  }),
};
