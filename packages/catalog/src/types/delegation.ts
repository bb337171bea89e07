import { is, needed, notBefore } from '../checks.ts';
import { openLabel, type RecordType, required, unit } from '../record-type.ts';
import { code, count, desk, flag, instant, language, line, list, object, party, pastInstant, subjectId, text } from '../schema-parts.ts';
import { delegationPower, delegationRole, delegationStatus } from '../vocabulary/assessment.ts';
import { coded } from '../vocabulary/vocabulary.ts';

/** A visiting police delegation: counts by role and city, its powers, and its two lines of reporting. Nobody is named. */
export const delegation: RecordType = {
  type: 'delegation',
  version: 1,
  names: { en: 'Delegation', fr: 'Délégation', ar: 'وفد', es: 'Delegación', pt: 'Delegação' },
  topic: 'operations',
  arity: 24,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 365,
  authorSignature: false,
  units: [
    unit('event', ['Event', 'Événement', 'التظاهرة'], subjectId),
    unit('fixture', ['Fixture', 'Rencontre', 'المباراة'], subjectId),
    required(unit('party', ['Country', 'Pays', 'الدولة'], party)),
    unit('invitation', ['Invitation', 'Invitation', 'الدعوة'], object({ reference: line, ministry: text(300), at: instant }, ['at'])),
    unit('legalBasis', ['Legal basis', 'Base légale', 'الأساس القانوني'], line),
    required(
      unit(
        'roles',
        ['Officers by role', 'Agents par fonction', 'الموظفون حسب المهمة'],
        list(object({ role: coded(delegationRole), count, city: line }, ['city']), { min: 1, max: 128 }),
      ),
    ),
    required(unit('powers', ['Powers', 'Pouvoirs', 'الصلاحيات'], coded(delegationPower))),
    unit('uniform', ['In uniform', 'En uniforme', 'بالزي الرسمي'], flag),
    unit('arms', ['Armed', 'Armée', 'مسلح'], flag),
    unit('hostGuide', ['Host officers’ desk', 'Bureau des cicérones', 'مكتب المرافقين'], desk),
    unit('reporting', ['Lines of reporting', 'Lignes de rattachement', 'خطوط التبعية'], object({ functional: desk, hierarchical: desk })),
    unit('language', ['Language of the plan', 'Langue du plan', 'لغة المخطط'], language),
    unit('arrival', ['Arrival', 'Arrivée', 'الوصول'], instant),
    unit('departure', ['Departure', 'Départ', 'المغادرة'], instant),
    unit(
      'briefings',
      ['Briefings attended', 'Briefings suivis', 'جلسات الإحاطة المحضورة'],
      list(object({ briefing: code, at: pastInstant, attended: flag }), { max: 64 }),
    ),
    required(unit('status', ['Status', 'État', 'الحالة'], coded(delegationStatus))),
    unit('insurance', ['Insurance', 'Assurance', 'التأمين'], line),
  ],
  engine: {
    fold: {
      status: { merge: 'newest' },
      roles: { merge: 'union', key: 'role' },
      powers: { merge: 'same' },
      arms: { merge: 'same' },
      uniform: { merge: 'same' },
    },
    mentions: ['event', 'fixture'],
    clocks: [
      {
        clock: 'accept',
        when: ['in', 'status', ['proposed', 'invited']],
        desk: 'author',
        due: { before: 'arrival', by: 604_800 },
        per: 'subject',
        stops: [],
        warns: [80],
      },
    ],
  },
  rules: [
    notBefore('delegation-stay', 'departure', 'arrival'),
    needed('delegation-invited', { unit: 'invitation', when: (fields) => fields['arms'] === true || is('status', 'arrived')(fields) }, [
      'An armed delegation, or one that has arrived, has the ministry’s invitation.',
      'Une délégation armée ou arrivée dispose de l’invitation du ministère.',
      'يجب أن يتوفر الوفد المسلح أو الذي وصل على دعوة الوزارة.',
    ]),
    needed('delegation-paired', { unit: 'hostGuide', when: is('powers', 'joint-arrest', 'escort') }, [
      'Officers who accompany or arrest do so beside the host’s: name the host desk.',
      'Les agents qui accompagnent ou interpellent le font avec ceux de l’hôte : désignez le bureau hôte.',
      'يعمل الموظفون المرافقون أو القائمون بالتوقيف إلى جانب موظفي المضيف: حدد مكتب المضيف.',
    ]),
  ],
};
