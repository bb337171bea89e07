import { is, needed, ordered } from '../checks.ts';
import { openLabel, type RecordType, required, rule, unit } from '../record-type.ts';
import { desk, integer, language, list, memberOf, period, recordIdOf, text } from '../schema-parts.ts';
import { exportStatus, rightsAssessment } from '../schema-shapes.ts';
import { cooperationTheme, offerDirection, offerKind, offerLevel, offerState } from '../vocabulary/cooperation.ts';
import { costBearer } from '../vocabulary/request.ts';
import { coded } from '../vocabulary/vocabulary.ts';

/** Expertise that is offered or wanted: experts, training, exercises, observers, doctrine. Its human-rights assessment comes before it is accepted (S12). */
export const offer: RecordType = {
  type: 'offer',
  version: 1,
  names: {
    en: 'Offer of expertise',
    fr: 'Offre d’expertise',
    ar: 'عرض خبرة',
    es: 'Oferta de conocimientos',
    pt: 'Oferta de especialização',
  },
  topic: 'cooperation',
  arity: 24,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 730,
  authorSignature: false,
  units: [
    required(unit('direction', ['Offered or wanted', 'Proposée ou recherchée', 'معروض أو مطلوب'], coded(offerDirection))),
    required(unit('kind', ['Kind', 'Nature', 'النوع'], coded(offerKind))),
    required(unit('topic', ['Topic', 'Sujet', 'الموضوع'], coded(cooperationTheme))),
    required(unit('level', ['Level', 'Niveau', 'المستوى'], coded(offerLevel))),
    required(unit('description', ['Description', 'Description', 'الوصف'], text(4000))),
    unit('places', ['Places', 'Nombre de places', 'عدد المقاعد'], integer(1, 10_000)),
    required(unit('languages', ['Languages', 'Langues', 'اللغات'], list(language, { min: 1, max: 8 }))),
    required(unit('window', ['From and to', 'Du … au …', 'من … إلى …'], period)),
    unit('prerequisites', ['Prerequisites', 'Prérequis', 'الشروط المسبقة'], text(2000)),
    unit('equipment', ['Equipment', 'Équipement', 'التجهيزات'], text(2000)),
    unit('cost', ['Cost borne by', 'Coût à la charge de', 'الكلفة على عاتق'], coded(costBearer)),
    required(unit('rights', ['Rights assessment', 'Évaluation des droits de l’homme', 'تقييم حقوق الإنسان'], rightsAssessment)),
    required(unit('exportControl', ['Export control', 'Contrôle des exportations', 'مراقبة الصادرات'], exportStatus)),
    required(unit('state', ['Status', 'État', 'الحالة'], coded(offerState))),
    unit('contact', ['Desk', 'Bureau', 'المكتب'], desk),
    unit('feedback', ['Feedback', 'Retours', 'التعقيبات'], list(recordIdOf('lesson'), { max: 64 })),
  ],
  engine: {
    fold: { state: { merge: 'newest' }, feedback: { merge: 'union' } },
    mentions: ['feedback'],
    clocks: [
      {
        clock: 'window',
        when: ['in', 'state', ['open', 'accepted']],
        desk: 'author',
        due: { at: 'window/to' },
        per: 'subject',
        stops: [{ mentionedBy: 'lesson' }],
      },
    ],
  },
  rules: [
    ordered('offer-window', 'window'),
    rule(
      'S12',
      [
        'A rights assessment that is needed has a reference and a rating.',
        'Une évaluation requise des droits de l’homme a une référence et une note.',
        'لتقييم حقوق الإنسان اللازم مرجع ودرجة.',
      ],
      (fields) => {
        const rights = fields['rights'];
        if (memberOf(rights, 'scheme') === 'none-needed') return undefined;
        for (const name of ['reference', 'rating'])
          if (memberOf(rights, name) === undefined) return { path: `rights.${name}`, message: `an assessment needs its ${name}` };
        return undefined;
      },
    ),
    rule(
      'offer-licence',
      ['Licensed means that the licence is named.', '« Sous licence » suppose d’indiquer la licence.', 'يستلزم الترخيص ذكر مرجعه.'],
      (fields) =>
        memberOf(fields['exportControl'], 'control') === 'licensed' && memberOf(fields['exportControl'], 'permit') === undefined
          ? { path: 'exportControl.permit', message: 'licensed needs the licence' }
          : undefined,
    ),
    rule(
      'offer-checked',
      [
        'Export control is settled before an offer is accepted.',
        'Le contrôle des exportations est réglé avant l’acceptation.',
        'تحسم مراقبة الصادرات قبل قبول العرض.',
      ],
      (fields) =>
        is('state', 'accepted', 'held')(fields) && memberOf(fields['exportControl'], 'control') === 'check'
          ? { path: 'exportControl.control', message: 'still to be checked' }
          : undefined,
    ),
    needed('offer-contact', { unit: 'contact', when: is('state', 'accepted') }, [
      'An accepted offer names the desk that carries it out.',
      'Une offre acceptée désigne le bureau chargé.',
      'يحدد العرض المقبول المكتب المكلف.',
    ]),
  ],
};
