import { vocabulary } from './vocabulary.ts';

export const incidentKind = vocabulary('incident-kind', {
  'crowd-crush': ['Crowd crush', 'Écrasement de foule', 'تدافع'],
  breach: ['Breach', 'Intrusion', 'اقتحام'],
  disorder: ['Disorder', 'Troubles', 'أعمال شغب'],
  fire: ['Fire', 'Incendie', 'حريق'],
  explosion: ['Explosion', 'Explosion', 'انفجار'],
  'suspicious-item': ['Suspicious item', 'Objet suspect', 'شيء مشبوه'],
  'armed-attack': ['Armed attack', 'Attaque armée', 'هجوم مسلح'],
  cbrn: ['Hazardous substances (CBRN)', 'Matières dangereuses (NRBC)', 'مواد خطرة (إشعاعية أو بيولوجية أو كيميائية)'],
  structural: ['Structural failure', 'Défaillance de structure', 'انهيار في البنية'],
  transport: ['Transport', 'Transports', 'النقل'],
  medical: ['Medical', 'Médical', 'طبي'],
  'missing-vulnerable': ['Missing vulnerable person', 'Disparition d’une personne vulnérable', 'اختفاء شخص في وضعية هشاشة'],
  drone: ['Drone', 'Drone', 'طائرة مسيرة'],
  cyber: ['Cyber', 'Cyber', 'سيبراني'],
  weather: ['Weather', 'Météo', 'الطقس'],
  other: ['Other', 'Autre', 'غير ذلك'],
});

const perService = {
  caution: [
    'Declared by one service for itself; it says nothing about the others, and no other country has an exact equivalent.',
    'Déclaré par un service pour lui-même ; ne dit rien des autres, et n’a pas d’équivalent exact (plan NOVI, ORSEC en France).',
    'تعلنه كل مصلحة عن نفسها ولا يلزم غيرها، وليس له مقابل دقيق في البلدان الأخرى.',
  ],
} as const;

export const majorState = vocabulary(
  'major-state',
  {
    notDeclared: ['Not declared', 'Non déclaré', 'غير معلن'],
    standby: ['Standby', 'Mise en alerte', 'حالة تأهب'],
    declared: ['Declared', 'Déclaré', 'معلن'],
    stoodDown: ['Stood down', 'Levé', 'مرفوع'],
  },
  { notDeclared: perService, standby: perService, declared: perService, stoodDown: perService },
);

export const hazard = vocabulary('hazard', {
  'crowd-density': ['Crowd density', 'Densité de foule', 'كثافة الحشود'],
  fire: ['Fire', 'Feu', 'نار'],
  smoke: ['Smoke', 'Fumée', 'دخان'],
  explosion: ['Explosion', 'Explosion', 'انفجار'],
  chemical: ['Chemical', 'Chimique', 'كيميائي'],
  biological: ['Biological', 'Biologique', 'بيولوجي'],
  radiological: ['Radiological', 'Radiologique', 'إشعاعي'],
  structure: ['Structure', 'Structure', 'البنية'],
  electricity: ['Electricity', 'Électricité', 'الكهرباء'],
  water: ['Water', 'Eau', 'الماء'],
  weather: ['Weather', 'Météo', 'الطقس'],
  traffic: ['Traffic', 'Circulation', 'حركة السير'],
  weapon: ['Weapon', 'Arme', 'سلاح'],
  vehicle: ['Vehicle', 'Véhicule', 'مركبة'],
  drone: ['Drone', 'Drone', 'طائرة مسيرة'],
  animal: ['Animal', 'Animal', 'حيوان'],
  pyrotechnics: ['Pyrotechnics', 'Engins pyrotechniques', 'شهب اصطناعية'],
  other: ['Other', 'Autre', 'غير ذلك'],
});

/** Casualties are counted by these classes; they are names of members of a unit, not values. Mapping between countries is never automatic. */
export const casualtyClass = vocabulary(
  'casualty-class',
  {
    p1: ['Immediate (P1)', 'Urgence absolue (UA)', 'حالة حرجة'],
    p2: ['Urgent (P2)', 'Urgence relative (UR)', 'حالة مستعجلة'],
    p3: ['Delayed (P3)', 'Impliqué, sans urgence', 'حالة خفيفة'],
    dead: ['Dead', 'Décédé', 'متوفى'],
    missing: ['Missing', 'Disparu', 'مفقود'],
    uninjured: ['Uninjured', 'Indemne', 'سالم'],
    evacuated: ['Evacuated', 'Évacué', 'تم إجلاؤه'],
  },
  Object.fromEntries(
    ['p1', 'p2', 'p3'].map((code) => [
      code,
      {
        caution: [
          'Countries have different numbers of classes: both medical leads sign the table of equivalents, and nothing is mapped back by itself.',
          'Le nombre de classes diffère selon les pays : les deux responsables médicaux signent la table d’équivalence, sans conversion automatique.',
          'يختلف عدد الأصناف بين البلدان: يوقع المسؤولان الطبيان جدول المقابلة ولا يتم أي تحويل آلي.',
        ],
      },
    ]),
  ),
);

export const figureBasis = vocabulary('figure-basis', {
  counted: ['Counted', 'Compté', 'محصى', 'Contado', 'Contado'],
  estimated: ['Estimated', 'Estimé', 'مقدر', 'Estimado', 'Estimado'],
  reported: ['Reported', 'Rapporté', 'مبلغ عنه', 'Comunicado', 'Comunicado'],
});

export const serviceState = vocabulary('service-state', {
  required: ['Required', 'Demandé', 'مطلوب'],
  enRoute: ['On the way', 'En route', 'في الطريق'],
  onScene: ['On scene', 'Sur place', 'في عين المكان'],
  notNeeded: ['Not needed', 'Non nécessaire', 'غير لازم'],
});

export const incidentStatus = vocabulary('incident-status', {
  open: ['Open', 'En cours', 'جار', 'Abierto', 'Aberto'],
  contained: ['Contained', 'Circonscrit', 'تحت السيطرة', 'Contenido', 'Contido'],
  closed: ['Closed', 'Clos', 'منته', 'Cerrado', 'Encerrado'],
});

export const trend = vocabulary('trend', {
  worsening: ['Getting worse', 'Aggravation', 'تفاقم'],
  stable: ['Stable', 'Stable', 'مستقر'],
  improving: ['Getting better', 'Amélioration', 'تحسن'],
});

export const declarationSubject = vocabulary(
  'declaration-subject',
  {
    'major-incident': ['Major incident', 'Événement majeur', 'حادث كبير'],
    'plan-activated': ['Plan activated', 'Plan déclenché', 'تفعيل مخطط'],
    'threat-level': ['Threat level', 'Niveau de menace', 'مستوى التهديد'],
    'show-stop': ['Show stop', 'Arrêt de la rencontre', 'إيقاف المباراة'],
    'kickoff-delay': ['Kick-off delayed', 'Coup d’envoi retardé', 'تأخير انطلاق المباراة'],
    evacuation: ['Evacuation', 'Évacuation', 'إخلاء'],
    'gate-state': ['State of a gate', 'État d’une porte', 'حالة بوابة'],
    'stand-down': ['Stand down', 'Levée du dispositif', 'رفع حالة التأهب'],
  },
  { 'major-incident': perService },
);
