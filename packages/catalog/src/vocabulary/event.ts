import { vocabulary } from './vocabulary.ts';

export const eventKind = vocabulary('event-kind', {
  tournament: ['Tournament', 'Tournoi', 'بطولة', 'Torneo', 'Torneio'],
  match: ['Match', 'Match', 'مباراة', 'Partido', 'Jogo'],
  assembly: ['Assembly', 'Assemblée', 'جمعية عامة', 'Asamblea', 'Assembleia'],
  summit: ['Summit', 'Sommet', 'قمة', 'Cumbre', 'Cimeira'],
  ceremony: ['Ceremony', 'Cérémonie', 'حفل', 'Ceremonia', 'Cerimónia'],
  other: ['Other', 'Autre', 'غير ذلك', 'Otro', 'Outro'],
});

export const eventPhase = vocabulary('event-phase', {
  planning: ['Planning', 'Préparation', 'الإعداد'],
  pre: ['Before', 'Avant', 'ما قبل التظاهرة'],
  live: ['Under way', 'En cours', 'جارية'],
  closing: ['Closing', 'Clôture', 'الاختتام'],
  post: ['After', 'Après', 'ما بعد التظاهرة'],
});

export const authorityAct = vocabulary('authority-act', {
  delay: ['Delay kick-off', 'Retarder le coup d’envoi', 'تأخير انطلاق المباراة'],
  stop: ['Stop', 'Arrêter', 'الإيقاف'],
  evacuate: ['Evacuate', 'Évacuer', 'الإخلاء'],
  'open-gate': ['Open a gate', 'Ouvrir une porte', 'فتح بوابة'],
  'close-gate': ['Close a gate', 'Fermer une porte', 'إغلاق بوابة'],
  'public-message': ['Message to the public', 'Message au public', 'رسالة إلى العموم'],
  'stand-down': ['Stand down', 'Lever le dispositif', 'رفع حالة التأهب'],
});

export const gateState = vocabulary('gate-state', {
  open: ['Open', 'Ouverte', 'مفتوحة'],
  throttled: ['Slowed', 'Flux réduit', 'تدفق مخفض'],
  closed: ['Closed', 'Fermée', 'مغلقة'],
  locked: ['Locked', 'Verrouillée', 'موصدة'],
  failed: ['Out of order', 'En panne', 'معطلة'],
});

export const pointKind = vocabulary('point-kind', {
  rendezvous: ['Rendezvous point', 'Point de rassemblement des moyens', 'نقطة الالتقاء', 'Punto de encuentro', 'Ponto de encontro'],
  'forward-command': ['Forward command post', 'Poste de commandement avancé', 'مركز القيادة المتقدم'],
  'safe-route': ['Safe route', 'Itinéraire sûr', 'مسلك آمن'],
  'hot-zone': ['Hot zone', 'Zone d’exclusion', 'المنطقة الساخنة'],
  'warm-zone': ['Warm zone', 'Zone contrôlée', 'المنطقة الوسيطة'],
  'cold-zone': ['Cold zone', 'Zone de soutien', 'المنطقة الباردة'],
  triage: ['Triage point', 'Point de tri des blessés', 'نقطة فرز المصابين'],
  'fan-zone': ['Fan zone', 'Zone de supporters', 'منطقة المشجعين'],
  screening: ['Screening point', 'Point de filtrage', 'نقطة التفتيش'],
  cordon: ['Cordon', 'Cordon', 'طوق أمني'],
});

export const fixtureStatus = vocabulary('fixture-status', {
  scheduled: ['Scheduled', 'Programmée', 'مبرمجة', 'Programado', 'Agendado'],
  delayed: ['Delayed', 'Retardée', 'مؤخرة', 'Retrasado', 'Atrasado'],
  live: ['Under way', 'En cours', 'جارية', 'En curso', 'Em curso'],
  suspended: ['Suspended', 'Interrompue', 'متوقفة', 'Suspendido', 'Suspenso'],
  ended: ['Ended', 'Terminée', 'منتهية', 'Finalizado', 'Terminado'],
  abandoned: ['Abandoned', 'Définitivement arrêtée', 'ملغاة نهائيا', 'Abandonado', 'Abandonado'],
});

export const itemState = vocabulary('item-state', {
  open: ['Open', 'À faire', 'لم ينجز'],
  done: ['Done', 'Fait', 'أنجز'],
  dropped: ['Dropped', 'Abandonné', 'متخلى عنه'],
});

export const stopMeasure = vocabulary('stop-measure', {
  density: ['Crowd density', 'Densité de foule', 'كثافة الحشود'],
  casualties: ['Casualties', 'Victimes', 'المصابون'],
  breach: ['Breach', 'Intrusion', 'اقتحام'],
  weather: ['Weather', 'Météo', 'الطقس'],
  structure: ['Structure', 'Structure', 'البنية'],
});

export const deskFunction = vocabulary('desk-function', {
  nfip: [
    'National football information point',
    'Point national d’information football',
    'نقطة الاتصال الوطنية لكرة القدم',
    'Punto nacional de información sobre fútbol',
    'Ponto nacional de informações de futebol',
  ],
  lo: ['Liaison officer', 'Officier de liaison', 'ضابط الاتصال', 'Oficial de enlace', 'Oficial de ligação'],
  ops: ['Operations', 'Opérations', 'العمليات', 'Operaciones', 'Operações'],
  media: ['Media', 'Communication', 'الإعلام', 'Medios', 'Imprensa'],
  medical: ['Medical', 'Secours médicaux', 'الإسعاف الطبي', 'Sanidad', 'Emergência médica'],
  fire: ['Fire and rescue', 'Sapeurs-pompiers', 'الوقاية المدنية', 'Bomberos', 'Bombeiros'],
  border: ['Border', 'Frontières', 'الحدود', 'Fronteras', 'Fronteiras'],
  defence: ['Defence', 'Défense', 'الدفاع', 'Defensa', 'Defesa'],
  consular: ['Consular', 'Consulaire', 'القنصلية', 'Consular', 'Consular'],
  oversight: ['Oversight', 'Contrôle', 'الرقابة', 'Supervisión', 'Supervisão'],
});

export const contactKind = vocabulary('contact-kind', {
  phone: ['Telephone', 'Téléphone', 'الهاتف'],
  radio: ['Radio', 'Radio', 'الراديو'],
  email: ['E-mail', 'Courriel', 'البريد الإلكتروني'],
  fax: ['Fax', 'Télécopie', 'الفاكس'],
  web: ['Web', 'Web', 'الويب'],
});

export const holderRole = vocabulary('holder-role', {
  'duty-officer': ['Duty officer', 'Officier de permanence', 'ضابط المداومة', 'Oficial de guardia', 'Oficial de serviço'],
  'liaison-officer': ['Liaison officer', 'Officier de liaison', 'ضابط الاتصال', 'Oficial de enlace', 'Oficial de ligação'],
  supervisor: ['Supervisor', 'Superviseur', 'المشرف', 'Supervisor', 'Supervisor'],
  commander: ['Commander', 'Commandant', 'القائد', 'Comandante', 'Comandante'],
  vacant: ['Vacant', 'Vacant', 'شاغر', 'Vacante', 'Vago'],
});
