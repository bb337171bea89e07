import { vocabulary } from './vocabulary.ts';

export const logChannel = vocabulary('log-channel', {
  radio: ['Radio', 'Radio', 'الراديو'],
  phone: ['Telephone', 'Téléphone', 'الهاتف'],
  email: ['E-mail', 'Courriel', 'البريد الإلكتروني'],
  inperson: ['In person', 'De vive voix', 'مباشرة'],
  system: ['System', 'Système', 'نظام معلوماتي'],
  other: ['Other', 'Autre', 'غير ذلك'],
});

export const correspondent = vocabulary('correspondent', {
  public: ['Public', 'Public', 'العموم'],
  organiser: ['Organiser', 'Organisateur', 'المنظم'],
  medical: ['Medical service', 'Secours médicaux', 'الإسعاف الطبي'],
  fire: ['Fire and rescue', 'Sapeurs-pompiers', 'الوقاية المدنية'],
  transport: ['Transport', 'Transports', 'النقل'],
  media: ['Media', 'Médias', 'وسائل الإعلام'],
  other: ['Other', 'Autre', 'غير ذلك'],
});

export const priority = vocabulary('priority', {
  normal: ['Normal', 'Normale', 'عادية', 'Normal', 'Normal'],
  high: ['High', 'Haute', 'مرتفعة', 'Alta', 'Alta'],
  critical: ['Critical', 'Critique', 'حرجة', 'Crítica', 'Crítica'],
});

export const triage = vocabulary('triage', {
  pending: ['Pending', 'En attente', 'قيد الانتظار'],
  moreInfo: ['More information needed', 'Complément demandé', 'في انتظار معلومات إضافية'],
  done: ['Done', 'Traité', 'معالج'],
  reset: ['To be looked at again', 'À revoir', 'تعاد معالجته'],
});

export const sourceKind = vocabulary('source-kind', {
  witness: ['Witness', 'Témoin', 'شاهد'],
  officer: ['Officer', 'Agent', 'موظف أمن'],
  sensor: ['Sensor', 'Capteur', 'جهاز استشعار'],
  open: ['Open source', 'Source ouverte', 'مصدر مفتوح'],
  partner: ['Partner', 'Partenaire', 'شريك'],
  organiser: ['Organiser', 'Organisateur', 'المنظم'],
});

/** Reliability of a source, A to F (Admiralty system). */
export const reliability = vocabulary('reliability', {
  A: ['Completely reliable', 'Totalement fiable', 'موثوق تماما'],
  B: ['Usually reliable', 'Généralement fiable', 'موثوق عادة'],
  C: ['Fairly reliable', 'Assez fiable', 'موثوق إلى حد ما'],
  D: ['Not usually reliable', 'Rarement fiable', 'غير موثوق عادة'],
  E: ['Unreliable', 'Non fiable', 'غير موثوق'],
  F: ['Cannot be judged', 'Fiabilité inconnue', 'لا يمكن تقديره'],
});

/** Credibility of information, 1 to 6 (Admiralty system). */
export const credibility = vocabulary('credibility', {
  '1': ['Confirmed by other sources', 'Confirmé par d’autres sources', 'تؤكده مصادر أخرى'],
  '2': ['Probably true', 'Probablement vrai', 'صحيح على الأرجح'],
  '3': ['Possibly true', 'Peut-être vrai', 'ربما صحيح'],
  '4': ['Doubtful', 'Douteux', 'مشكوك فيه'],
  '5': ['Improbable', 'Improbable', 'مستبعد'],
  '6': ['Cannot be judged', 'Véracité inconnue', 'لا يمكن تقديره'],
});

export const reach = vocabulary('reach', {
  '0': ['Nobody', 'Personne', 'لا أحد'],
  lt25: ['Fewer than 25', 'Moins de 25', 'أقل من 25'],
  '25-100': ['25 to 100', '25 à 100', 'من 25 إلى 100'],
  '100-500': ['100 to 500', '100 à 500', 'من 100 إلى 500'],
  gt500: ['More than 500', 'Plus de 500', 'أكثر من 500'],
  gt100k: ['More than 100 000', 'Plus de 100 000', 'أكثر من 100000'],
  unknown: ['Not known', 'Inconnu', 'غير معروف'],
});

