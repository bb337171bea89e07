import { vocabulary } from './vocabulary.ts';

export const lessonKind = vocabulary('lesson-kind', {
  problem: ['Problem', 'Difficulté', 'مشكل', 'Problema', 'Problema'],
  goodPractice: ['Good practice', 'Bonne pratique', 'ممارسة جيدة', 'Buena práctica', 'Boa prática'],
  nearMiss: ['Near miss', 'Presque-accident', 'حادث وشيك', 'Casi accidente', 'Quase acidente'],
});

/** The five principles of JESIP, and other. */
export const lessonTheme = vocabulary('lesson-theme', {
  'co-locate': ['Co-locate', 'Se regrouper', 'التواجد في مكان واحد'],
  communicate: ['Communicate', 'Communiquer', 'التواصل'],
  'co-ordinate': ['Co-ordinate', 'Coordonner', 'التنسيق'],
  'joint-risk': ['Jointly understand risk', 'Comprendre ensemble les risques', 'فهم مشترك للمخاطر'],
  'shared-awareness': ['Shared situational awareness', 'Vision partagée de la situation', 'إدراك مشترك للوضع'],
  other: ['Other', 'Autre', 'غير ذلك'],
});

/** A lesson is learned only when its improvement was validated (NATO). */
export const lessonState = vocabulary('lesson-state', {
  observation: ['Observation', 'Observation', 'ملاحظة'],
  identified: ['Lesson identified', 'Leçon identifiée', 'درس محدد'],
  endorsed: ['Endorsed', 'Entérinée', 'مصادق عليه'],
  tasked: ['Tasked', 'Confiée', 'مكلف به'],
  implemented: ['Implemented', 'Mise en œuvre', 'مطبق'],
  learned: ['Lesson learned', 'Leçon apprise', 'درس مستفاد'],
  rejected: ['Rejected', 'Rejetée', 'مرفوض'],
});

export const meetingKind = vocabulary('meeting-kind', {
  bilateral: ['Bilateral meeting', 'Réunion bilatérale', 'اجتماع ثنائي'],
  'working-group': ['Working group', 'Groupe de travail', 'فريق عمل'],
  'working-visit': ['Working visit', 'Visite de travail', 'زيارة عمل'],
  planning: ['Planning meeting', 'Réunion de planification', 'اجتماع تخطيط'],
  briefing: ['Briefing', 'Briefing', 'جلسة إحاطة'],
  debriefing: ['Debriefing', 'Débriefing', 'جلسة استخلاص'],
  board: ['Steering committee', 'Comité de pilotage', 'لجنة قيادة'],
  assembly: ['General assembly', 'Assemblée générale', 'جمعية عامة'],
  other: ['Other', 'Autre', 'غير ذلك'],
});

export const meetingStatus = vocabulary('meeting-status', {
  planned: ['Planned', 'Prévue', 'مبرمج'],
  held: ['Held', 'Tenue', 'انعقد'],
  postponed: ['Postponed', 'Reportée', 'مؤجل'],
  cancelled: ['Cancelled', 'Annulée', 'ملغى'],
});

/** Themes of cooperation, a controlled list. */
export const cooperationTheme = vocabulary('cooperation-theme', {
  'organised-crime': ['Organised crime', 'Criminalité organisée', 'الجريمة المنظمة', 'Crimen organizado', 'Crime organizado'],
  terrorism: ['Terrorism', 'Terrorisme', 'الإرهاب', 'Terrorismo', 'Terrorismo'],
  'trafficking-in-persons': [
    'Trafficking in persons',
    'Traite des êtres humains',
    'الاتجار بالبشر',
    'Trata de personas',
    'Tráfico de pessoas',
  ],
  'irregular-migration': [
    'Irregular-migration networks',
    'Réseaux d’immigration irrégulière',
    'شبكات الهجرة غير النظامية',
    'Redes de inmigración irregular',
    'Redes de imigração irregular',
  ],
  drugs: ['Drugs', 'Stupéfiants', 'المخدرات', 'Drogas', 'Drogas'],
  cybercrime: ['Cybercrime', 'Cybercriminalité', 'الجريمة السيبرانية', 'Ciberdelincuencia', 'Cibercrime'],
  'financial-crime': [
    'Financial crime',
    'Criminalité financière',
    'الجريمة المالية',
    'Delincuencia financiera',
    'Criminalidade financeira',
  ],
  'major-events': ['Major events', 'Grands événements', 'التظاهرات الكبرى', 'Grandes eventos', 'Grandes eventos'],
  interoperability: ['Interoperability', 'Interopérabilité', 'قابلية التشغيل البيني', 'Interoperabilidad', 'Interoperabilidade'],
  expertise: [
    'Exchange of expertise',
    'Échange d’expertise',
    'تبادل الخبرات',
    'Intercambio de conocimientos',
    'Intercâmbio de experiência',
  ],
  training: ['Training', 'Formation', 'التكوين', 'Formación', 'Formação'],
  'technical-partnership': ['Technical partnership', 'Partenariat technique', 'شراكة تقنية', 'Cooperación técnica', 'Parceria técnica'],
  forensics: ['Forensic science', 'Police scientifique', 'الشرطة العلمية', 'Policía científica', 'Polícia científica'],
  'explosives-forensics': ['Explosives forensics', 'Analyse des explosifs', 'تحليل المتفجرات'],
  'crowd-management': ['Crowd management', 'Gestion des foules', 'تدبير الحشود'],
  'search-and-rescue': ['Search and rescue', 'Recherche et sauvetage', 'البحث والإنقاذ'],
  'civil-protection': ['Civil protection', 'Protection civile', 'الحماية المدنية'],
  'maritime-security': ['Maritime security', 'Sécurité maritime', 'الأمن البحري'],
  'defence-cooperation': ['Defence cooperation', 'Coopération de défense', 'التعاون الدفاعي'],
  'human-rights': ['Human rights', 'Droits de l’homme', 'حقوق الإنسان'],
  'information-exchange': ['Exchange of information', 'Échange d’informations', 'تبادل المعلومات'],
  other: ['Other', 'Autre', 'غير ذلك'],
});

