import { ordered } from '../checks.ts';
import { openLabel, type RecordType, required, unit, withTwin } from '../record-type.ts';
import { counts, line, object, party, period, subjectId, text } from '../schema-parts.ts';
import { level } from '../schema-shapes.ts';
import { resourceClass } from '../vocabulary/assessment.ts';
import { commandLevel } from '../vocabulary/command.ts';
import { coded } from '../vocabulary/vocabulary.ts';

const resources = counts(...Object.keys(resourceClass.terms));

/** How ready one country is at a place: level, command, resources by class. */
export const posture: RecordType = {
  type: 'posture',
  version: 1,
  names: { en: 'Posture', fr: 'Dispositif', ar: 'الانتشار الأمني', es: 'Dispositivo', pt: 'Dispositivo' },
  topic: 'operations',
  arity: 16,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 1095,
  authorSignature: false,
  units: [
    required(unit('party', ['Country', 'Pays', 'الدولة'], party)),
    unit('scope', ['Concerns', 'Concerne', 'يخص'], subjectId),
    required(
      unit('readiness', ['Readiness', 'Niveau de préparation', 'مستوى الجاهزية'], object({ level, localName: text(200) }, ['localName'])),
    ),
    unit('commandLevel', ['Level of command', 'Niveau de commandement', 'مستوى القيادة'], coded(commandLevel)),
    ...withTwin(unit('resources', ['Resources', 'Moyens', 'الموارد'], resources.fine), {
      function: 'count-band',
      names: ['Resources, bands', 'Moyens, tranches', 'الموارد، شرائح'],
      schema: resources.coarse,
    }),
    unit('plan', ['Plan in force', 'Plan en vigueur', 'المخطط الساري'], object({ title: text(300), reference: line }, ['reference'])),
    required(unit('valid', ['Valid', 'Validité', 'الصلاحية'], period)),
    unit('note', ['Note', 'Note', 'ملاحظة'], text(2000)),
  ],
  engine: {
    fold: { resources: { merge: 'each' }, readiness: { merge: 'each' } },
    mentions: ['scope'],
    clocks: [{ clock: 'review', desk: 'author', due: { at: 'valid/to' }, per: 'subject', stops: [] }],
  },
  rules: [ordered('posture-valid', 'valid')],
};
