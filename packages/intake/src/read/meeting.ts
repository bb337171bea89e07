import type { Flag, ReadDate } from '../dates/resolve-date.ts';
import type { Span } from '../text/document.ts';
import type { OrganisationMention } from './find-names.ts';
import type { AsideReason } from './meeting-triggers.ts';
import type { Office } from './office.ts';

/** A meeting as a text tells of it. What the text leaves open is absent here. */
export interface Meeting {
  readonly kind: string;
  readonly status: 'held' | 'planned';
  readonly date?: ReadDate;
  readonly place?: {
    readonly code: string;
    readonly name: string;
    readonly party?: string;
    readonly span: Span;
    readonly fromDateline?: true;
  };
  /** Who took part, by office. */
  readonly offices: readonly Office[];
  readonly organisations: readonly OrganisationMention[];
  /** Countries named beside it. */
  readonly parties: readonly string[];
  /** The sentence that says it. */
  readonly span: Span;
  readonly sentence: number;
  readonly flags: readonly Flag[];
  readonly confidence: number;
}

/** A statement that was seen and left out, with the reason. */
export interface Aside {
  readonly what: 'meeting' | 'commitment' | 'theme';
  readonly reason: AsideReason;
  readonly span: Span;
}
