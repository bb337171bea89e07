import { vocabulary } from './vocabulary.ts';

export const urgency = vocabulary(
  'urgency',
  {
    urgent: ['Urgent', 'Urgente', 'مستعجل', 'Urgente', 'Urgente'],
    priority: ['Priority', 'Prioritaire', 'ذو أولوية', 'Prioritaria', 'Prioritário'],
    routine: ['Routine', 'Ordinaire', 'عادي', 'Ordinaria', 'Normal'],
  },
  {
    urgent: {
      caution: [
        'Only where the reason is one of the list: the clock is hours.',
        'Uniquement pour un motif de la liste : le délai se compte en heures.',
        'فقط لسبب من اللائحة: الأجل بالساعات.',
      ],
    },
  },
);

export const urgencyGround = vocabulary('urgency-ground', {
  'threat-to-life': ['Threat to life or limb', 'Menace pour la vie ou l’intégrité physique', 'تهديد للحياة أو السلامة الجسدية'],
  'threat-to-public-security': [
    'Imminent serious threat to public security',
    'Menace grave et imminente pour la sécurité publique',
    'تهديد وشيك وخطير للأمن العام',
  ],
  'loss-of-information': ['Risk of losing information', 'Risque de perte d’informations', 'خطر ضياع المعلومات'],
  'event-under-way': ['Event under way', 'Événement en cours', 'تظاهرة جارية'],
});

/** What a question may be about. None of these is a person: questions about persons go through the channels that exist for them. */
export const questionSubject = vocabulary('question-subject', {
  event: ['Event', 'Événement', 'تظاهرة'],
  'supporter-movement': ['Movement of supporters', 'Déplacement de supporters', 'تنقل المشجعين'],
  place: ['Place', 'Lieu', 'مكان'],
  'modus-operandi': ['Way of working', 'Mode opératoire', 'أسلوب إجرامي'],
  route: ['Route', 'Itinéraire', 'مسلك'],
  organisation: ['Organisation', 'Organisation', 'منظمة'],
  product: ['Product or substance', 'Produit ou substance', 'منتج أو مادة'],
  'document-model': ['Model of document', 'Modèle de document', 'نموذج وثيقة'],
  equipment: ['Equipment', 'Équipement', 'تجهيزات'],
  law: ['Law and procedure', 'Droit et procédure', 'القانون والمسطرة'],
  statistics: ['Statistics', 'Statistiques', 'إحصائيات'],
  'forensic-method': ['Forensic method', 'Méthode de criminalistique', 'منهج في الشرطة العلمية'],
  other: ['Other', 'Autre', 'غير ذلك'],
});

/** How the question stands to persons, without any of them: the link that a request has to state (Directive (EU) 2023/977 Art. 5). */
export const purposeLink = vocabulary('purpose-link', {
  'no-one': ['Concerns nobody in particular', 'Ne concerne personne en particulier', 'لا يخص أحدا بعينه'],
  groups: ['Concerns groups as a whole', 'Concerne des groupes dans leur ensemble', 'يخص مجموعات ككل'],
  'through-channel': [
    'Concerns a case that runs in its own channel',
    'Concerne un dossier traité dans son propre canal',
    'يخص ملفا تجري معالجته في قناته الخاصة',
  ],
});

