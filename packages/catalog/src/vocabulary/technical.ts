import { vocabulary } from './vocabulary.ts';

export const exerciseKind = vocabulary('exercise-kind', {
  'table-top': ['Table-top', 'Exercice sur table', 'تمرين نظري'],
  'command-post': ['Command post', 'Exercice de poste de commandement', 'تمرين مركز القيادة'],
  field: ['Field', 'Exercice sur le terrain', 'تمرين ميداني'],
  'live-fire': ['Live fire', 'Tir réel', 'رماية حية'],
  drill: ['Drill', 'Entraînement', 'تدريب'],
});

export const exercisePhase = vocabulary('exercise-phase', {
  planning: ['Planning', 'Planification', 'التخطيط'],
  conduct: ['Conduct', 'Conduite', 'التنفيذ'],
  evaluation: ['Evaluation', 'Évaluation', 'التقييم'],
  closed: ['Closed', 'Clos', 'منته'],
});

export const planningMeeting = vocabulary('planning-meeting', {
  initial: ['Initial planning', 'Planification initiale', 'التخطيط الأولي'],
  main: ['Main planning', 'Planification principale', 'التخطيط الرئيسي'],
  final: ['Final planning', 'Planification finale', 'التخطيط النهائي'],
  site: ['Site survey', 'Reconnaissance', 'استطلاع الموقع'],
  'after-action': ['After-action review', 'Retour d’expérience', 'مراجعة ما بعد التمرين'],
});

export const injectState = vocabulary('inject-state', {
  planned: ['Planned', 'Prévu', 'مبرمج'],
  given: ['Given', 'Joué', 'منفذ'],
  answered: ['Answered', 'Traité', 'معالج'],
  skipped: ['Skipped', 'Non joué', 'متجاوز'],
});

export const achievement = vocabulary('achievement', {
  met: ['Met', 'Atteint', 'محقق'],
  partly: ['Partly met', 'Partiellement atteint', 'محقق جزئيا'],
  notMet: ['Not met', 'Non atteint', 'غير محقق'],
  notTested: ['Not tested', 'Non évalué', 'غير مختبر'],
});

export const radioSystem = vocabulary('radio-system', {
  hf: ['HF', 'HF', 'موجات قصيرة'],
  vhf: ['VHF', 'VHF', 'موجات مترية'],
  uhf: ['UHF', 'UHF', 'موجات ديسيمترية'],
  tetra: ['TETRA', 'TETRA', 'نظام تيترا'],
  tetrapol: ['TETRAPOL', 'TETRAPOL', 'نظام تيترابول'],
  dmr: ['DMR', 'DMR', 'راديو رقمي متنقل'],
  lte: ['Mission-critical LTE', 'LTE critique', 'شبكة الجيل الرابع للمهام الحرجة'],
  satellite: ['Satellite', 'Satellite', 'الأقمار الاصطناعية'],
});

export const radioProtection = vocabulary('radio-protection', {
  none: ['Clear', 'En clair', 'بدون تشفير'],
  national: ['National encryption', 'Chiffrement national', 'تشفير وطني'],
  common: ['Common encryption', 'Chiffrement commun', 'تشفير مشترك'],
});

export const mapDatum = vocabulary('map-datum', {
  wgs84: ['WGS 84', 'WGS 84', 'النظام الجيوديزي العالمي 84'],
  etrs89: ['ETRS89', 'ETRS89', 'النظام المرجعي الأوروبي 89'],
  merchich: ['Merchich (Morocco)', 'Merchich (Maroc)', 'مرشيش (المغرب)'],
  osgb36: ['OSGB36 (Great Britain)', 'OSGB36 (Grande-Bretagne)', 'النظام البريطاني 36'],
  ed50: ['ED50', 'ED50', 'النظام الأوروبي 50'],
});

export const mapGrid = vocabulary('map-grid', {
  mgrs: ['MGRS', 'MGRS', 'الشبكة المرجعية العسكرية'],
  utm: ['UTM', 'UTM', 'مسقط ميركاتور المستعرض العالمي'],
  'lambert-ma': ['Lambert Morocco', 'Lambert Maroc', 'لامبير المغرب'],
  osgb: ['British National Grid', 'Grille nationale britannique', 'الشبكة الوطنية البريطانية'],
  geographic: ['Latitude and longitude', 'Latitude et longitude', 'خطوط العرض والطول'],
});

