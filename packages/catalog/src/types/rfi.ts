import { is, needed } from '../checks.ts';
import { controlledLabel, type RecordType, required, rule, unit } from '../record-type.ts';
import { agency, code, desk, flag, instant, language, line, list, object, recordIdOf, subjectId, text } from '../schema-parts.ts';
import { rightsAssessment } from '../schema-shapes.ts';
import {
  answerForm,
  evidenceUse,
  handlingCode,
  offence,
  purposeLink,
  questionSubject,
  rfiState,
  urgency,
  urgencyGround,
} from '../vocabulary/request.ts';
import { coded } from '../vocabulary/vocabulary.ts';

const asked = ['in', 'state', ['sent', 'clarified']] as const;
const final = ['in', 'outcome', ['answered', 'partial', 'no-information', 'refused']] as const;

/**
 * A request for information from one single point of contact to the other, without any person in it. A question that needs personal data has no
 * form here: it goes through the channel that exists for it, and a `pointer` keeps its time (Directive (EU) 2023/977 Art. 4 and 5 as model).
 */
export const rfi: RecordType = {
  type: 'rfi',
  version: 1,
  names: {
    en: 'Request for information',
    fr: 'Demande de renseignements',
    ar: 'طلب معلومات',
    es: 'Solicitud de información',
    pt: 'Pedido de informação',
  },
  topic: 'requests',
  arity: 32,
  defaultLabel: controlledLabel,
  personalData: 'none',
  retentionDays: 365,
  authorSignature: true,
  acknowledge: { withinSeconds: 43_200 },
  units: [
    required(unit('from', ['From (contact point)', 'De (point de contact)', 'من (نقطة الاتصال)'], desk)),
    required(unit('to', ['To (contact point)', 'À (point de contact)', 'إلى (نقطة الاتصال)'], desk)),
    unit('copyTo', ['Copy to', 'Copie à', 'نسخة إلى'], list(desk, { max: 16 })),
    required(unit('state', ['Status', 'État', 'الحالة'], coded(rfiState))),
    required(unit('question', ['Question', 'Question', 'السؤال'], text(8000))),
    required(unit('about', ['About', 'Objet', 'الموضوع'], coded(questionSubject))),
    required(unit('form', ['Form of the answer', 'Forme de la réponse', 'شكل الجواب'], coded(answerForm))),
    required(unit('purpose', ['Purpose', 'Finalité', 'الغرض'], code)),
    required(unit('offence', ['Offence', 'Infraction', 'الجريمة'], coded(offence))),
    required(unit('link', ['Link to the purpose', 'Lien avec la finalité', 'الصلة بالغرض'], coded(purposeLink))),
    required({
      ...unit('needsPersonalData', ['Needs personal data', 'Nécessite des données personnelles', 'يستلزم معطيات شخصية'], { const: false }),
      instead: {
        says: {
          en: 'A question about a person goes through the channel that exists for it: make a pointer to that channel instead.',
          fr: 'Une question sur une personne passe par le canal prévu à cet effet : créez plutôt un renvoi vers ce canal.',
          ar: 'السؤال المتعلق بشخص يمر عبر القناة المخصصة له: أنشئ بدلا من ذلك إحالة إلى تلك القناة.',
        },
        type: 'pointer',
      },
    }),
    required(unit('urgency', ['Urgency', 'Urgence', 'درجة الاستعجال'], coded(urgency))),
    unit('urgencyGround', ['Ground of urgency', 'Motif d’urgence', 'سبب الاستعجال'], coded(urgencyGround)),
    unit('urgencyReason', ['Why urgent', 'Pourquoi urgent', 'تعليل الاستعجال'], text(2000)),
    required(unit('why', ['Why you may have it', 'Raisons de penser que vous la détenez', 'لماذا يرجح توفرها لديكم'], text(4000))),
    unit('concerns', ['Event, fixture or incident', 'Événement, rencontre ou incident', 'التظاهرة أو المباراة أو الحادث'], subjectId),
    unit('clause', ['Clause', 'Clause', 'البند'], line),
    unit('legalBasis', ['Legal basis', 'Base légale', 'الأساس القانوني'], text(2000)),
    unit('due', ['Wanted by', 'Souhaitée pour le', 'مطلوب قبل'], instant),
    unit(
      'restrictions',
      ['Restrictions on the question', 'Restrictions sur la question', 'القيود على السؤال'],
      object(
        {
          handling: list(coded(handlingCode), { max: 4 }),
          evidence: coded(evidenceUse),
          onward: list(agency, { max: 32 }),
          until: instant,
        },
        ['handling', 'evidence', 'onward', 'until'],
      ),
    ),
    unit('languages', ['Languages of the answer', 'Langues de la réponse', 'لغات الجواب'], list(language, { min: 1, max: 8 })),
    unit('rights', ['Rights assessment', 'Évaluation des droits de l’homme', 'تقييم حقوق الإنسان'], rightsAssessment),
    unit('clarifies', ['Clarifies', 'Précise', 'يوضح'], recordIdOf('answer')),
    unit('clarification', ['Clarification', 'Précision', 'التوضيح'], text(4000)),
    unit('feedback', ['Feedback', 'Retour', 'التعقيب'], object({ useful: flag, acted: flag, text: text(2000) }, ['acted', 'text'])),
  ],
  engine: {
    mentions: ['concerns', 'clarifies'],
    ladder: { desk: 'to', owes: ['acknowledge', 'answer'] },
    clocks: [
      {
        clock: 'acknowledge',
        when: asked,
        desk: 'to',
        due: { after: { setting: 'rfiAcknowledgeHours', times: 3600, otherwise: 43_200 } },
        stops: [
          { rel: 'acknowledges', by: 'agency' },
          { rel: 'answers', by: 'agency' },
        ],
        escalates: { last: 'issuer' },
      },
      {
        clock: 'answer',
        when: asked,
        desk: 'to',
        due: { after: { setting: 'rfiHours', key: 'urgency', times: 3600, otherwise: 604_800 } },
        stops: [
          { rel: 'answers', by: 'agency', when: final },
          { rel: 'refuses', by: 'agency' },
        ],
        pauses: { by: { rel: 'answers', by: 'agency', when: ['in', 'outcome', ['clarification']] }, resumedBy: 'answers' },
        warns: [50, 80],
        escalates: { last: 'issuer' },
      },
    ],
  },
  rules: [
    rule(
      'rfi-contact-points',
      [
        'A request goes to the contact point of another agency.',
        'Une demande s’adresse au point de contact d’un autre service.',
        'يوجه الطلب إلى نقطة الاتصال لدى جهاز آخر.',
      ],
      (fields) => {
        const [from, to] = [String(fields['from']), String(fields['to'])].map((id) => id.slice(0, id.indexOf('/')));
        return from === to ? { path: 'to', message: `${String(fields['to'])} is a desk of the asking agency` } : undefined;
      },
    ),
    needed('rfi-urgency-ground', { unit: 'urgencyGround', when: is('urgency', 'urgent') }, [
      'An urgent request names its ground from the list.',
      'Une demande urgente indique son motif dans la liste.',
      'يحدد الطلب المستعجل سببه من اللائحة.',
    ]),
    needed('rfi-urgency-reason', { unit: 'urgencyReason', when: is('urgency', 'urgent', 'priority') }, [
      'Say why it cannot wait.',
      'Indiquez pourquoi cela ne peut attendre.',
      'بين لماذا لا يحتمل الأمر الانتظار.',
    ]),
    needed(
      'rfi-clarified',
      { unit: 'clarification', when: (fields) => fields['state'] === 'clarified' || fields['clarifies'] !== undefined },
      [
        'A clarified request says what was clarified.',
        'Une demande précisée indique la précision apportée.',
        'يتضمن الطلب الموضح التوضيح المقدم.',
      ],
    ),
  ],
};
