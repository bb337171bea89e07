import { needed } from '../checks.ts';
import { openLabel, type RecordType, required, rule, unit } from '../record-type.ts';
import { desk, flag, instant, integer, list, memberOf, object, recordId, subjectId, text } from '../schema-parts.ts';
import { handoverKind, openItem } from '../vocabulary/assessment.ts';
import { holderRole } from '../vocabulary/event.ts';
import { coded } from '../vocabulary/vocabulary.ts';

const signature = object({ desk, role: coded(holderRole), at: instant });
const paragraph = text(4000);

/** A handover by IIMARCH: information, intent, method, administration, risk, communications, humanitarian issues. */
export const handover: RecordType = {
  type: 'handover',
  version: 1,
  names: {
    en: 'Handover (IIMARCH)',
    fr: 'Passation (IIMARCH)',
    ar: 'تسليم المهام',
    es: 'Relevo (IIMARCH)',
    pt: 'Passagem de serviço (IIMARCH)',
  },
  topic: 'operations',
  arity: 24,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 1095,
  authorSignature: true,
  acknowledge: { withinSeconds: 1800 },
  units: [
    required(unit('kind', ['Kind', 'Nature', 'النوع'], coded(handoverKind))),
    required(unit('from', ['From', 'De', 'من'], desk)),
    required(unit('to', ['To', 'À', 'إلى'], desk)),
    required(unit('at', ['Time', 'Heure', 'الوقت'], instant)),
    required(unit('information', ['Information', 'Informations', 'المعلومات'], paragraph)),
    required(unit('intent', ['Intent', 'Intention', 'المقصد'], paragraph)),
    required(unit('method', ['Method', 'Méthode', 'الطريقة'], paragraph)),
    required(unit('administration', ['Administration', 'Administration', 'الجوانب الإدارية'], paragraph)),
    required(unit('risks', ['Risk assessment', 'Évaluation des risques', 'تقييم المخاطر'], paragraph)),
    required(unit('communications', ['Communications', 'Communications', 'الاتصالات'], paragraph)),
    required(unit('humanitarian', ['Humanitarian issues', 'Questions humanitaires', 'الجوانب الإنسانية'], paragraph)),
    unit(
      'open',
      ['Open items', 'Points ouverts', 'المسائل العالقة'],
      list(
        object({ kind: coded(openItem), subject: subjectId, record: recordId, dueAt: instant, said: flag }, [
          'subject',
          'record',
          'dueAt',
          'said',
        ]),
        { max: 512 },
      ),
    ),
    unit('outgoing', ['Outgoing', 'Sortant', 'المسلم'], signature),
    unit('incoming', ['Incoming', 'Entrant', 'المتسلم'], signature),
    unit('gapMinutes', ['Gap in minutes', 'Interruption en minutes', 'الانقطاع بالدقائق'], integer(0, 10_080)),
  ],
  engine: {
    mentions: ['open/subject', 'open/record'],
    ladder: { desk: 'to', owes: ['acknowledge'] },
    clocks: [
      {
        clock: 'acknowledge',
        desk: 'to',
        due: { after: { setting: 'acknowledgeSeconds', times: 30, otherwise: 60 } },
        stops: [{ rel: 'acknowledges', by: 'agency' }],
        escalates: { last: 'issuer' },
      },
    ],
  },
  rules: [
    rule(
      'handover-command',
      ['Command passes from one desk to another.', 'Le commandement passe d’un bureau à un autre.', 'تنتقل القيادة من مكتب إلى آخر.'],
      (fields) =>
        fields['kind'] === 'command' && fields['from'] === fields['to']
          ? { path: 'to', message: `${String(fields['to'])} hands over to itself` }
          : undefined,
    ),
    needed('handover-signed', { unit: 'outgoing', when: (fields) => fields['incoming'] !== undefined }, [
      'Whoever takes over signs after whoever leaves.',
      'L’entrant signe après le sortant.',
      'يوقع المتسلم بعد المسلم.',
    ]),
    rule(
      'handover-gap',
      [
        'The gap is the time between the two signatures.',
        'L’interruption est le temps écoulé entre les deux signatures.',
        'الانقطاع هو المدة الفاصلة بين التوقيعين.',
      ],
      (fields) => {
        const [out, into] = [memberOf(fields['outgoing'], 'at'), memberOf(fields['incoming'], 'at')];
        if (out === undefined || into === undefined || fields['gapMinutes'] === undefined) return undefined;
        const minutes = Math.max(0, Math.ceil((Date.parse(String(into)) - Date.parse(String(out))) / 60_000));
        return fields['gapMinutes'] === minutes
          ? undefined
          : { path: 'gapMinutes', message: `${minutes} minutes lie between the signatures` };
      },
    ),
  ],
};
