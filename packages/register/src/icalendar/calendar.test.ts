import type { AgencyId, Json } from '@wasl/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrangement, at, en, held, instantAt, promise, register } from '../../test/held.ts';
import { registerView } from '../dashboard.ts';
import type { RegisterRecord } from '../open-register.ts';
import { encodeCalendar } from './encode-calendar.ts';
import { registerCalendar } from './register-calendar.ts';

/** A reader of its own, after RFC 5545 §3.1 and §3.3.11: unfolded lines, and the events with unescaped texts. */
function read(calendar: string): readonly Readonly<Record<string, string>>[] {
  expect(calendar.endsWith('\r\n')).toBe(true);
  expect(calendar.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  for (const line of calendar.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
  const lines = calendar.replaceAll('\r\n ', '').split('\r\n').slice(0, -1);
  expect([lines[0], lines.at(-1)]).toEqual(['BEGIN:VCALENDAR', 'END:VCALENDAR']);
  const events: Record<string, string>[] = [];
  for (const line of lines) {
    const [name, ...rest] = line.split(':');
    const value = rest.join(':').replace(/\\([\\;,nN])/g, (_, c: string) => (c === 'n' || c === 'N' ? '\n' : c));
    if (line === 'BEGIN:VEVENT') events.push({});
    else if (name !== undefined && events.length > 0) (events.at(-1) as Record<string, string>)[name] = value;
  }
  return events;
}

test('[RG10] whatever the text: lines of 75 octets at most, nothing injected, and a reader gets the text back', () => {
  const piece = fc.constantFrom('a', ',', ';', '\\', '\n', ':', '"', 'é', 'ل', '𝔘', 'END:VEVENT', '\\n', ' ', '\t', '\r\n', 'x'.repeat(70));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.array(piece, { maxLength: 40 }).map((all) => all.join('')),
      ),
      (text) => {
        const calendar = encodeCalendar([[{ name: 'SUMMARY', value: text, form: 'text' }]], { product: '-//Wasl//EN', name: 'x' });
        const events = read(calendar);
        expect(events).toHaveLength(1);
        const kept = text
          .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
          .replace(/(?![\t\n])\p{Cc}/gu, '')
          .toWellFormed();
        expect(events[0]?.['SUMMARY']).toBe(kept);
      },
    ),
    { seed: 2030, numRuns: 500 },
  );
});

test('[RG10] control characters and half surrogates do not get into a calendar', () => {
  const calendar = encodeCalendar([[{ name: 'X', value: 'a\u0000b\u001b\ud800c\r\nBEGIN:VEVENT', form: 'plain' }]], {
    product: 'p',
    name: 'n',
  });
  expect(calendar).toContain('X:ab\ufffdcBEGIN:VEVENT\r\n');
});

const calendar = (hours: number, ...records: readonly RegisterRecord[]) => {
  const given = register(...records);
  return read(
    registerCalendar(given, registerView(given, at(hours)), { agency: 'gb.police' as AgencyId, language: 'en', agreement: arrangement }),
  );
};
const text = (words: string) => en(words) as unknown as Json;

test('[RG10] due dates of what is not ended, reviews, lessons and meetings; the same UID each time, a higher sequence after a change', () => {
  const meeting = held(5, 'meeting', {
    fields: {
      title: text('Working group; Rabat'),
      status: 'planned',
      period: { from: instantAt(30), to: instantAt(32) },
      place: text('Rabat, room 2'),
    },
  });
  const lesson = held(6, 'lesson', { fields: { title: text('Radio'), state: 'tasked', due: instantAt(90) } });
  const first = calendar(1, promise(1, { fields: { nextReview: instantAt(24) } }), meeting, lesson);
  expect(first.map(({ SUMMARY, DTSTART, DTEND, TRANSP, STATUS, CLASS }) => [SUMMARY, DTSTART, DTEND ?? TRANSP, STATUS, CLASS])).toEqual([
    ['Due: Train stewards', '20300615T180000Z', 'TRANSPARENT', undefined, 'CONFIDENTIAL'],
    ['Review: Train stewards', '20300614T180000Z', 'TRANSPARENT', undefined, 'CONFIDENTIAL'],
    ['Working group; Rabat', '20300615T000000Z', '20300615T020000Z', 'CONFIRMED', 'CONFIDENTIAL'],
    ['Due: Radio', '20300617T120000Z', 'TRANSPARENT', undefined, 'CONFIDENTIAL'],
  ]);
  expect(first[2]?.['LOCATION']).toBe('Rabat, room 2');
  const moved = promise(2, { subject: 1, h: 2, refs: [['supersedes', 1]], fields: { due: instantAt(72) } });
  const [again] = calendar(3, promise(1), moved);
  expect([again?.['UID'], again?.['SEQUENCE'], again?.['DTSTART']]).toEqual([first[0]?.['UID'], '1', '20300616T180000Z']);
  expect(first[0]?.['SEQUENCE']).toBe('0');
  const done = promise(2, { subject: 1, h: 2, fields: { state: 'dropped' } });
  expect(calendar(3, promise(1), done)).toEqual([]);
});
