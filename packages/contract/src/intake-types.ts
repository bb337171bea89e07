import type { Json } from '@wasl/record';

/** Offsets in UTF-16 code units of the source as sent, `end` past the last one. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** Something a person must look at; nothing was repaired. */
export interface ReadingFlag {
  readonly flag: string;
  readonly printed?: string;
}

/** A communiqué or minutes to read. */
export interface IntakeRequest {
  readonly source: string;
  readonly format?: 'text' | 'html';
  readonly language?: 'fr' | 'en' | 'ar' | 'es' | 'pt';
  /** `YYYY-MM-DD`. */
  readonly publishedOn?: string;
  /** Asks the configured language model too; refused where none is. */
  readonly model?: boolean;
}

/** A record that an officer may make: complete `fields`, then put it. */
export interface IntakeDraft {
  readonly draft: string;
  readonly type: 'meeting' | 'commitment' | 'event';
  readonly fields: Readonly<Record<string, Json>>;
  readonly missing: readonly { readonly unit: string; readonly why: string; readonly given?: string; readonly required: boolean }[];
  readonly sources: readonly { readonly path: string; readonly span: TextSpan; readonly confidence: number }[];
  readonly flags: readonly ReadingFlag[];
  readonly confidence: number;
}

/** A name of a vocabulary with every place where the text has it. */
export interface IntakeNamed {
  readonly code: string;
  readonly name: string;
  readonly party?: string;
  readonly spans: readonly TextSpan[];
  readonly confidence: number;
}

/** What was read. `local` is for the officer's own screen; nothing else has a person's name. */
export interface IntakeView {
  readonly language: string;
  readonly fullyRead: boolean;
  readonly note?: string;
  readonly day?: string;
  readonly drafts: readonly IntakeDraft[];
  readonly intentions: readonly {
    readonly text: string;
    readonly owners: readonly string[];
    readonly span: TextSpan;
    readonly confidence: number;
    readonly flags: readonly ReadingFlag[];
    readonly meeting?: string;
  }[];
  readonly organisations: readonly IntakeNamed[];
  readonly themes: readonly IntakeNamed[];
  readonly events: readonly {
    readonly event: string;
    readonly name: string;
    readonly kind: string;
    readonly ordinal?: number;
    readonly year?: number;
    readonly place?: string;
    readonly span: TextSpan;
    readonly flags: readonly ReadingFlag[];
    readonly confidence: number;
  }[];
  readonly leftOut: readonly { readonly what: string; readonly reason: string; readonly span: TextSpan }[];
  readonly flags: readonly ReadingFlag[];
  readonly local: { readonly names: readonly TextSpan[] };
  readonly suggested?: {
    readonly suggestions: readonly {
      readonly from: 'model';
      readonly kind: 'commitment' | 'intention';
      readonly text: string;
      readonly span: TextSpan;
      readonly confidence: number;
    }[];
    readonly refused: number;
  };
}
