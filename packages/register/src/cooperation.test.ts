import type { Json } from '@wasl/record';
import { expect, test } from 'vitest';
import { at, en, held, idOf, instantAt, promise, register, subjectOf } from '../test/held.ts';
import { registerView } from './dashboard.ts';
import { expertiseOf } from './expertise.ts';
import { carriedOf, lessonsOf } from './lessons.ts';
import { meetingsOf } from './meetings.ts';
import type { RegisterRecord } from './open-register.ts';
import { promisesOf } from './promises.ts';

const text = (words: string) => en(words) as unknown as Json;

test('[RG5] decisions of a meeting with how their commitments stand; a commitment not held here is unclear', () => {
  const meeting = held(5, 'meeting', {
    fields: {
      title: text('Working group'),
      kind: 'working-group',
      status: 'held',
      period: { from: instantAt(1), to: instantAt(3) },
      participants: [{ office: text('Head of the contact point'), party: 'ma', desk: 'ma.police/nfip' }],
      agenda: [{ item: text('Stewards'), papers: [{ title: text('Plan') }] }],
      decisions: [
        { text: text('Train stewards'), commitment: subjectOf(1) },
        { text: text('Meet again') },
        { text: text('Share doctrine'), commitment: subjectOf(77) },
      ],
    },
  });
  const given = register(promise(1), meeting);
  const [row] = meetingsOf(given, promisesOf(given, at(49)));
  expect(row).toMatchObject({ papers: 1, status: 'held', from: instantAt(1) });
  expect(row?.participants).toEqual([{ office: en('Head of the contact point'), party: 'ma', desk: 'ma.police/nfip' }]);
  expect(row?.decisions.map(({ standing }) => standing)).toEqual(['late', undefined, 'unclear']);
});

const rights = { scheme: 'OSJA', reference: 'OSJA-2030-4', rating: 'low' };
const offer = (n: number, fields: Readonly<Record<string, Json>>) =>
  held(n, 'offer', {
    fields: {
      direction: 'offered',
      kind: 'training',
      topic: 'crowd-management',
      level: 'commander',
      description: text('Crowd course'),
      languages: ['en'],
      window: { from: instantAt(10), to: instantAt(20) },
      rights,
      exportControl: { control: 'none' },
      state: 'accepted',
      ...fields,
    },
  });

test('[RG6, S12] expertise with its rights assessment; what was accepted without one is said', () => {
  const given = register(
    offer(1, {}),
    offer(2, { rights: { scheme: 'none-needed' } }),
    offer(3, { rights: { scheme: 'OSJA' } }),
    offer(4, { rights: { scheme: 'OSJA' }, state: 'open' }),
  );
  expect(expertiseOf(given, at(0)).map(({ rightsMissing }) => rightsMissing)).toEqual([false, false, true, false]);
  expect(expertiseOf(given, at(0))[0]).toMatchObject({ rights, form: 'offer', topic: 'crowd-management', to: instantAt(20) });
  const asked = held(6, 'request', { by: 'gb.police/ops', fields: { class: 'expertise', effect: text('Two observers') } });
  const other = held(7, 'request', { fields: { class: 'task', effect: text('Lift') } });
  const yes = held(8, 'response', { h: 1, refs: [['answers', 6]], fields: { answer: 'accepted' } });
  expect(expertiseOf(register(asked, other), at(0))).toMatchObject([{ form: 'request', state: 'waiting', rightsMissing: false }]);
  expect(expertiseOf(register(asked, yes), at(2))).toMatchObject([{ state: 'accepted', rightsMissing: true }]);
});

test('[RG6] feedback is owed once an offer is over, and a lesson that names it pays', () => {
  const owed = (hours: number, ...records: readonly RegisterRecord[]) => expertiseOf(register(...records), at(hours))[0]?.feedbackOwed;
  expect(owed(19, offer(1, {}))).toBe(false);
  expect(owed(21, offer(1, {}))).toBe(true);
  expect(owed(15, offer(1, { state: 'held' }))).toBe(true);
  const lesson = held(2, 'lesson', {
    by: 'gb.police/nfip',
    h: 22,
    fields: { title: text('More radio drill'), state: 'observation', offer: idOf(1) },
  });
  expect(owed(23, offer(1, {}), lesson)).toBe(false);
  expect(owed(23, offer(1, {}), { ...lesson, status: 'withdrawn' })).toBe(true);
  const named = held(2, 'lesson', { fields: { title: text('x'), state: 'observation' } });
  expect(owed(23, offer(1, { feedback: [idOf(2)] }), named)).toBe(false);
});

const event = (n: number, kind: string, from: number) =>
  held(n, 'event', { fields: { name: text(`Event ${n}`), kind, period: { start: instantAt(from), end: instantAt(from + 100) } } });
const fixture = (n: number, of: number, venue: number, h: number) =>
  held(n, 'fixture', {
    fields: {
      event: subjectOf(of),
      venue: subjectOf(venue),
      kickoff: { at: instantAt(h), timeZone: 'Africa/Casablanca' },
      status: 'planned',
    },
  });
const lesson = (n: number, fields: Readonly<Record<string, Json>>) =>
  held(n, 'lesson', { fields: { title: text(`Lesson ${n}`), state: 'identified', theme: ['communicate'], ...fields } });

test('[RG7] a lesson goes to what it names, to the same venue and to the same kind of event; not to where it was drawn, nor when rejected', () => {
  const given = register(
    ...[event(1, 'tournament', -1000), fixture(11, 1, 50, -990)],
    ...[event(2, 'tournament', 100), fixture(21, 2, 51, 110), fixture(22, 2, 50, 120)],
    event(3, 'assembly', 200),
    lesson(101, { event: subjectOf(11) }),
    lesson(102, { event: subjectOf(1) }),
    lesson(103, { carryTo: [subjectOf(3)] }),
    lesson(104, { carryTo: [subjectOf(51)] }),
    lesson(105, { event: subjectOf(1), state: 'rejected' }),
    lesson(106, { event: subjectOf(2) }),
  );
  const carried = carriedOf(given, lessonsOf(given, at(0)), at(0));
  const shown = carried.map(({ subject, lessons }) => [
    Number(subject.slice(0, 21)),
    lessons.map((each) => `${Number(each.subject.slice(0, 21))} ${each.why.join('+')}`),
  ]);
  expect(shown).toEqual([
    [2, ['101 same-venue+same-kind', '102 same-venue+same-kind', '104 named']],
    [21, ['101 same-kind', '102 same-kind', '104 named', '106 same-venue']],
    [22, ['101 same-venue+same-kind', '102 same-venue+same-kind', '106 same-venue']],
    [3, ['103 named']],
  ]);
  expect(carriedOf(given, lessonsOf(given, at(500)), at(500))).toEqual([]);
});

test('[RG7] a lesson with a body to act and a date gone by is late, until it is implemented', () => {
  const late = (state: string) => lessonsOf(register(lesson(1, { state, due: instantAt(5) })), at(6))[0]?.late;
  expect([late('tasked'), late('endorsed'), late('implemented'), late('learned')]).toEqual([true, true, false, false]);
  expect(registerView(register(lesson(1, {})), at(0)).dashboards[0]?.lessons).toHaveLength(1);
});
