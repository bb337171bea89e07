import { vocabulary } from './vocabulary.ts';

export const side = vocabulary('side', {
  host: ['Host', 'Hôte', 'المضيف', 'Anfitrión', 'Anfitrião'],
  visiting: ['Visitor', 'Visiteur', 'الزائر', 'Visitante', 'Visitante'],
});

export const moment = vocabulary('moment', {
  before: ['Before', 'Avant', 'قبل'],
  during: ['During', 'Pendant', 'أثناء'],
  after: ['After', 'Après', 'بعد'],
});

/** Groups are given as bands, never as lists. */
export const groupBand = vocabulary('group-band', {
  '0': ['None', 'Aucun', 'لا أحد'],
  lt25: ['Fewer than 25', 'Moins de 25', 'أقل من 25'],
  '25-100': ['25 to 100', '25 à 100', 'من 25 إلى 100'],
  '100-500': ['100 to 500', '100 à 500', 'من 100 إلى 500'],
  gt500: ['More than 500', 'Plus de 500', 'أكثر من 500'],
  unknown: ['Not known', 'Inconnu', 'غير معروف'],
});

export const groupBehaviour = vocabulary('group-behaviour', {
  pyro: ['Pyrotechnics', 'Engins pyrotechniques', 'شهب اصطناعية'],
  'pitch-entry': ['Entering the pitch', 'Envahissement du terrain', 'اقتحام أرضية الملعب'],
  alcohol: ['Alcohol', 'Alcool', 'الكحول'],
  'discriminatory-chant': ['Discriminatory chants', 'Chants discriminatoires', 'هتافات تمييزية'],
  'clash-planned': ['Planned clashes', 'Affrontements organisés', 'مواجهات مدبرة'],
  'clash-spontaneous': ['Spontaneous clashes', 'Affrontements spontanés', 'مواجهات عفوية'],
  'ticket-fraud': ['Ticket fraud', 'Fraude à la billetterie', 'تزوير التذاكر'],
  'none-observed': ['None observed', 'Aucun constaté', 'لم يسجل شيء'],
});

export const travelMode = vocabulary('travel-mode', {
  air: ['Air', 'Avion', 'الطائرة'],
  rail: ['Rail', 'Train', 'القطار'],
  coach: ['Coach', 'Autocar', 'الحافلة'],
  car: ['Car', 'Voiture', 'السيارة'],
  sea: ['Sea', 'Bateau', 'الباخرة'],
  local: ['Already there', 'Déjà sur place', 'موجودون في عين المكان'],
});

export const confidence = vocabulary('confidence', {
  high: ['Highly confident', 'Confiance élevée', 'ثقة عالية', 'Confianza alta', 'Confiança elevada'],
  some: ['Somewhat confident', 'Confiance moyenne', 'ثقة متوسطة', 'Confianza media', 'Confiança média'],
  unsure: ['Unsure', 'Incertain', 'غير متأكد', 'Dudoso', 'Incerto'],
  none: ['No confidence', 'Aucune confiance', 'بدون ثقة', 'Sin confianza', 'Sem confiança'],
});

export const reportTopic = vocabulary('report-topic', {
  incidents: ['Incidents', 'Incidents', 'الحوادث'],
  flows: ['Flows', 'Flux', 'تدفقات الجمهور'],
  arrests: ['Arrests (numbers)', 'Interpellations (nombre)', 'التوقيفات (أعداد)'],
  medical: ['Medical', 'Secours médicaux', 'الإسعاف الطبي'],
  transport: ['Transport', 'Transports', 'النقل'],
  cyber: ['Cyber', 'Cyber', 'المجال السيبراني'],
  'info-env': ['Information environment', 'Environnement informationnel', 'الفضاء الإعلامي'],
  posture: ['Posture', 'Dispositif', 'الانتشار الأمني'],
  weather: ['Weather', 'Météo', 'الطقس'],
});

export const delegationRole = vocabulary('delegation-role', {
  head: ['Head of delegation', 'Chef de délégation', 'رئيس الوفد'],
  'liaison-officer': ['Liaison officer', 'Officier de liaison', 'ضابط الاتصال'],
  'operations-coordinator': ['Operations coordinator', 'Coordonnateur opérationnel', 'منسق العمليات'],
  spotter: ['Spotter', 'Spotter', 'مراقب الجماهير'],
  'engagement-officer': ['Supporter engagement officer', 'Agent de dialogue avec les supporters', 'مكلف بالتواصل مع المشجعين'],
  'technical-support': ['Technical support', 'Appui technique', 'الدعم التقني'],
  other: ['Other', 'Autre', 'غير ذلك'],
});

