import type { Json } from '@wasl/record';
import { is, needed } from '../checks.ts';
import { controlledLabel, type RecordType, required, rule, unit } from '../record-type.ts';
import { desk, elementsOf, flag, instant, line, list, memberOf, object, pastInstant, range, recordIdOf, text } from '../schema-parts.ts';
import {
  answerItemKind,
  answerOutcome,
  evidenceUse,
  handlingCode,
  informationGrade,
  lateReason,
  refusalGround,
  sourceGrade,
} from '../vocabulary/request.ts';
import { coded } from '../vocabulary/vocabulary.ts';

/** One answered item: never without its evaluation (4×4), its handling codes, and whether it may serve as evidence. */
const item = object(
  {
    kind: coded(answerItemKind),
    text: text(8000),
    yes: flag,
    figure: range,
    document: line,
    source: coded(sourceGrade),
    information: coded(informationGrade),
    handling: list(coded(handlingCode), { min: 1, max: 4 }),
    restriction: text(2000),
    evidence: coded(evidenceUse),
    consent: object({ authority: line, at: pastInstant }),
  },
  ['text', 'yes', 'figure', 'document', 'restriction', 'consent'],
);

/** What an item of each kind has to hold. */
const holds: Readonly<Record<string, string>> = { text: 'text', yesNo: 'yes', count: 'figure', document: 'document' };

function lackOf(row: Json, index: number): { readonly path: string; readonly message: string } | undefined {
  const wanted = holds[String(memberOf(row, 'kind'))];
  if (wanted === undefined || memberOf(row, wanted) !== undefined) return undefined;
  return { path: `items[${index}].${wanted}`, message: `an item of kind ${String(memberOf(row, 'kind'))} holds ${wanted}` };
}