export const commitmentState = vocabulary('commitment-state', {
  agreed: ['Agreed', 'Convenu', 'متفق عليه', 'Acordado', 'Acordado'],
  inProgress: ['In progress', 'En cours', 'قيد الإنجاز', 'En curso', 'Em curso'],
  done: ['Done', 'Réalisé', 'منجز', 'Cumplido', 'Cumprido'],
  late: ['Late', 'En retard', 'متأخر', 'Con retraso', 'Em atraso'],
  renegotiated: ['Renegotiated', 'Renégocié', 'معاد التفاوض بشأنه', 'Renegociado', 'Renegociado'],
  dropped: ['Dropped', 'Abandonné', 'متخلى عنه', 'Abandonado', 'Abandonado'],
});

export const offerDirection = vocabulary('offer-direction', {
  offered: ['Offered', 'Proposée', 'معروض'],
  wanted: ['Wanted', 'Recherchée', 'مطلوب'],
});

export const offerKind = vocabulary('offer-kind', {
  expert: ['Expert', 'Expert', 'خبير'],
  training: ['Training', 'Formation', 'تكوين'],
  exercise: ['Exercise', 'Exercice', 'تمرين'],
  observer: ['Observer', 'Observateur', 'ملاحظ'],
  'equipment-demo': ['Demonstration of equipment', 'Démonstration d’équipement', 'عرض تجهيزات'],
  doctrine: ['Doctrine', 'Doctrine', 'عقيدة العمل'],
});

export const offerLevel = vocabulary('offer-level', {
  intro: ['Introduction', 'Initiation', 'تمهيدي'],
  operator: ['Operator', 'Opérateur', 'منفذ'],
  commander: ['Commander', 'Commandement', 'قيادي'],
  strategic: ['Strategic', 'Stratégique', 'استراتيجي'],
});

export const offerState = vocabulary('offer-state', {
  open: ['Open', 'Ouverte', 'مفتوح'],
  accepted: ['Accepted', 'Acceptée', 'مقبول'],
  held: ['Held', 'Réalisée', 'منجز'],
  withdrawn: ['Withdrawn', 'Retirée', 'مسحوب'],
  closed: ['Closed', 'Close', 'مغلق'],
});

export const rightsScheme = vocabulary('rights-scheme', {
  OSJA: ['UK overseas security and justice assessment (OSJA)', 'Évaluation britannique OSJA', 'تقييم بريطاني للأمن والعدالة'],
  national: ['National assessment', 'Évaluation nationale', 'تقييم وطني'],
  'none-needed': ['None needed', 'Non requise', 'غير لازم'],
});

export const rating = vocabulary('rating', {
  low: ['Low', 'Faible', 'منخفض', 'Bajo', 'Baixo'],
  medium: ['Medium', 'Moyen', 'متوسط', 'Medio', 'Médio'],
  high: ['High', 'Élevé', 'مرتفع', 'Alto', 'Alto'],
});

export const exportControl = vocabulary('export-control', {
  none: ['None', 'Aucun', 'بدون'],
  check: ['To be checked', 'À vérifier', 'يجب التحقق'],
  licensed: ['Licensed', 'Sous licence', 'مرخص'],
});

export const communiqueState = vocabulary('communique-state', {
  draft: ['Draft', 'Projet', 'مسودة'],
  agreed: ['Agreed', 'Convenu', 'متفق عليه'],
  released: ['Released', 'Publié', 'منشور'],
  withdrawn: ['Withdrawn', 'Retiré', 'مسحوب'],
});
