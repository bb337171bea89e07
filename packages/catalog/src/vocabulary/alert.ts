import { vocabulary } from './vocabulary.ts';

// Codes of CAP 1.2 §3.2; their meaning is the standard's.
export const alertMessageType = vocabulary('cap-message-type', {
  Alert: ['Alert', 'Alerte', 'إنذار'],
  Update: ['Update', 'Mise à jour', 'تحديث'],
  Cancel: ['Cancel', 'Annulation', 'إلغاء'],
  Ack: ['Acknowledgement', 'Accusé de réception', 'تأكيد الاستلام'],
  Error: ['Error', 'Erreur', 'خطأ'],
});

export const alertScope = vocabulary('cap-scope', {
  Public: ['Public', 'Public', 'عام'],
  Restricted: ['Restricted', 'Restreint', 'مقيد'],
  Private: ['Private', 'Privé', 'خاص'],
});

export const alertCategory = vocabulary('cap-category', {
  Geo: ['Geophysical', 'Géophysique', 'جيوفيزيائي'],
  Met: ['Weather', 'Météo', 'أحوال جوية'],
  Safety: ['Safety', 'Sécurité des personnes', 'السلامة'],
  Security: ['Security', 'Sûreté', 'الأمن'],
  Rescue: ['Rescue', 'Secours', 'الإنقاذ'],
  Fire: ['Fire', 'Incendie', 'حريق'],
  Health: ['Health', 'Santé', 'الصحة'],
  Env: ['Environment', 'Environnement', 'البيئة'],
  Transport: ['Transport', 'Transports', 'النقل'],
  Infra: ['Infrastructure', 'Infrastructures', 'البنيات التحتية'],
  CBRNE: ['CBRNE', 'NRBC-E', 'مواد خطرة ومتفجرات'],
  Other: ['Other', 'Autre', 'غير ذلك'],
});

export const alertResponse = vocabulary('cap-response', {
  Shelter: ['Take shelter', 'Se mettre à l’abri', 'الاحتماء'],
  Evacuate: ['Evacuate', 'Évacuer', 'الإخلاء'],
  Prepare: ['Prepare', 'Se préparer', 'الاستعداد'],
  Execute: ['Carry out the plan', 'Appliquer le plan', 'تنفيذ المخطط'],
  Avoid: ['Avoid', 'Éviter', 'التجنب'],
  Monitor: ['Stay informed', 'Se tenir informé', 'المتابعة'],
  Assess: ['Assess', 'Évaluer', 'التقييم'],
  AllClear: ['All clear', 'Fin d’alerte', 'زوال الخطر'],
  None: ['Nothing to do', 'Aucune action', 'لا إجراء'],
});

export const alertUrgency = vocabulary('cap-urgency', {
  Immediate: ['Immediate', 'Immédiate', 'فوري'],
  Expected: ['Expected', 'Attendue', 'متوقع'],
  Future: ['Future', 'Future', 'لاحق'],
  Past: ['Past', 'Passée', 'منقض'],
  Unknown: ['Unknown', 'Inconnue', 'غير معروف'],
});

export const alertSeverity = vocabulary('cap-severity', {
  Extreme: ['Extreme', 'Extrême', 'بالغ'],
  Severe: ['Severe', 'Grave', 'شديد'],
  Moderate: ['Moderate', 'Modérée', 'متوسط'],
  Minor: ['Minor', 'Mineure', 'طفيف'],
  Unknown: ['Unknown', 'Inconnue', 'غير معروف'],
});

export const alertCertainty = vocabulary('cap-certainty', {
  Observed: ['Observed', 'Observée', 'مرصود'],
  Likely: ['Likely', 'Probable', 'مرجح'],
  Possible: ['Possible', 'Possible', 'ممكن'],
  Unlikely: ['Unlikely', 'Improbable', 'مستبعد'],
  Unknown: ['Unknown', 'Inconnue', 'غير معروف'],
});
