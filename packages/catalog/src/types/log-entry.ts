import { openLabel, type RecordType, required, unit } from '../record-type.ts';
import { desk, instant, object, oneOf, recordId, subjectId, text } from '../schema-parts.ts';

const correspondent = { anyOf: [desk, oneOf('public', 'organiser', 'medical', 'fire', 'transport', 'media', 'other')] };

/** A line of the main courante; a correction is a new entry that `corrects` it. */
export const logEntry: RecordType = {
  type: 'logEntry',
  version: 1,
  names: { en: 'Log entry', fr: 'Main courante', ar: 'سجل العمليات' },
  topic: 'operations',
  arity: 12,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 365,
  authorSignature: false,
  units: [
    required(unit('at', ['Time', 'Heure', 'الوقت'], instant)),
    unit('channel', ['Channel', 'Moyen', 'الوسيلة'], oneOf('radio', 'phone', 'email', 'inperson', 'system', 'other')),
    unit('from', ['From', 'De', 'من'], correspondent),
    unit('to', ['To', 'À', 'إلى'], correspondent),
    required(unit('text', ['Text', 'Texte', 'النص'], text(4000))),
    unit('priority', ['Priority', 'Priorité', 'الأولوية'], oneOf('normal', 'high', 'critical')),
    unit('triage', ['Triage', 'Tri', 'الفرز'], oneOf('pending', 'moreInfo', 'done', 'reset')),
    unit('linked', ['Linked to', 'Lié à', 'مرتبط بـ'], { anyOf: [recordId, subjectId] }),
    unit(
      'source',
      ['Source', 'Source', 'المصدر'],
      object({
        kind: oneOf('witness', 'officer', 'sensor', 'open', 'partner', 'organiser'),
        reliability: oneOf('A', 'B', 'C', 'D', 'E', 'F'),
        credibility: oneOf('1', '2', '3', '4', '5', '6'),
      }),
    ),
  ],
  engine: { mentions: ['linked'] },
  rules: [],
};
