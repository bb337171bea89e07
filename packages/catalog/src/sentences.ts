import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Names } from './names.ts';

/** A sentence in each language about a unit by its name. */
function about(names: Names, says: { readonly [language in 'en' | 'fr' | 'ar']: (name: string) => string }): Names {
  return { en: says.en(`“${names.en}”`), fr: says.fr(`« ${names.fr} »`), ar: says.ar(`«${names.ar}»`) };
}

/** A required unit that is not there. */
export function lacking(names: Names): Names {
  return about(names, {
    en: (name) => `${name} is missing.`,
    fr: (name) => `Il manque ${name}.`,
    ar: (name) => `ينقص ${name}.`,
  });
}

/** A unit that the type does not have. */
export function noSuchUnit(unit: string, type: Names): Names {
  return about(type, {
    en: (name) => `The form ${name} has no field “${unit}”.`,
    fr: (name) => `Le formulaire ${name} n’a pas de champ « ${unit} ».`,
    ar: (name) => `لا تتضمن الاستمارة ${name} الحقل \u2066${unit}\u2069.`,
  });
}

/** A coarse value that its precise one does not give. */
export function coarseDiffers(names: Names): Names {
  return about(names, {
    en: (name) => `The coarse value of ${name} does not follow from the precise one.`,
    fr: (name) => `La valeur approchée de ${name} ne découle pas de la valeur précise.`,
    ar: (name) => `القيمة التقريبية لـ${name} لا تنتج عن القيمة الدقيقة.`,
  });
}

type Says = Parameters<typeof about>[1];

const times: Says = {
  en: (name) => `${name} holds a time that does not exist or is not written in UTC.`,
  fr: (name) => `${name} contient une heure qui n’existe pas ou n’est pas en UTC.`,
  ar: (name) => `يتضمن ${name} وقتا غير موجود أو غير مكتوب بالتوقيت العالمي.`,
};
const ids: Says = {
  en: (name) => `${name} holds an identifier that is not well formed.`,
  fr: (name) => `${name} contient un identifiant mal formé.`,
  ar: (name) => `يتضمن ${name} معرفا غير سليم.`,
};
const byKeyword: Readonly<Record<string, Says>> = {
  enum: {
    en: (name) => `${name} holds a word that is not in its list.`,
    fr: (name) => `${name} contient un mot qui n’est pas dans sa liste.`,
    ar: (name) => `يتضمن ${name} كلمة ليست في لائحته.`,
  },
  required: {
    en: (name) => `A part of ${name} is missing.`,
    fr: (name) => `Il manque une partie de ${name}.`,
    ar: (name) => `ينقص جزء من ${name}.`,
  },
  additionalProperties: {
    en: (name) => `${name} carries something that it has no place for.`,
    fr: (name) => `${name} contient un élément qui n’y a pas sa place.`,
    ar: (name) => `يتضمن ${name} عنصرا لا مكان له فيه.`,
  },
  contains: {
    en: (name) => `${name} needs exactly one text marked as the original.`,
    fr: (name) => `${name} doit avoir un seul texte marqué « original ».`,
    ar: (name) => `يجب أن يتضمن ${name} نصا واحدا فقط مشارا إليه بأنه الأصلي.`,
  },
  minLength: {
    en: (name) => `${name} holds an empty or too short text.`,
    fr: (name) => `${name} contient un texte vide ou trop court.`,
    ar: (name) => `يتضمن ${name} نصا فارغا أو قصيرا جدا.`,
  },
  maxLength: {
    en: (name) => `${name} holds a text that is too long.`,
    fr: (name) => `${name} contient un texte trop long.`,
    ar: (name) => `يتضمن ${name} نصا طويلا جدا.`,
  },
  minimum: {
    en: (name) => `${name} holds a number that is too small.`,
    fr: (name) => `${name} contient un nombre trop petit.`,
    ar: (name) => `يتضمن ${name} عددا صغيرا جدا.`,
  },
  maximum: {
    en: (name) => `${name} holds a number that is too large.`,
    fr: (name) => `${name} contient un nombre trop grand.`,
    ar: (name) => `يتضمن ${name} عددا كبيرا جدا.`,
  },
  minItems: {
    en: (name) => `${name} has too few entries.`,
    fr: (name) => `${name} a trop peu d’éléments.`,
    ar: (name) => `عناصر ${name} أقل من اللازم.`,
  },
  maxItems: {
    en: (name) => `${name} has too many entries.`,
    fr: (name) => `${name} a trop d’éléments.`,
    ar: (name) => `عناصر ${name} أكثر من المسموح به.`,
  },
};
const anyForm: Says = {
  en: (name) => `${name} does not have the form that is wanted here.`,
  fr: (name) => `${name} n’a pas la forme attendue.`,
  ar: (name) => `ليس لـ${name} الشكل المطلوب.`,
};

/** What the first error of a unit's form means, in words. */
export function formSentence(error: ErrorObject | undefined, names: Names): Names {
  if (error === undefined) return about(names, anyForm);
  if (error.keyword === 'format') return about(names, error.params['format'] === 'instant' ? times : ids);
  return about(names, byKeyword[error.keyword] ?? anyForm);
}
