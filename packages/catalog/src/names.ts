/** Languages that the catalogue speaks. English, French and Arabic name everything; Spanish and Portuguese are begun. */
export type Language = 'en' | 'fr' | 'ar' | 'es' | 'pt';

/** What a thing is called on screens. */
export interface Names {
  readonly en: string;
  readonly fr: string;
  readonly ar: string;
  readonly es?: string;
  readonly pt?: string;
}

/** Names in the order English, French, Arabic, Spanish, Portuguese; the last two may be missing. */
export type NamesRow = readonly [en: string, fr: string, ar: string, es?: string, pt?: string];

/** The names of a row. */
export function namesOf([en, fr, ar, es, pt]: NamesRow): Names {
  return { en, fr, ar, ...(es === undefined ? {} : { es }), ...(pt === undefined ? {} : { pt }) };
}

/**
 * How far a language is: `complete` = every type, unit and term has a name; `begun` = some have. `review` says whether a native
 * practitioner has read the terms; `source` is the language in which they were written. A screen shows unreviewed terms as such.
 */
export const languageStatus: Readonly<
  Record<Language, { readonly extent: 'complete' | 'begun'; readonly review: 'source' | 'reviewed' | 'unreviewed' }>
> = {
  en: { extent: 'complete', review: 'source' },
  fr: { extent: 'complete', review: 'unreviewed' },
  ar: { extent: 'complete', review: 'unreviewed' },
  es: { extent: 'begun', review: 'unreviewed' },
  pt: { extent: 'begun', review: 'unreviewed' },
};
