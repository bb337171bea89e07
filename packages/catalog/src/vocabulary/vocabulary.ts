import { type Names, type NamesRow, namesOf } from '../names.ts';
import type { JsonSchema } from '../record-type.ts';

/** A coded term. `caution` warns of a false friend; `local` is the word of a country for the same code, where it differs. */
export interface Term extends Names {
  readonly caution?: Names;
  /** ISO 3166 code in lower case → the word used there, in that country's language. */
  readonly local?: Readonly<Record<string, string>>;
}

/** A closed list of codes with their names. */
export interface Vocabulary {
  readonly name: string;
  readonly terms: Readonly<Record<string, Term>>;
}

/** A vocabulary from rows of names, with cautions and local words for the codes that need them. */
export function vocabulary(
  name: string,
  rows: Readonly<Record<string, NamesRow>>,
  more: Readonly<Record<string, { readonly caution?: NamesRow; readonly local?: Readonly<Record<string, string>> }>> = {},
): Vocabulary {
  const terms = Object.entries(rows).map(([code, row]): [string, Term] => {
    const { caution, local } = more[code] ?? {};
    return [
      code,
      { ...namesOf(row), ...(caution === undefined ? {} : { caution: namesOf(caution) }), ...(local === undefined ? {} : { local }) },
    ];
  });
  return { name, terms: Object.fromEntries(terms) };
}

/** A value that is one of a vocabulary's codes. The keyword `vocabulary` tells screens where its names are. */
export function coded(of: Vocabulary): JsonSchema {
  return { type: 'string', enum: Object.keys(of.terms), vocabulary: of.name };
}
