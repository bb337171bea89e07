import { agencyId, any, anyObject, count, digest, flag, instant, type JsonSchema, list, mode, object, oneOf, ref, text } from './schema.ts';

const names = object({ en: text(400), fr: text(400), ar: text(400), 'es?': text(400), 'pt?': text(400) });
const signedCount: JsonSchema = { type: 'integer' };

/** The node: its state, agreements, activity record, catalogue, problems. */
export const nodeSchemas: Readonly<Record<string, JsonSchema>> = {
  Health: object({ status: oneOf('ok') }),
  Ready: object({ ready: flag }),
  PartnerStatus: object({
    agency: agencyId,
    link: object({ state: oneOf('up', 'down', 'slow', 'refused'), 'code?': text(64), sinceMs: { type: 'number' } }),
    'lastSeenMs?': { type: 'number' },
    logs: list(
      object({
        direction: oneOf('out', 'in'),
        agreement: text(100),
        topic: text(100),
        mode,
        size: count,
        confirmed: count,
        state: oneOf('ok', 'behind', 'frozen', 'suspended', 'closed'),
        compared: oneOf('compared', 'not compared', 'conflict'),
      }),
      10_000,
    ),
    journal: object({
      'cosigned?': object({ size: count, at: text(40) }),
      'kept?': object({ size: count, at: text(40), state: oneOf('ok', 'rolled-back', 'rewritten') }),
    }),
    waiting: count,
  }),
  Alarm: object({
    id: text(40),
    code: text(64),
    message: text(4000),
    since: text(40),
    at: text(40),
    count,
    details: anyObject,
    state: oneOf('open', 'acknowledged', 'cleared'),
    'acknowledged?': object({ desk: text(100), at: text(40) }),
    'cleared?': object({ 'desk?': text(100), at: text(40) }),
  }),
  Alarms: object({ alarms: list(ref('Alarm'), 10_000) }),
  NodeStatus: object({
    agency: agencyId,
    ready: flag,
    mode: oneOf('demonstration', 'operational'),
    agreements: list(
      object({
        id: text(100),
        version: count,
        digest,
        state: oneOf('active', 'suspended', 'expired', 'not-proved'),
        sunset: text(40),
      }),
      1000,
    ),
    partners: list(ref('PartnerStatus'), 1000),
    records: count,
    alarms: list(ref('Alarm'), 10_000),
    timeUncertain: flag,
  }),
  NodeEvent: object({
    id: signedCount,
    kind: oneOf('record', 'delivery', 'withdrawn', 'erased', 'refused', 'link', 'agreement', 'alarm', 'held', 'attachment'),
    'record?': text(50),
    data: anyObject,
  }),
  Agreements: object({
    agreements: list(object({ id: text(100), version: count, digest, text: text(4_000_000), title: any }), 1000),
  }),
  Resume: object({ resumed: flag, approvals: count, needed: count }),
  JournalPage: object({
    lines: list(object({ index: count, at: text(40), act: text(100), 'code?': text(64), details: anyObject }), 1000),
  }),
  CatalogType: object({
    type: text(60),
    version: count,
    names,
    topic: text(60),
    defaultLabel: any,
    retentionDays: count,
    authorSignature: flag,
    'acknowledge?': object({ withinSeconds: count }),
    'control?': flag,
    units: list(
      object({
        name: text(100),
        names,
        schema: anyObject,
        'required?': flag,
        'twin?': object({ name: text(100), function: text(100) }),
        'twinOf?': text(100),
      }),
      200,
    ),
  }),
  CatalogTerm: object({
    code: text(100),
    names,
    'caution?': names,
    'local?': { type: 'object', additionalProperties: text(400) },
  }),
  CatalogVocabulary: object({ name: text(100), terms: list(ref('CatalogTerm'), 1000) }),
  CatalogLanguage: object({
    language: text(20),
    extent: oneOf('complete', 'begun'),
    review: oneOf('source', 'reviewed', 'unreviewed'),
  }),
  Catalog: object({
    types: list(ref('CatalogType'), 1000),
    vocabularies: list(ref('CatalogVocabulary'), 1000),
    languages: list(ref('CatalogLanguage'), 100),
  }),
  ConfirmTime: object({ time: instant }),
  SetLink: object({ up: flag }),
  Done: object({ done: { const: true } }),
  Problem: object({
    type: text(200),
    title: text(1000),
    status: count,
    detail: text(8000),
    code: text(64),
    instance: text(200),
    next: text(1000),
    retryable: flag,
    'errors?': list(
      object({ path: text(1000), message: text(8000), 'rule?': text(100), 'sentence?': names, 'instead?': text(60) }),
      10_000,
    ),
    'details?': anyObject,
  }),
};