/** The answer to a request for information; it refers to it by `answers`. */
export const answer: RecordType = {
  type: 'answer',
  version: 1,
  names: {
    en: 'Answer to a request for information',
    fr: 'Réponse à une demande de renseignements',
    ar: 'جواب على طلب معلومات',
    es: 'Respuesta a una solicitud de información',
    pt: 'Resposta a um pedido de informação',
  },
  topic: 'requests',
  arity: 24,
  defaultLabel: controlledLabel,
  personalData: 'none',
  retentionDays: 365,
  authorSignature: true,
  units: [
    required(unit('to', ['Request', 'Demande', 'الطلب'], recordIdOf('rfi'))),
    required(unit('desk', ['Answering desk', 'Bureau répondant', 'المكتب المجيب'], desk)),
    required(unit('outcome', ['Outcome', 'Issue', 'النتيجة'], coded(answerOutcome))),
    unit('items', ['Items', 'Éléments', 'العناصر'], list(item, { max: 128 })),
    unit('ground', ['Ground of refusal', 'Motif de refus', 'سبب الرفض'], coded(refusalGround)),
    unit('groundText', ['More on the ground', 'Précisions sur le motif', 'توضيح السبب'], text(2000)),
    unit('partConsidered', ['A part was considered', 'Une réponse partielle a été envisagée', 'تم النظر في جواب جزئي'], flag),
    unit('clarification', ['What is to be clarified', 'Ce qui est à préciser', 'ما يجب توضيحه'], text(4000)),
    unit(
      'judicial',
      ['Judicial authorisation', 'Autorisation judiciaire', 'الإذن القضائي'],
      object({ askedAt: pastInstant, expectedAt: instant, text: text(2000) }, ['expectedAt', 'text']),
    ),
    required(unit('answeredAt', ['Answered at', 'Répondu le', 'تاريخ الجواب'], pastInstant)),
    unit('due', ['Was due at', 'Échéance', 'الأجل المحدد'], instant),
    unit('lateReason', ['Reason of delay', 'Motif du retard', 'سبب التأخير'], coded(lateReason)),
    unit('lateText', ['More on the delay', 'Précisions sur le retard', 'توضيح التأخير'], text(2000)),
    unit('keepUntil', ['Keep until', 'Conserver jusqu’au', 'الاحتفاظ إلى غاية'], instant),
    unit('channel', ['Reply through', 'Réponse par', 'الجواب عبر'], recordIdOf('pointer')),
  ],
  engine: {
    derives: ['to'],
    moves: {
      rel: 'answers',
      desk: 'desk',
      event: 'outcome',
      steps: {
        answered: 'done',
        partial: 'partial',
        'no-information': 'done',
        refused: 'refused',
        clarification: 'deferred',
        'judicial-authorisation': 'deferred',
      },
    },
    clocks: [
      {
        clock: 'judicial',
        when: ['in', 'outcome', ['judicial-authorisation']],
        desk: 'desk',
        due: { at: 'judicial/expectedAt' },
        stops: [{ rel: 'supersedes', by: 'issuer' }],
      },
    ],
  },
  rules: [
    needed('answer-ground', { unit: 'ground', when: is('outcome', 'refused', 'partial') }, [
      'A refusal, whole or in part, always states its ground.',
      'Un refus, total ou partiel, indique toujours son motif.',
      'يبين الرفض الكلي أو الجزئي سببه دائما.',
    ]),
    rule(
      'answer-part-first',
      [
        'A partial answer comes before a refusal: say that a part was considered.',
        'Une réponse partielle prime le refus : indiquez qu’elle a été envisagée.',
        'الجواب الجزئي أولى من الرفض: بين أنه تم النظر فيه.',
      ],
      (fields) =>
        fields['outcome'] === 'refused' && fields['partConsidered'] !== true
          ? { path: 'partConsidered', message: 'a refusal says that a partial answer was considered' }
          : undefined,
    ),
    needed('answer-items', { unit: 'items', when: is('outcome', 'answered', 'partial') }, [
      'An answer holds at least one item.',
      'Une réponse contient au moins un élément.',
      'يتضمن الجواب عنصرا واحدا على الأقل.',
    ]),
    rule(
      'answer-nothing-beside',
      ['Where nothing is answered, no item is given.', 'Sans réponse, aucun élément n’est donné.', 'عند عدم الجواب لا يقدم أي عنصر.'],
      (fields) =>
        !is('outcome', 'answered', 'partial')(fields) && elementsOf(fields['items']).length > 0
          ? { path: 'items', message: `${String(fields['outcome'])} holds no items` }
          : undefined,
    ),
    needed('answer-clarification', { unit: 'clarification', when: is('outcome', 'clarification') }, [
      'Say what is to be clarified; the clock stops until it is.',
      'Indiquez ce qui est à préciser ; le délai est suspendu jusque-là.',
      'بين ما يجب توضيحه؛ يتوقف الأجل إلى حين ذلك.',
    ]),
    needed('answer-judicial', { unit: 'judicial', when: is('outcome', 'judicial-authorisation') }, [
      'Waiting for a judge is explained.',
      'L’attente d’une autorisation judiciaire est expliquée.',
      'يجب تعليل انتظار الإذن القضائي.',
    ]),
    rule(
      'answer-late',
      ['An answer after its deadline gives the reason.', 'Une réponse tardive indique son motif.', 'يبين الجواب المتأخر سبب تأخره.'],
      (fields) =>
        fields['due'] !== undefined && String(fields['answeredAt']) > String(fields['due']) && fields['lateReason'] === undefined
          ? { path: 'lateReason', message: `${String(fields['answeredAt'])} is after ${String(fields['due'])}` }
          : undefined,
    ),
    rule(
      'answer-item-form',
      ['Each item holds what its kind says.', 'Chaque élément contient ce que sa nature annonce.', 'يتضمن كل عنصر ما يدل عليه نوعه.'],
      (fields) =>
        elementsOf(fields['items'])
          .map(lackOf)
          .find((one) => one !== undefined),
    ),
    rule(
      'answer-h3',
      ['Handling code H3 states its restriction in words.', 'Le code H3 précise sa restriction par écrit.', 'يبين الرمز H3 التقييد كتابة.'],
      (fields) => {
        const index = elementsOf(fields['items']).findIndex(
          (row) => elementsOf(memberOf(row, 'handling')).includes('H3') && memberOf(row, 'restriction') === undefined,
        );
        return index < 0 ? undefined : { path: `items[${index}].restriction`, message: 'H3 needs its restriction' };
      },
    ),
    rule(
      'answer-evidence',
      [
        'Use as evidence needs the consent of an authority.',
        'L’usage comme preuve suppose l’accord d’une autorité.',
        'يستلزم الاستعمال دليلا موافقة سلطة مختصة.',
      ],
      (fields) => {
        const index = elementsOf(fields['items']).findIndex(
          (row) => memberOf(row, 'evidence') === 'consented' && memberOf(row, 'consent') === undefined,
        );
        return index < 0 ? undefined : { path: `items[${index}].consent`, message: 'evidence that is consented names who consented' };
      },
    ),
  ],
};
