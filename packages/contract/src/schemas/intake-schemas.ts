import { anyObject, count, flag, type JsonSchema, list, object, oneOf, pattern, ref, text } from './schema.ts';

const percent: JsonSchema = { type: 'integer', minimum: 0, maximum: 100 };
const span = object({ start: count, end: count });
const flags = list(object({ flag: text(40), 'printed?': text(2000) }), 1000);
const spans = list(span, 100_000);
const named = object({ code: text(60), name: text(200), 'party?': text(12), spans, confidence: percent });

/** Reading communiqués (IN11). Offsets are UTF-16 code units of `source`. */
export const intakeSchemas: Readonly<Record<string, JsonSchema>> = {
  IntakeRequest: object({
    source: text(65_536, 1),
    'format?': oneOf('text', 'html'),
    'language?': oneOf('fr', 'en', 'ar', 'es', 'pt'),
    'publishedOn?': pattern('^\\d{4}-\\d{2}-\\d{2}$', 10),
    'model?': flag,
  }),
  Intake: object({
    language: oneOf('fr', 'en', 'ar', 'es', 'pt'),
    fullyRead: flag,
    'note?': text(400),
    'day?': text(10),
    drafts: list(ref('IntakeDraft'), 10_000),
    intentions: list(
      object({ text: text(65_536), owners: list(text(60), 64), span, confidence: percent, flags, 'meeting?': text(40) }),
      10_000,
    ),
    organisations: list(named, 1000),
    themes: list(named, 1000),
    events: list(
      object({
        event: text(60),
        name: text(200),
        kind: text(40),
        'ordinal?': count,
        'year?': count,
        'place?': text(100),
        span,
        flags,
        confidence: percent,
      }),
      10_000,
    ),
    leftOut: list(object({ what: text(40), reason: text(40), span }), 10_000),
    flags,
    local: object({ names: spans }),
    'suggested?': object({
      suggestions: list(
        object({ from: oneOf('model'), kind: oneOf('commitment', 'intention'), text: text(2000), span, confidence: percent }),
        64,
      ),
      refused: count,
    }),
  }),
  IntakeDraft: object({
    draft: text(40),
    type: oneOf('meeting', 'commitment', 'event'),
    fields: anyObject,
    missing: list(object({ unit: text(60), why: text(400), 'given?': text(2000), required: flag }), 64),
    sources: list(object({ path: text(100), span, confidence: percent }), 1000),
    flags,
    confidence: percent,
  }),
};
