import { fail } from '../codes.ts';
import { textOfHtml } from '../html/html-text.ts';
import { type Reading, type ReadingOptions, readCommunique } from '../read/read-communique.ts';
import type { Span } from '../text/document.ts';
import type { Draft, Intake } from './draft.ts';
import { eventsFound, intentionsFound, namesFound, themesFound } from './found.ts';
import { meetingDraft } from './meeting-draft.ts';
import { commitmentDraft, eventDraft } from './other-drafts.ts';

/** Largest page that is read, in UTF-16 code units; its text is bounded apart. */
export const maxHtmlLength = 1_000_000;

/** What is read, and how. */
export interface IntakeOptions extends ReadingOptions {
  /** `text` when absent. */
  readonly format?: 'text' | 'html';
}

const meetingName = (index: number): string => `meeting-${index + 1}`;

function draftsOf(reading: Reading): readonly Draft[] {
  const { meetings, promises, events } = reading;
  const of = (index: number, kind: 'commitment' | 'intention'): readonly string[] =>
    promises.filter((promise) => promise.meeting === index && promise.kind === kind).map((promise) => promise.text);
  return [
    ...meetings.map((meeting, index) =>
      meetingDraft(meeting, meetingName(index), {
        reading,
        main: index === 0,
        decisions: of(index, 'commitment'),
        intentions: of(index, 'intention'),
      }),
    ),
    ...promises
      .filter((promise) => promise.kind === 'commitment')
      .map((promise, index) => commitmentDraft(promise, `commitment-${index + 1}`, { reading, meetingName })),
    ...eventsFound(events).map((event, index) => eventDraft(event, `event-${index + 1}`)),
  ];
}

/** Every span of an intake through a function: from offsets in a page's text to offsets in the page. */
function relocated(intake: Intake, locate: (span: Span) => Span): Intake {
  const at = <T extends { readonly span: Span }>(row: T): T => ({ ...row, span: locate(row.span) });
  const many = <T extends { readonly spans: readonly Span[] }>(row: T): T => ({ ...row, spans: row.spans.map(locate) });
  return {
    ...intake,
    drafts: intake.drafts.map((draft) => ({ ...draft, sources: draft.sources.map(at) })),
    intentions: intake.intentions.map(at),
    organisations: intake.organisations.map(many),
    themes: intake.themes.map(many),
    events: intake.events.map(at),
    leftOut: intake.leftOut.map(at),
    local: { names: intake.local.names.map(locate) },
  };
}

/** Drafts of a reading, for a person to confirm; nothing is stored or sent. */
function intakeOf(reading: Reading): Intake {
  const { language, fullyRead, publishedOn, people, asides, flags } = reading;
  return {
    language,
    fullyRead,
    ...(fullyRead ? {} : { note: `${language} is read as far as it goes: expect gaps, and check every line against the text` }),
    ...(publishedOn === undefined ? {} : { day: publishedOn }),
    drafts: draftsOf(reading),
    intentions: intentionsFound(reading, meetingName),
    organisations: namesFound(reading),
    themes: themesFound(reading),
    events: eventsFound(reading.events),
    leftOut: asides.map(({ what, reason, span }) => ({ what, reason, span })),
    flags,
    local: { names: people.mentions.map((person) => person.span) },
  };
}

/**
 * Reads a communiqué or minutes into drafts. Spans are offsets into `source` as given, HTML included.
 * Throws `intake-empty`, `intake-too-long`, `intake-language`, `intake-date`.
 */
export function intake(source: string, options: IntakeOptions = {}): Intake {
  const { format = 'text', ...reading } = options;
  if (format === 'text') return intakeOf(readCommunique(source, reading));
  if (source.length > maxHtmlLength) throw fail('intake-too-long', `${source.length} characters of HTML, at most ${maxHtmlLength}`);
  const { text, locate } = textOfHtml(source);
  return relocated(intakeOf(readCommunique(text, reading)), locate);
}
