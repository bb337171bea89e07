import { is, needed } from '../checks.ts';
import { boundFigures } from '../figures.ts';
import { openLabel, type RecordType, required, rule, unit } from '../record-type.ts';
import {
  code,
  desk,
  digest,
  elementsOf,
  instant,
  list,
  memberOf,
  object,
  party,
  pastInstant,
  recordIdOf,
  subjectId,
  text,
} from '../schema-parts.ts';
import { boundFigure } from '../schema-shapes.ts';
import { communiqueState } from '../vocabulary/cooperation.ts';
import { coded } from '../vocabulary/vocabulary.ts';

const settled = is('state', 'agreed', 'released');

/**
 * A communiqué drafted together, paragraph by paragraph, languages side by side. Each agency states in its own record which paragraphs it agrees
 * to, by the digest of their text; nobody agrees for the other.
 */
export const communique: RecordType = {
  type: 'communique',
  version: 1,
  names: { en: 'Communiqué', fr: 'Communiqué', ar: 'بلاغ', es: 'Comunicado', pt: 'Comunicado' },
  topic: 'cooperation',
  arity: 20,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 1825,
  authorSignature: true,
  units: [
    required(unit('title', ['Title', 'Titre', 'العنوان'], text(500))),
    required(
      unit(
        'paragraphs',
        ['Paragraphs', 'Paragraphes', 'الفقرات'],
        list(
          object({ paragraph: code, text: text(8000), figures: list(boundFigure, { max: 64 }), unverified: { const: true } }, [
            'figures',
            'unverified',
          ]),
          {
            min: 1,
            max: 128,
          },
        ),
      ),
    ),
    required(unit('state', ['Status', 'État', 'الحالة'], coded(communiqueState))),
    unit(
      'agrees',
      ['Paragraphs agreed to', 'Paragraphes approuvés', 'الفقرات الموافق عليها'],
      list(object({ paragraph: code, digest }), { max: 128 }),
    ),
    unit('embargo', ['Not before', 'Embargo jusqu’au', 'لا ينشر قبل'], instant),
    unit('authorities', ['Release authority', 'Autorités de diffusion', 'سلطات النشر'], list(object({ party, desk }), { max: 8 })),
    unit('agreedIn', ['Agreed in', 'Accords', 'الموافقات'], list(recordIdOf('communique'), { max: 16 })),
    unit('finalDigest', ['Seal of the final text', 'Empreinte du texte final', 'بصمة النص النهائي'], digest),
    unit('releasedAt', ['Released at', 'Publié le', 'تاريخ النشر'], pastInstant),
    unit('from', ['From the meeting', 'Issu de la réunion', 'صادر عن الاجتماع'], subjectId),
    unit('concerns', ['Event or incident', 'Événement ou incident', 'التظاهرة أو الحادث'], subjectId),
  ],
  engine: {
    fold: {
      title: { merge: 'same' },
      paragraphs: { merge: 'union', key: 'paragraph' },
      agrees: { merge: 'each' },
      finalDigest: { merge: 'same' },
      embargo: { merge: 'same' },
    },
    mentions: ['from', 'concerns', 'agreedIn'],
    derives: ['paragraphs/figures/claim'],
    clocks: [
      {
        clock: 'embargo',
        when: ['in', 'state', ['agreed']],
        desk: 'author',
        due: { at: 'embargo' },
        per: 'subject',
        stops: [],
      },
    ],
  },
  rules: [
    boundFigures('L9', 'paragraphs', settled),
    rule(
      'communique-paragraphs',
      ['Each paragraph has a name of its own.', 'Chaque paragraphe a son propre repère.', 'لكل فقرة رمزها الخاص.'],
      (fields) => {
        const names = elementsOf(fields['paragraphs']).map((row) => String(memberOf(row, 'paragraph')));
        const twice = names.findIndex((each, index) => names.indexOf(each) < index);
        return twice < 0 ? undefined : { path: `paragraphs[${twice}].paragraph`, message: `${names[twice] ?? ''} stands twice` };
      },
    ),
    rule(
      'communique-agreed',
      [
        'An agreed communiqué has every paragraph agreed to.',
        'Un communiqué convenu a tous ses paragraphes approuvés.',
        'جميع فقرات البلاغ المتفق عليه موافق عليها.',
      ],
      (fields) => {
        if (!settled(fields)) return undefined;
        const agreed = new Set(elementsOf(fields['agrees']).map((row) => String(memberOf(row, 'paragraph'))));
        const open = elementsOf(fields['paragraphs']).findIndex((row) => !agreed.has(String(memberOf(row, 'paragraph'))));
        return open < 0 ? undefined : { path: `paragraphs[${open}]`, message: 'not agreed to yet' };
      },
    ),
    needed('communique-authority', { unit: 'authorities', when: settled }, [
      'An agreed communiqué names who may release it for each country.',
      'Un communiqué convenu désigne l’autorité de diffusion de chaque pays.',
      'يحدد البلاغ المتفق عليه سلطة النشر في كل دولة.',
    ]),
    needed('communique-seal', { unit: 'finalDigest', when: is('state', 'released') }, [
      'A released communiqué carries the seal of its final text.',
      'Un communiqué publié porte l’empreinte du texte final.',
      'يحمل البلاغ المنشور بصمة نصه النهائي.',
    ]),
    needed('communique-both', { unit: 'agreedIn', when: is('state', 'released') }, [
      'A released communiqué refers to what each country agreed to.',
      'Un communiqué publié renvoie à l’accord de chaque pays.',
      'يحيل البلاغ المنشور على موافقة كل دولة.',
    ]),
    rule(
      'communique-embargo',
      ['Nothing is released before its embargo ends.', 'Rien n’est publié avant la fin de l’embargo.', 'لا ينشر شيء قبل نهاية الحظر.'],
      (fields) =>
        fields['embargo'] !== undefined && fields['releasedAt'] !== undefined && String(fields['releasedAt']) < String(fields['embargo'])
          ? { path: 'releasedAt', message: `${String(fields['releasedAt'])} is before ${String(fields['embargo'])}` }
          : undefined,
    ),
  ],
};