export const offence = vocabulary('offence', {
  none: ['No offence: safety of an event', 'Aucune infraction : sécurité d’un événement', 'لا جريمة: سلامة تظاهرة'],
  'organised-crime': [
    'Participation in a criminal organisation',
    'Participation à une organisation criminelle',
    'المشاركة في منظمة إجرامية',
  ],
  terrorism: ['Terrorism', 'Terrorisme', 'الإرهاب'],
  'trafficking-in-persons': ['Trafficking in human beings', 'Traite des êtres humains', 'الاتجار بالبشر'],
  'migrant-smuggling': ['Smuggling of migrants (by networks)', 'Trafic de migrants (par des réseaux)', 'تهريب المهاجرين (من طرف شبكات)'],
  'drug-trafficking': ['Drug trafficking', 'Trafic de stupéfiants', 'الاتجار في المخدرات'],
  'arms-trafficking': ['Arms trafficking', 'Trafic d’armes', 'الاتجار في الأسلحة'],
  fraud: ['Fraud', 'Escroquerie', 'النصب والاحتيال'],
  'money-laundering': ['Money laundering', 'Blanchiment de capitaux', 'غسل الأموال'],
  corruption: ['Corruption', 'Corruption', 'الرشوة'],
  cybercrime: ['Cybercrime', 'Cybercriminalité', 'الجريمة السيبرانية'],
  'ticket-fraud': ['Ticket fraud', 'Fraude à la billetterie', 'تزوير التذاكر'],
  'document-fraud': ['Document fraud', 'Fraude documentaire', 'تزوير الوثائق'],
  violence: ['Violence at an event', 'Violences lors d’un événement', 'العنف خلال تظاهرة'],
  explosives: ['Explosives', 'Explosifs', 'المتفجرات'],
  'stolen-vehicles': ['Trafficking in stolen vehicles', 'Trafic de véhicules volés', 'الاتجار في السيارات المسروقة'],
  'cultural-goods': ['Trafficking in cultural goods', 'Trafic de biens culturels', 'الاتجار في الممتلكات الثقافية'],
  environment: ['Environmental crime', 'Criminalité environnementale', 'الجريمة البيئية'],
  other: ['Other', 'Autre', 'غير ذلك'],
});

export const answerForm = vocabulary('answer-form', {
  free: ['Free text', 'Texte libre', 'نص حر'],
  yesNo: ['Yes or no', 'Oui ou non', 'نعم أو لا'],
  count: ['Number', 'Nombre', 'عدد'],
  document: ['Document', 'Document', 'وثيقة'],
});

export const rfiState = vocabulary('rfi-state', {
  draft: ['Draft', 'Projet', 'مسودة'],
  approved: ['Approved by a second officer', 'Validée par un second agent', 'صادق عليه موظف ثان'],
  sent: ['Sent', 'Envoyée', 'مرسل'],
  clarified: ['Clarified', 'Précisée', 'تم توضيحه'],
  closed: ['Closed', 'Close', 'مغلق'],
  cancelled: ['Cancelled', 'Annulée', 'ملغى'],
});

export const answerOutcome = vocabulary('answer-outcome', {
  answered: ['Answered', 'Répondu', 'تم الجواب', 'Respondido', 'Respondido'],
  partial: ['Partly answered', 'Répondu en partie', 'جواب جزئي', 'Respondido en parte', 'Respondido em parte'],
  'no-information': ['No information held', 'Aucune information détenue', 'لا معلومات متوفرة', 'Sin información', 'Sem informação'],
  clarification: ['Clarification asked', 'Précisions demandées', 'طلب توضيح', 'Aclaración solicitada', 'Esclarecimento pedido'],
  'judicial-authorisation': [
    'Waiting for a judicial authorisation',
    'En attente d’une autorisation judiciaire',
    'في انتظار إذن قضائي',
    'A la espera de autorización judicial',
    'A aguardar autorização judicial',
  ],
  refused: ['Refused', 'Refusé', 'مرفوض', 'Denegado', 'Recusado'],
});

/** Grounds on which an answer may be refused, after Directive (EU) 2023/977 Art. 6; the ground is always stated. */
export const refusalGround = vocabulary('refusal-ground', {
  'not-available': ['Not available', 'Non disponible', 'غير متوفرة'],
  'not-compliant': [
    'The request does not meet the arrangement',
    'La demande n’est pas conforme à l’arrangement',
    'الطلب غير مطابق للترتيب',
  ],
  'judicial-refusal': ['Judicial authorisation refused', 'Autorisation judiciaire refusée', 'رفض الإذن القضائي'],
  'personal-data': ['Would need personal data', 'Supposerait des données personnelles', 'يستلزم معطيات شخصية'],
  'not-reliable': ['Inaccurate, incomplete or out of date', 'Inexacte, incomplète ou périmée', 'غير دقيقة أو ناقصة أو متقادمة'],
  'national-security': ['Essential security interests', 'Intérêts essentiels de sécurité', 'المصالح الأمنية الأساسية'],
  'ongoing-inquiry': ['Would endanger an inquiry', 'Compromettrait une enquête', 'قد يضر ببحث جار'],
  'safety-of-others': ['Would endanger someone', 'Mettrait quelqu’un en danger', 'قد يعرض أحدا للخطر'],
  'legal-entity': ['Undue harm to a legal entity', 'Préjudice indu à une personne morale', 'ضرر غير مبرر لشخص اعتباري'],
  'minor-offence': ['Offence below the threshold, or none', 'Infraction sous le seuil, ou absente', 'جريمة دون العتبة أو لا جريمة'],
  'third-party': ['A third party has not consented', 'Un tiers n’a pas consenti', 'عدم موافقة طرف ثالث'],
  rights: ['Human rights', 'Droits de l’homme', 'حقوق الإنسان'],
  'no-power': ['Not within our powers', 'Hors compétence', 'خارج الاختصاص'],
});

