/** What a careful reader finds in a text. Codes are those of the vocabulary; a date that the text leaves open is `null`. */
export interface Expectation {
  readonly meetings: readonly {
    readonly status?: 'planned';
    readonly date: string | null;
    readonly end?: string;
    readonly place: string | null;
    /** `role/domain/party`. */
    readonly offices: readonly string[];
  }[];
  readonly themes: readonly string[];
  /** `code year`, or `code ?printed` where the year cannot be one, or `code` alone. */
  readonly events?: readonly string[];
  readonly organisations?: readonly string[];
  /** The deed, exactly as it stands in the text. */
  readonly commitments?: readonly string[];
  readonly intentions?: readonly string[];
  /** Names of persons: none may stand in a draft. */
  readonly names?: readonly string[];
  /** `what reason` of statements that must be left out. */
  readonly leftOut?: readonly string[];
  readonly flags?: readonly string[];
}

/** An invented text with what is in it. */
export interface Fixture {
  readonly id: string;
  readonly language: 'fr' | 'en' | 'ar' | 'es' | 'pt';
  readonly publishedOn?: string;
  readonly format?: 'html';
  /** Not run while the rules were written; they were mended for what the first run showed. */
  readonly heldOut?: true;
  readonly text: string;
  readonly expect: Expectation;
}