export const claimStatus = vocabulary('claim-status', {
  unverified: ['Not verified', 'Non vérifié', 'غير متحقق منه', 'No verificado', 'Não verificado'],
  verifying: ['Being verified', 'En cours de vérification', 'قيد التحقق', 'En verificación', 'Em verificação'],
  confirmed: ['Confirmed', 'Confirmé', 'مؤكد', 'Confirmado', 'Confirmado'],
  false: ['False', 'Faux', 'غير صحيح', 'Falso', 'Falso'],
  partly: ['Partly true', 'Partiellement vrai', 'صحيح جزئيا', 'Parcialmente cierto', 'Parcialmente verdadeiro'],
  withdrawn: ['Withdrawn', 'Retiré', 'مسحوب', 'Retirado', 'Retirado'],
});

export const checkedSource = vocabulary('checked-source', {
  hospital: ['Hospital', 'Hôpital', 'مستشفى'],
  morgue: ['Morgue', 'Morgue', 'مستودع الأموات'],
  transport: ['Transport operator', 'Transporteur', 'شركة النقل'],
  organiser: ['Organiser', 'Organisateur', 'المنظم'],
  venue: ['Venue', 'Site', 'الموقع'],
  partner: ['Partner', 'Partenaire', 'شريك'],
  ministry: ['Ministry', 'Ministère', 'وزارة'],
  media: ['Media', 'Médias', 'وسائل الإعلام'],
  sensor: ['Sensor', 'Capteur', 'جهاز استشعار'],
  other: ['Other', 'Autre', 'غير ذلك'],
});

export const checkResult = vocabulary('check-result', {
  supports: ['Supports it', 'Le confirme', 'يؤيده'],
  contradicts: ['Contradicts it', 'Le contredit', 'ينفيه'],
  none: ['Says nothing', 'Ne permet pas de conclure', 'لا يفيد'],
});

/** What a desk says to a record. Received, accepted and committed are three different things. */
export const acknowledgementState = vocabulary(
  'acknowledgement-state',
  {
    seen: ['Received', 'Accusé de réception', 'تم الاستلام', 'Recibido', 'Recebido'],
    accepted: ['Accepted', 'Accepté', 'مقبول', 'Aceptado', 'Aceite'],
    partial: ['Partly accepted', 'Accepté en partie', 'مقبول جزئيا', 'Aceptado en parte', 'Aceite em parte'],
    refused: ['Refused', 'Refusé', 'مرفوض', 'Rechazado', 'Recusado'],
    deferred: ['Deferred', 'Différé', 'مؤجل', 'Aplazado', 'Adiado'],
    done: ['Done', 'Fait', 'منجز', 'Hecho', 'Feito'],
  },
  {
    seen: {
      caution: [
        'Read, and nothing promised: accepting and committing are acts of their own.',
        'Lu, sans engagement : accepter et s’engager sont des actes distincts.',
        'تم الاطلاع دون أي التزام: القبول والالتزام فعلان مستقلان.',
      ],
    },
  },
);

export const refusalReason = vocabulary('refusal-reason', {
  'no-capacity': ['No capacity', 'Moyens insuffisants', 'نقص في الإمكانيات', 'Sin capacidad', 'Sem capacidade'],
  'no-power': ['No power to do it', 'Hors compétence', 'خارج الاختصاص', 'Sin competencia', 'Sem competência'],
  law: ['Law', 'Droit', 'القانون', 'Ley', 'Lei'],
  rights: ['Human rights', 'Droits de l’homme', 'حقوق الإنسان', 'Derechos humanos', 'Direitos humanos'],
  classification: ['Classification', 'Classification', 'درجة السرية', 'Clasificación', 'Classificação'],
  duplicate: ['Duplicate', 'Doublon', 'مكرر', 'Duplicado', 'Duplicado'],
  other: ['Other', 'Autre', 'غير ذلك', 'Otro', 'Outro'],
});

/** How a text came to be in its language. */
export const textStatus = vocabulary('text-status', {
  original: ['Original', 'Original', 'النص الأصلي', 'Original', 'Original'],
  human: ['Translated by a person', 'Traduit par une personne', 'ترجمة بشرية', 'Traducido por una persona', 'Traduzido por uma pessoa'],
  machine: ['Machine translation', 'Traduction automatique', 'ترجمة آلية', 'Traducción automática', 'Tradução automática'],
  unverified: [
    'Translation not verified',
    'Traduction non vérifiée',
    'ترجمة غير متحقق منها',
    'Traducción no verificada',
    'Tradução não verificada',
  ],
});
