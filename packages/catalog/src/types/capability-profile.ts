import { openLabel, type RecordType, required, unit } from '../record-type.ts';
import { agency, instant, language, line, list, object, pastInstant, text } from '../schema-parts.ts';
import { dataFormat, mapDatum, mapGrid, radioProtection, radioSystem } from '../vocabulary/technical.ts';
import { coded } from '../vocabulary/vocabulary.ts';

/** What a unit can be connected with: radios, maps, procedures, formats, languages. Not what it lacks, how many it has or where it stands. */
export const capabilityProfile: RecordType = {
  type: 'capabilityProfile',
  version: 1,
  names: {
    en: 'Capability profile',
    fr: 'Profil de capacités',
    ar: 'بطاقة القدرات',
    es: 'Perfil de capacidades',
    pt: 'Perfil de capacidades',
  },
  topic: 'capability',
  arity: 16,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 730,
  authorSignature: false,
  units: [
    required(unit('agency', ['Agency', 'Service', 'الجهاز'], agency)),
    required(unit('formation', ['Formation', 'Formation', 'الوحدة'], text(300))),
    unit(
      'radios',
      ['Radios', 'Radios', 'أجهزة الراديو'],
      list(object({ system: coded(radioSystem), waveform: line, protection: coded(radioProtection) }, ['waveform']), { max: 32 }),
    ),
    unit(
      'maps',
      ['Maps', 'Cartes', 'الخرائط'],
      object({ datum: coded(mapDatum), grid: coded(mapGrid), others: list(coded(mapDatum), { max: 5 }) }, ['others']),
    ),
    unit('procedures', ['Procedures', 'Procédures', 'الإجراءات'], list(object({ name: line, edition: line }, ['edition']), { max: 64 })),
    unit('formats', ['Data formats', 'Formats de données', 'صيغ البيانات'], list(coded(dataFormat), { max: 11 })),
    unit('languages', ['Languages', 'Langues', 'اللغات'], list(language, { max: 16 })),
    unit('verifiedAt', ['Verified at', 'Vérifié le', 'تاريخ التحقق'], pastInstant),
    unit('validUntil', ['Valid until', 'Valable jusqu’au', 'صالح إلى غاية'], instant),
  ],
  engine: {
    fold: { maps: { merge: 'owner' }, radios: { merge: 'owner' }, formats: { merge: 'owner' } },
    clocks: [{ clock: 'review', desk: 'author', due: { at: 'validUntil' }, per: 'subject', stops: [] }],
  },
  rules: [],
};