export const answerItemKind = vocabulary('answer-item-kind', {
  text: ['Text', 'Texte', 'نص'],
  yesNo: ['Yes or no', 'Oui ou non', 'نعم أو لا'],
  count: ['Number', 'Nombre', 'عدد'],
  document: ['Document', 'Document', 'وثيقة'],
  'no-hit': ['Nothing found', 'Aucun résultat', 'لا نتيجة'],
});

/** Handling codes of Europol's SIENA. */
export const handlingCode = vocabulary('handling-code', {
  H0: ['Only to prevent and combat crime', 'Prévention et répression uniquement', 'للوقاية من الجريمة ومكافحتها فقط'],
  H1: ['Not in judicial proceedings without permission', 'Pas d’usage judiciaire sans autorisation', 'لا تستعمل أمام القضاء دون إذن'],
  H2: ['Not passed on without permission', 'Pas de retransmission sans autorisation', 'لا تحال على الغير دون إذن'],
  H3: ['Other restriction, as written', 'Autre restriction, précisée', 'تقييد آخر مبين كتابة'],
});

/** Reliability of a source in the 4×4 system. */
export const sourceGrade = vocabulary('source-grade', {
  A: ['No doubt', 'Aucun doute', 'لا شك فيه'],
  B: ['Mostly reliable', 'Le plus souvent fiable', 'موثوق في الغالب'],
  C: ['Mostly unreliable', 'Le plus souvent non fiable', 'غير موثوق في الغالب'],
  X: ['Cannot be assessed', 'Non évaluable', 'لا يمكن تقييمه'],
});

/** Accuracy of information in the 4×4 system. */
export const informationGrade = vocabulary('information-grade', {
  '1': ['Accuracy not in doubt', 'Exactitude certaine', 'دقة مؤكدة'],
  '2': ['Known to the source itself', 'Connue de la source elle-même', 'يعرفها المصدر شخصيا'],
  '3': ['Not known to the source, corroborated', 'Non connue de la source, corroborée', 'لا يعرفها المصدر شخصيا وتؤكدها معطيات أخرى'],
  '4': ['Not known to the source, not corroborated', 'Non connue de la source, non corroborée', 'لا يعرفها المصدر شخصيا ولا يؤكدها شيء'],
});

export const evidenceUse = vocabulary('evidence-use', {
  no: ['Not as evidence', 'Pas comme preuve', 'لا تستعمل دليلا'],
  ask: ['Ask before use as evidence', 'Demander avant tout usage comme preuve', 'يطلب الإذن قبل الاستعمال دليلا'],
  consented: ['Use as evidence consented', 'Usage comme preuve consenti', 'تمت الموافقة على الاستعمال دليلا'],
});

export const lateReason = vocabulary('late-reason', {
  'judicial-authorisation': ['Judicial authorisation', 'Autorisation judiciaire', 'إذن قضائي'],
  'other-authority': ['Held by another authority', 'Détenue par une autre autorité', 'توجد لدى سلطة أخرى'],
  volume: ['Amount of work', 'Volume', 'حجم العمل'],
  translation: ['Translation', 'Traduction', 'الترجمة'],
  technical: ['Technical', 'Technique', 'سبب تقني'],
  other: ['Other', 'Autre', 'غير ذلك'],
});

