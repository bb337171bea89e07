import { vocabulary } from './vocabulary.ts';

export const erasureGround = vocabulary('erasure-ground', {
  request: ['Request', 'Demande', 'طلب'],
  retention: ['End of retention', 'Fin de conservation', 'انتهاء مدة الحفظ'],
  inaccurate: ['Inaccurate', 'Inexact', 'غير دقيق'],
  unlawful: ['Unlawful', 'Illicite', 'غير مشروع'],
  rights: ['Rights', 'Droits', 'الحقوق'],
  'personal-data': ['Personal data', 'Données personnelles', 'معطيات شخصية'],
  court: ['Court', 'Juridiction', 'محكمة'],
  other: ['Other', 'Autre', 'غير ذلك'],
});

export const retainedGround = vocabulary('retained-ground', {
  disclosure: ['Duty to produce', 'Obligation de production', 'واجب الإدلاء'],
  inquiry: ['Inquiry', 'Enquête', 'بحث'],
  'public-records': ['Public archives', 'Archives publiques', 'الأرشيف العمومي'],
  court: ['Court', 'Juridiction', 'محكمة'],
  other: ['Other', 'Autre', 'غير ذلك'],
});

export const keyAct = vocabulary('key-act', {
  announce: ['Announced', 'Annoncée', 'معلن عنه'],
  rotate: ['Replaced', 'Remplacée', 'مستبدل'],
  revoke: ['Revoked', 'Révoquée', 'ملغى'],
  compromised: ['Compromised', 'Compromise', 'مخترق'],
});

export const keyRole = vocabulary('key-role', {
  root: ['Root', 'Racine', 'الجذر'],
  agreement: ['Arrangement', 'Arrangement', 'الترتيب'],
  log: ['Log', 'Journal', 'السجل'],
  receipt: ['Receipt', 'Réception', 'الاستلام'],
  witness: ['Countersignature', 'Contresignature', 'التوقيع المضاد'],
  author: ['Author', 'Auteur', 'المحرر'],
  'tls-ca': ['Connection certificates', 'Certificats de connexion', 'شهادات الربط'],
  courier: ['Courier', 'Courrier', 'البريد المحمول'],
});
