import type { Flag } from '../dates/resolve-date.ts';
import type { EventMention } from '../read/find-names.ts';
import type { Reading } from '../read/read-communique.ts';
import type { Span } from '../text/document.ts';
import { themeNames } from '../vocabulary.ts';
import type { EventFound, IntentionFound, Named } from './draft.ts';

interface Row {
  readonly code: string;
  readonly name: string;
  readonly party?: string;
  readonly span: Span;
}

function gathered(rows: readonly Row[], confidence: number): readonly Named[] {
  const found = new Map<string, { readonly row: Row; readonly spans: Span[] }>();
  for (const row of rows) {
    const there = found.get(row.code);
    if (there === undefined) found.set(row.code, { row, spans: [row.span] });
    else there.spans.push(row.span);
  }
  return [...found.values()].map(({ row: { span: _span, ...row }, spans }) => ({
    ...row,
    spans,
    confidence: Math.min(95, confidence + 3 * (spans.length - 1)),
  }));
}

/** Organisations of a reading, each once with all its places. */
export function namesFound({ organisations }: Reading): readonly Named[] {
  const rows = organisations.map(
    ({ organisation: { organisation, name, party }, span }): Row => ({
      code: organisation,
      name,
      span,
      ...(party === undefined ? {} : { party }),
    }),
  );
  return gathered(rows, 88);
}

/** Themes of a reading, each once with all its places. */
export function themesFound({ themes }: Reading): readonly Named[] {
  return gathered(
    themes.map(({ theme, span }): Row => ({ code: theme, name: themeNames.get(theme)?.en ?? theme, span })),
    82,
  );
}

/** Events of a reading, each year of each once. */
export function eventsFound(events: readonly EventMention[]): readonly EventFound[] {
  const found = new Map<string, EventFound>();
  for (const { event, ordinal, year, place, span, flags } of events) {
    const key = `${event.event} ${year ?? flags.map((flag: Flag) => flag.printed).join()}`;
    if (found.has(key)) continue;
    found.set(key, {
      event: event.event,
      name: event.names.en,
      kind: event.kind,
      ...(ordinal === undefined ? {} : { ordinal }),
      ...(year === undefined ? {} : { year }),
      ...(place === undefined ? {} : { place: place.name }),
      span,
      flags,
      confidence: flags.length > 0 ? 45 : year === undefined ? 70 : 93,
    });
  }
  return [...found.values()];
}

/** Intentions of a reading, apart from its commitments. */
export function intentionsFound({ promises }: Reading, meetingName: (index: number) => string): readonly IntentionFound[] {
  return promises
    .filter((promise) => promise.kind === 'intention')
    .map(({ text, owners, span, confidence, flags, meeting }) => ({
      text,
      owners: owners.map(({ party, organisation }) => organisation ?? party ?? '').filter((owner) => owner !== ''),
      span,
      confidence,
      flags,
      ...(meeting === undefined ? {} : { meeting: meetingName(meeting) }),
    }));
}