export const requestClass = vocabulary('request-class', {
  task: ['Task', 'Mission', 'مهمة'],
  resource: ['Resource', 'Moyens', 'موارد'],
  expertise: ['Expertise', 'Expertise', 'خبرة'],
  equipment: ['Equipment', 'Équipement', 'تجهيزات'],
  medical: ['Medical', 'Secours médicaux', 'إسعاف طبي'],
  transport: ['Transport', 'Transport', 'نقل'],
  preserve: ['Preserve evidence', 'Conserver une preuve', 'حفظ دليل'],
  translation: ['Translation', 'Traduction', 'ترجمة'],
});

export const deadlineClass = vocabulary('deadline-class', {
  now: ['At once', 'Immédiatement', 'فورا'],
  '30m': ['Within 30 minutes', 'Sous 30 minutes', 'في غضون 30 دقيقة'],
  '1h': ['Within 1 hour', 'Sous 1 heure', 'في غضون ساعة'],
  '2h': ['Within 2 hours', 'Sous 2 heures', 'في غضون ساعتين'],
  '4h': ['Within 4 hours', 'Sous 4 heures', 'في غضون 4 ساعات'],
  '8h': ['Within 8 hours', 'Sous 8 heures', 'في غضون 8 ساعات'],
  '12h': ['Within 12 hours', 'Sous 12 heures', 'في غضون 12 ساعة'],
  '24h': ['Within 24 hours', 'Sous 24 heures', 'في غضون 24 ساعة'],
});

/** Seconds of each class of deadline; `now` gives ten minutes to answer. */
export const deadlineSeconds: Readonly<Record<string, number>> = {
  now: 600,
  '30m': 1800,
  '1h': 3600,
  '2h': 7200,
  '4h': 14_400,
  '8h': 28_800,
  '12h': 43_200,
  '24h': 86_400,
};

export const costBearer = vocabulary('cost-bearer', {
  requester: ['Whoever asks', 'Le demandeur', 'الطالب'],
  provider: ['Whoever provides', 'Le fournisseur', 'المقدم'],
  shared: ['Shared', 'Partagé', 'مشترك'],
  none: ['No cost', 'Sans coût', 'بدون كلفة'],
});

export const responseAnswer = vocabulary('response-answer', {
  accepted: ['Accepted', 'Acceptée', 'مقبول', 'Aceptada', 'Aceite'],
  partial: ['Partly accepted', 'Acceptée en partie', 'مقبول جزئيا', 'Aceptada en parte', 'Aceite em parte'],
  refused: ['Refused', 'Refusée', 'مرفوض', 'Rechazada', 'Recusado'],
  deferred: ['Deferred', 'Différée', 'مؤجل', 'Aplazada', 'Adiado'],
});

export const trackState = vocabulary('track-state', {
  committed: ['Committed', 'Engagé', 'ملتزم به'],
  enRoute: ['On the way', 'En route', 'في الطريق'],
  arrived: ['Arrived', 'Arrivé', 'وصل'],
  working: ['At work', 'À l’œuvre', 'قيد العمل'],
  released: ['Released', 'Libéré', 'محرر'],
  returned: ['Returned', 'Revenu', 'عاد'],
});

export const timeKind = vocabulary('time-kind', {
  requested: ['Requested', 'Demandé', 'مطلوب'],
  estimated: ['Estimated', 'Estimé', 'متوقع'],
  actual: ['Actual', 'Réel', 'فعلي'],
});

/** Channels that exist for questions about persons; Wasl keeps only that and when such a question was sent. */
export const personChannel = vocabulary('person-channel', {
  'I-24/7': ['INTERPOL I-24/7', 'INTERPOL I-24/7', 'إنتربول (شبكة الاتصال الشرطية)'],
  SIENA: ['Europol SIENA', 'Europol SIENA', 'يوروبول (قناة تبادل المعلومات)'],
  MLA: ['Mutual legal assistance', 'Entraide judiciaire', 'التعاون القضائي'],
  FIU: ['Financial intelligence units', 'Cellules de renseignement financier', 'وحدات المعلومات المالية'],
  consular: ['Consular channel', 'Voie consulaire', 'القناة القنصلية'],
});

export const pointerState = vocabulary('pointer-state', {
  open: ['Open', 'En cours', 'جار'],
  answered: ['Answered there', 'Répondu par ce canal', 'تم الجواب عبر القناة'],
  closed: ['Closed', 'Clos', 'مغلق'],
});