export const delegationPower = vocabulary('delegation-power', {
  none: ['None', 'Aucun', 'بدون صلاحيات'],
  observe: ['Observe', 'Observer', 'الملاحظة'],
  escort: ['Accompany', 'Accompagner', 'المرافقة'],
  'joint-arrest': ['Arrest only together with the host', 'Interpellation uniquement avec l’hôte', 'توقيف برفقة المضيف فقط'],
});

export const delegationStatus = vocabulary('delegation-status', {
  proposed: ['Proposed', 'Proposée', 'مقترح'],
  invited: ['Invited', 'Invitée', 'مدعو'],
  accepted: ['Accepted', 'Acceptée', 'مقبول'],
  arrived: ['Arrived', 'Arrivée', 'وصل'],
  departed: ['Departed', 'Repartie', 'غادر'],
  declined: ['Declined', 'Déclinée', 'معتذر عنه'],
});

/** Members of a posture's resources; counts stand under these names. */
export const resourceClass = vocabulary('resource-class', {
  officers: ['Police officers', 'Policiers', 'موظفو الشرطة'],
  publicOrder: ['Public-order units', 'Unités de maintien de l’ordre', 'وحدات حفظ النظام'],
  spotters: ['Spotters', 'Spotters', 'مراقبو الجماهير'],
  stewards: ['Stewards', 'Stadiers', 'منظمو الملعب'],
  mounted: ['Mounted units', 'Unités équestres', 'فرق الخيالة'],
  dogs: ['Dog units', 'Équipes cynophiles', 'فرق الكلاب المدربة'],
  medicalTeams: ['Medical teams', 'Équipes médicales', 'فرق طبية'],
  ambulances: ['Ambulances', 'Ambulances', 'سيارات إسعاف'],
  fireEngines: ['Fire engines', 'Engins d’incendie', 'شاحنات إطفاء'],
  bombDisposal: ['Bomb-disposal teams', 'Équipes de déminage', 'فرق تفكيك المتفجرات'],
  helicopters: ['Helicopters', 'Hélicoptères', 'مروحيات'],
  boats: ['Boats', 'Embarcations', 'زوارق'],
  drones: ['Drones', 'Drones', 'طائرات مسيرة'],
});

export const handoverKind = vocabulary('handover-kind', {
  shift: ['Change of shift', 'Relève d’équipe', 'تبديل الفوج'],
  command: ['Change of command', 'Passation de commandement', 'تسليم القيادة'],
});

export const evidenceItem = vocabulary('evidence-item', {
  cctv: ['Video surveillance', 'Vidéoprotection', 'كاميرات المراقبة'],
  'radio-log': ['Radio recordings', 'Enregistrements radio', 'تسجيلات الراديو'],
  'access-log': ['Gate and access records', 'Journaux des accès', 'سجلات الولوج'],
  'ticket-counts': ['Ticket counts', 'Comptages de billets', 'إحصاء التذاكر'],
  telemetry: ['Sensor data', 'Données de capteurs', 'معطيات أجهزة الاستشعار'],
  document: ['Document', 'Document', 'وثيقة'],
  object: ['Object', 'Objet', 'شيء'],
  other: ['Other', 'Autre', 'غير ذلك'],
});

export const preserveState = vocabulary('preserve-state', {
  requested: ['Requested', 'Demandée', 'مطلوب'],
  acknowledged: ['Acknowledged', 'Accusée réception', 'تم استلام الطلب'],
  preserved: ['Preserved', 'Conservée', 'محفوظ'],
  refused: ['Refused', 'Refusée', 'مرفوض'],
  lost: ['Lost', 'Perdue', 'مفقود'],
});

export const openItem = vocabulary('open-item', {
  incident: ['Incident', 'Incident', 'حادث'],
  request: ['Request', 'Demande', 'طلب'],
  rfi: ['Request for information', 'Demande de renseignements', 'طلب معلومات'],
  declaration: ['Declaration', 'Déclaration', 'إعلان'],
  claim: ['Claim', 'Allégation', 'ادعاء'],
  timer: ['Deadline', 'Échéance', 'أجل'],
});