export const dataFormat = vocabulary('data-format', {
  'cap-1.2': ['CAP 1.2', 'CAP 1.2', 'بروتوكول الإنذار المشترك 1.2'],
  cot: ['Cursor on Target', 'Cursor on Target', 'مؤشر على الهدف'],
  'edxl-de': ['EDXL-DE', 'EDXL-DE', 'توزيع رسائل الطوارئ'],
  'edxl-sitrep': ['EDXL-SitRep', 'EDXL-SitRep', 'تقرير وضع الطوارئ'],
  emsi: ['EMSI', 'EMSI', 'المعلومات المشتركة للطوارئ'],
  stix: ['STIX 2.1', 'STIX 2.1', 'معلومات التهديد المهيكلة'],
  'ogc-features': ['OGC API Features', 'OGC API Features', 'واجهة المعالم الجغرافية'],
  geojson: ['GeoJSON', 'GeoJSON', 'جيوجيسون'],
  nffi: ['NFFI', 'NFFI', 'معلومات القوات الصديقة'],
  'app-6': ['APP-6 symbols', 'Symboles APP-6', 'الرموز العسكرية المشتركة'],
  'email-pdf': ['E-mail and PDF', 'Courriel et PDF', 'البريد الإلكتروني والملفات'],
});

export const fileKind = vocabulary('file-kind', {
  'application/pdf': ['PDF document', 'Document PDF', 'وثيقة بصيغة بي دي إف'],
  'image/jpeg': ['Photograph (JPEG)', 'Photographie (JPEG)', 'صورة فوتوغرافية'],
  'image/png': ['Picture (PNG)', 'Image (PNG)', 'صورة رقمية'],
});

export const linkKind = vocabulary('link-kind', {
  radio: ['Radio', 'Radio', 'الراديو'],
  voice: ['Voice', 'Voix', 'الصوت'],
  ip: ['Network', 'Réseau', 'شبكة'],
  gateway: ['Gateway', 'Passerelle', 'ربط'],
  file: ['File', 'Fichier', 'ملف'],
  map: ['Map', 'Carte', 'خريطة'],
});

export const testResult = vocabulary('test-result', {
  pass: ['Worked', 'Réussi', 'ناجح', 'Correcto', 'Correto'],
  partial: ['Worked in part', 'Partiel', 'ناجح جزئيا', 'Parcial', 'Parcial'],
  fail: ['Did not work', 'Échec', 'غير ناجح', 'Fallido', 'Falhado'],
  notRun: ['Not run', 'Non réalisé', 'لم يجر', 'No realizado', 'Não realizado'],
});

export const projectKind = vocabulary('project-kind', {
  laboratory: ['Laboratory', 'Laboratoire', 'مختبر'],
  forensics: ['Forensic science', 'Police scientifique', 'شرطة علمية'],
  equipment: ['Equipment', 'Équipement', 'تجهيزات'],
  'training-centre': ['Training centre', 'Centre de formation', 'مركز تكوين'],
  software: ['Software', 'Logiciel', 'برمجيات'],
  other: ['Other', 'Autre', 'غير ذلك'],
});

export const projectStatus = vocabulary('project-status', {
  proposed: ['Proposed', 'Proposé', 'مقترح'],
  agreed: ['Agreed', 'Convenu', 'متفق عليه'],
  running: ['Running', 'En cours', 'جار'],
  paused: ['Paused', 'Suspendu', 'متوقف'],
  completed: ['Completed', 'Achevé', 'مكتمل'],
  stopped: ['Stopped', 'Arrêté', 'ملغى'],
});

export const taskState = vocabulary('task-state', {
  planned: ['Planned', 'Prévu', 'مبرمج'],
  running: ['Running', 'En cours', 'جار'],
  done: ['Done', 'Fait', 'منجز'],
  late: ['Late', 'En retard', 'متأخر'],
  dropped: ['Dropped', 'Abandonné', 'متخلى عنه'],
});
