import type { Json } from '@wasl/record';
import type { Flag } from '../dates/resolve-date.ts';
import type { Span } from '../text/document.ts';

/** A field of the record type that a person must still fill, and what the text gives towards it. */
export interface Missing {
  readonly unit: string;
  readonly why: string;
  /** What the text says, where it says something that the field's form cannot take. */
  readonly given?: string;
  /** Without it the record is refused. */
  readonly required: boolean;
}

/** Where a part of a draft comes from: offsets into the text as it was given, in UTF-16 code units. */
export interface Source {
  /** Unit of the draft, with the place in a list: `participants[1]`. */
  readonly path: string;
  readonly span: Span;
  /** 0 to 100. */
  readonly confidence: number;
}

/** A record that a person may make of what a text says. Its fields hold offices, codes and withheld names: nothing here names a person. */
export interface Draft {
  /** `meeting-1`; other drafts of the same reading refer to it. */
  readonly draft: string;
  readonly type: 'meeting' | 'commitment' | 'event';
  readonly fields: Readonly<Record<string, Json>>;
  readonly missing: readonly Missing[];
  readonly sources: readonly Source[];
  readonly flags: readonly Flag[];
  readonly confidence: number;
}

/** An intention: wished, weighed or called necessary, and promised by nobody. It stays in the minutes unless a person says otherwise. */
export interface IntentionFound {
  readonly text: string;
  readonly owners: readonly string[];
  readonly span: Span;
  readonly confidence: number;
  readonly flags: readonly Flag[];
  /** The draft of the meeting it was voiced at. */
  readonly meeting?: string;
}

/** One name of a vocabulary with every place where the text has it. */
export interface Named {
  readonly code: string;
  readonly name: string;
  readonly party?: string;
  readonly spans: readonly Span[];
  readonly confidence: number;
}

/** An event as named, its year absent where the printed one cannot be. */
export interface EventFound {
  readonly event: string;
  readonly name: string;
  readonly kind: string;
  readonly ordinal?: number;
  readonly year?: number;
  readonly place?: string;
  readonly span: Span;
  readonly flags: readonly Flag[];
  readonly confidence: number;
}

/** What a person sees of a reading. */
export interface Intake {
  readonly language: string;
  /** False where the language is only read as far as it goes; `note` says so in words. */
  readonly fullyRead: boolean;
  readonly note?: string;
  /** The day that relative dates were resolved against. */
  readonly day?: string;
  readonly drafts: readonly Draft[];
  readonly intentions: readonly IntentionFound[];
  readonly organisations: readonly Named[];
  readonly themes: readonly Named[];
  readonly events: readonly EventFound[];
  /** Seen and left out: what the text denies, calls off or only looks back on. */
  readonly leftOut: readonly { readonly what: string; readonly reason: string; readonly span: Span }[];
  readonly flags: readonly Flag[];
  /** Spans of persons' names, for the officer's own screen. No draft has them. */
  readonly local: { readonly names: readonly Span[] };
}
