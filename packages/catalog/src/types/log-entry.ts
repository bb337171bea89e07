import { attachments } from '../attachments-unit.ts';
import { openLabel, type RecordType, required, unit } from '../record-type.ts';
import { desk, instant, object, recordId, subjectId, text } from '../schema-parts.ts';
import { correspondent, credibility, logChannel, priority, reliability, sourceKind, triage } from '../vocabulary/reporting.ts';
import { coded } from '../vocabulary/vocabulary.ts';

const fromOrTo = { anyOf: [desk, coded(correspondent)] };

/** A line of the main courante; a correction is a new entry that `corrects` it. */
export const logEntry: RecordType = {
  type: 'logEntry',
  version: 1,
  names: { en: 'Log entry', fr: 'Main courante', ar: 'سجل العمليات', es: 'Anotación del registro', pt: 'Registo de ocorrência' },
  topic: 'operations',
  arity: 12,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 365,
  authorSignature: false,
  units: [
    required(unit('at', ['Time', 'Heure', 'الوقت'], instant)),
    unit('channel', ['Channel', 'Moyen', 'الوسيلة'], coded(logChannel)),
    unit('from', ['From', 'De', 'من'], fromOrTo),
    unit('to', ['To', 'À', 'إلى'], fromOrTo),
    required(unit('text', ['Text', 'Texte', 'النص'], text(4000))),
    unit('priority', ['Priority', 'Priorité', 'الأولوية'], coded(priority)),
    unit('triage', ['Triage', 'Tri', 'الفرز'], coded(triage)),
    unit('linked', ['Linked to', 'Lié à', 'مرتبط بـ'], { anyOf: [recordId, subjectId] }),
    unit(
      'source',
      ['Source', 'Source', 'المصدر'],
      object({
        kind: coded(sourceKind),
        reliability: coded(reliability),
        credibility: coded(credibility),
      }),
    ),
    attachments,
  ],
  engine: { mentions: ['linked'] },
  rules: [],
};
