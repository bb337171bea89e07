import type { Json } from '@wasl/record';
import type { Reading, ReadPromise } from '../read/read-communique.ts';
import { recordThemes } from '../vocabulary.ts';
import type { Draft, EventFound, Missing } from './draft.ts';
import { textIn } from './meeting-draft.ts';

function ownersMissing({ owners }: ReadPromise): Missing {
  const given = owners.map(({ party, organisation }) => [organisation, party].filter((part) => part !== undefined).join(' of ')).join(', ');
  const why = given === '' ? 'the text names no one who answers for it' : 'the text names a country or service and no desk';
  return { unit: 'owners', why, required: true, ...(given === '' ? {} : { given }) };
}

function dueMissing({ due }: ReadPromise): Missing {
  if (due === undefined) return { unit: 'due', why: 'the text sets no date', required: true };
  return {
    unit: 'due',
    why: due.value === undefined ? 'the text leaves the date open' : 'the text gives no hour',
    given: due.value ?? due.printed,
    required: true,
  };
}

/** A draft of a `commitment`. Who answers for it, until when and how one will see it is done are the officer's to say. */
export function commitmentDraft(
  promise: ReadPromise,
  name: string,
  of: { readonly reading: Reading; readonly meetingName: (index: number) => string },
): Draft {
  const { reading, meetingName } = of;
  const within = reading.themes.filter((theme) => theme.from >= promise.from && theme.to <= promise.to);
  const themes = [...new Set(within.map(({ theme }) => recordThemes.get(theme) ?? 'other'))];
  const fields: Record<string, Json> = {
    text: textIn(reading.language, promise.text.slice(0, 4000)),
    state: 'agreed',
    ...(themes.length === 0 ? {} : { themes: themes.slice(0, 22) }),
  };
  const missing: Missing[] = [
    ownersMissing(promise),
    dueMissing(promise),
    { unit: 'measure', why: 'the text does not say how one will see that it is done', required: true },
    { unit: 'public', why: 'whether the promise is public is for the officer to say', required: true },
    ...(promise.meeting === undefined
      ? []
      : [
          {
            unit: 'from',
            why: 'the subject of the meeting, once its record is made',
            given: meetingName(promise.meeting),
            required: false,
          },
        ]),
  ];
  const sources = [
    { path: 'text', span: promise.span, confidence: promise.confidence },
    { path: 'state', span: promise.trigger, confidence: promise.confidence },
    ...(promise.due === undefined ? [] : [{ path: 'due', span: promise.due.span, confidence: promise.due.confidence }]),
  ];
  const flags = [...promise.flags, ...(promise.due?.flags ?? [])];
  return { draft: name, type: 'commitment', fields, missing, sources, flags, confidence: promise.confidence };
}

/** A draft of an `event` that a text names. */
export function eventDraft(event: EventFound, name: string): Draft {
  const year = event.year === undefined ? {} : { given: String(event.year) };
  return {
    draft: name,
    type: 'event',
    fields: { name: textIn('en', event.name), kind: event.kind },
    missing: [
      { unit: 'hosts', why: 'the text does not say who hosts it in a form that can be relied on', required: true },
      { unit: 'period', why: 'the text gives at most a year', required: true, ...year },
    ],
    sources: [{ path: 'name', span: event.span, confidence: event.confidence }],
    flags: event.flags,
    confidence: event.confidence,
  };
}
