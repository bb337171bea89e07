import { type Day, daysAfter, daysBetween, encodeDay, parseDay } from '../dates/day.ts';
import { type DateMention, findDates } from '../dates/find-dates.ts';
import { type DateContext, type Flag, type ReadDate, resolveDate } from '../dates/resolve-date.ts';
import { type Document, firstOf, has, type Stretch, spanOf } from '../text/document.ts';
import { fold } from '../text/fold.ts';
import type { Sentence } from '../text/sentences.ts';
import { touches, within } from '../text/within.ts';
import type { Dateline } from './dateline.ts';
import { findCities, findOrganisations, findPlaces } from './find-names.ts';
import type { People } from './find-people.ts';
import type { Aside, Meeting } from './meeting.ts';
import { findTriggers, meetingNouns, type Trigger } from './meeting-triggers.ts';
import { isOwn, isSame, type MeetingDraft, partiesOf, uniqueOffices, withParties } from './merge-meetings.ts';
import type { Office } from './office.ts';

/** A new account is compared with so many of the meetings told before it. */
const remembered = 12;

/** What meetings are read from. */
export interface MeetingSources {
  readonly document: Document;
  readonly offices: readonly Office[];
  readonly people: People;
  readonly dateline?: Dateline;
  readonly today?: Day;
}

/** A meeting before this many days is one that the text looks back on. */
const pastDays = 45;

class MeetingFinder {
  readonly #of: MeetingSources;
  readonly #drafts: MeetingDraft[] = [];
  readonly #asides: Aside[] = [];

  constructor(of: MeetingSources) {
    this.#of = of;
  }

  find(): { readonly meetings: readonly Meeting[]; readonly asides: readonly Aside[] } {
    const { document } = this.#of;
    for (const [index, sentence] of document.sentences.entries()) {
      const body = this.#bodyOf(sentence);
      if (body.to <= body.from) continue;
      const triggers = findTriggers(document, body);
      const held = triggers.filter((trigger) => trigger.status === 'held');
      const made = this.#held(held, body, index);
      for (const trigger of triggers) if (trigger.status === 'planned') this.#planned(trigger, body, index);
      if (!made) this.#attend(body, index);
    }
    return { meetings: this.#drafts.map((draft) => withParties(draft.meeting)), asides: this.#asides };
  }

  #bodyOf(sentence: Sentence): Sentence {
    const { dateline } = this.#of;
    return dateline !== undefined && dateline.from === sentence.from ? { ...sentence, from: Math.min(dateline.to, sentence.to) } : sentence;
  }

  #context(future: boolean): DateContext {
    const { today } = this.#of;
    return { future, ...(today === undefined ? {} : { today }) };
  }

  #aside(trigger: Trigger): boolean {
    if (trigger.aside === undefined) return false;
    this.#asides.push({ what: 'meeting', reason: trigger.aside, span: spanOf(this.#of.document, trigger.scope) });
    return true;
  }

  #held(triggers: readonly Trigger[], body: Sentence, index: number): boolean {
    const kept = triggers.filter((trigger) => !this.#aside(trigger));
    if (kept.length === 0) return triggers.length > 0 && triggers.some((trigger) => trigger.verb);
    let made = false;
    for (const scope of this.#scopes(kept)) made = this.#heldOne(scope.trigger, scope.stretch, { body, index }) || made;
    return made;
  }

  /** One sentence may tell of two meetings: a later verb with a day or city of its own begins another. */
  #scopes(triggers: readonly Trigger[]): readonly { readonly trigger: Trigger; readonly stretch: Stretch }[] {
    const [first, ...rest] = triggers;
    if (first === undefined) return [];
    const found = [{ trigger: first, stretch: { from: first.scope.from, to: first.scope.to } }];
    for (const trigger of rest) {
      const last = found.at(-1);
      if (last === undefined) break;
      const own = { from: trigger.from, to: trigger.scope.to };
      // "made a visit to Rabat and met there on Tuesday" is one.
      const there = last.trigger.kind === 'visit' && findPlaces(this.#of.document, own).length === 0;
      const apart = this.#hasTimeOrPlace({ from: last.stretch.from, to: trigger.from }) && this.#hasTime(own);
      const isOther = apart && !there && this.#participants(own).length > 0;
      if (!isOther) continue;
      last.stretch.to = trigger.from;
      found.push({ trigger, stretch: own });
    }
    return found;
  }

  #hasTime(stretch: Stretch): boolean {
    return findDates(this.#of.document, stretch).length > 0;
  }

  #hasTimeOrPlace(stretch: Stretch): boolean {
    return this.#hasTime(stretch) || findPlaces(this.#of.document, stretch).length > 0;
  }

  /** Offices of a stretch, those behind a name alone included, those that only lend their authority left out. */
  #participants(stretch: Stretch): readonly Office[] {
    const { document, offices, people } = this.#of;
    const { markers } = document.vocabulary;
    const found = within(offices, stretch);
    const present = found.filter((office) => {
      const from = Math.max(stretch.from, office.from - 6);
      const absent = firstOf(document.words, markers.absent, { from, to: office.from });
      return absent === undefined || document.words.slice(absent.to, office.from).some((word) => /[,،(]/.test(word.before));
    });
    const named: Office[] = [];
    for (let at = stretch.from; at < stretch.to; at++) {
      const office = offices[people.offices.get(fold(document.words[at]?.raw ?? '')) ?? -1];
      if (office !== undefined && !found.includes(office)) named.push(office);
    }
    return uniqueOffices([...named, ...present]);
  }

  #heldOne(trigger: Trigger, scope: Stretch, at: { readonly body: Sentence; readonly index: number }): boolean {
    const { document } = this.#of;
    const participants = this.#participants(scope);
    const parties = partiesOf(document, scope);
    const people = within(this.#of.people.mentions, scope);
    const organisations = findOrganisations(document, scope);
    const date = this.#dateIn(scope, trigger, false) ?? this.#datelineDate(at.index);
    if (date?.past === true) {
      this.#asides.push({ what: 'meeting', reason: 'past', span: spanOf(document, scope) });
      return true;
    }
    const place = this.#placeIn(scope, trigger) ?? this.#datelinePlace();
    const evidence = participants.length + people.length + (parties.length > 1 ? 1 : 0) + (organisations.length > 1 ? 1 : 0);
    const told = date?.own === true || place?.fromDateline === undefined;
    const whole = date?.own === true && place !== undefined && place.fromDateline === undefined;
    if (evidence === 0 && !(trigger.verb && told && (whole || parties.length > 0 || organisations.length > 0))) return false;
    if (!trigger.verb && !((told || participants.length > 1) && (date !== undefined || place !== undefined))) return false;
    const flags: Flag[] = [...(trigger.conditional ? [{ flag: 'conditional' } as const] : []), ...(date?.flags ?? [])];
    const meeting: Meeting = {
      kind: trigger.kind,
      status: 'held',
      ...(date === undefined ? {} : { date: date.date }),
      ...(place === undefined ? {} : { place }),
      offices: participants,
      organisations,
      parties,
      span: spanOf(document, scope),
      sentence: at.index,
      flags,
      confidence: this.#confidence({ trigger, date: date?.date, hasPlace: place !== undefined, offices: participants.length }),
    };
    this.#add(meeting, at.body);
    return true;
  }

  #confidence(of: { trigger: Trigger; date: ReadDate | undefined; hasPlace: boolean; offices: number }): number {
    const { trigger, date, hasPlace, offices } = of;
    const sum = 40 + (trigger.verb ? 20 : 5) + (date?.value === undefined ? 0 : 12) + (hasPlace ? 10 : 0) + Math.min(2, offices) * 7;
    return Math.min(95, trigger.conditional ? Math.min(50, sum) : sum);
  }

  #datelineDate(
    index: number,
  ): { readonly date: ReadDate; readonly flags: readonly Flag[]; readonly own: false; readonly past: false } | undefined {
    const { document, dateline } = this.#of;
    if (dateline?.date === undefined) return undefined;
    const after = document.sentences.findIndex((sentence) => sentence.to > dateline.to);
    // Minutes have their day in the heading, some lines above the first sentence about the meeting.
    const reach = this.#drafts.length === 0 ? 6 : 1;
    if (index > Math.max(after, 0) + reach) return undefined;
    const read = resolveDate(document, dateline.date, this.#context(false));
    return { date: { ...read, confidence: Math.min(read.confidence, 70) }, flags: [{ flag: 'from-dateline' }], own: false, past: false };
  }

  #datelinePlace(): Meeting['place'] {
    const { document, dateline } = this.#of;
    if (dateline === undefined || dateline.place.kind !== 'city') return undefined;
    const { code, name, party } = dateline.place;
    const span = spanOf(document, { from: dateline.from, to: dateline.from + 1 });
    return { code, name, ...(party === undefined ? {} : { party }), span, fromDateline: true };
  }

  #placeIn(scope: Stretch, trigger: Stretch & { readonly kind?: string }): Meeting['place'] {
    const { document } = this.#of;
    const places = findPlaces(document, scope).filter((mention) => !this.#isOfOther(mention));
    const cities = places.filter((mention) => mention.place.kind === 'city');
    if (cities.length === 0 && trigger.kind === 'visit')
      cities.push(...findCities(document, scope).filter((mention) => !this.#isOfOther(mention)));
    const near = (cities.length > 0 ? cities : places).toSorted(
      (a, b) => Math.abs(a.from - trigger.from) - Math.abs(b.from - trigger.from),
    )[0];
    if (near === undefined) return undefined;
    const { code, name, party } = near.place;
    return { code, name, ...(party === undefined ? {} : { party }), span: spanOf(document, near) };
  }

  /** A place within an office or a person's name is no place of the meeting. */
  #isOfOther(stretch: Stretch): boolean {
    return touches(this.#of.people.mentions, stretch) || touches(this.#of.offices, stretch);
  }

  /** The time of a meeting: a whole day before a year alone, the nearest to the verb. */
  #dateIn(
    scope: Stretch,
    trigger: Stretch,
    future: boolean,
  ): { readonly date: ReadDate; readonly flags: readonly Flag[]; readonly own: true; readonly past: boolean } | undefined {
    const { document, today } = this.#of;
    const mentions = findDates(document, scope).filter((mention) => !this.#isOfEvent(mention) && !this.#isSince(mention, scope));
    const weight = (mention: DateMention): number =>
      (mention.day === undefined && mention.weekday === undefined && mention.relative === undefined ? 100 : 0) +
      (mention.relative === 'open' ? 50 : 0) +
      Math.min(40, Math.abs(mention.from - trigger.from));
    const [mention] = mentions.toSorted((a, b) => weight(a) - weight(b));
    if (mention === undefined) return undefined;
    const date = this.#withDaysOfTalks(resolveDate(document, mention, this.#context(future)), scope);
    const day = parseDay(date.value ?? '');
    const past = !future && today !== undefined && isPast(date.value, day, today);
    return { date, flags: [], own: true, past };
  }

  /** "after two days of talks": a meeting that closes on a day began before it. */
  #withDaysOfTalks(date: ReadDate, scope: Stretch): ReadDate {
    const { words, vocabulary } = this.#of.document;
    const last = parseDay(date.value ?? '');
    if (last === undefined || date.end !== undefined) return date;
    for (let at = scope.from; at < scope.to; at++) {
      const count = vocabulary.counts.at(words, at, scope.to);
      const days = count === undefined ? undefined : vocabulary.dayWords.at(words, count.to, scope.to);
      if (count === undefined || days === undefined || vocabulary.talksWords.at(words, days.to, scope.to) === undefined) continue;
      return {
        ...date,
        value: encodeDay(daysAfter(last, 1 - count.value)),
        end: encodeDay(last),
        flags: [...date.flags, { flag: 'derived' }],
      };
    }
    return date;
  }

  /** "la Coupe du Monde 2030", "the 1994 agreement": years of other things. */
  #isOfEvent(mention: DateMention): boolean {
    if (mention.day !== undefined || mention.weekday !== undefined || mention.relative !== undefined || mention.hijri !== undefined)
      return false;
    const { words, vocabulary } = this.#of.document;
    for (let at = Math.max(0, mention.from - 8); at < mention.from; at++) {
      if (vocabulary.events.at(words, at, mention.from) !== undefined) return true;
    }
    return false;
  }

  /** "depuis le 14 janvier", "since May": a time from which something else holds. */
  #isSince(mention: DateMention, scope: Stretch): boolean {
    const { words } = this.#of.document;
    for (let at = Math.max(scope.from, mention.from - 2); at < mention.from; at++)
      if (/^(?:depuis|since|desde|منذ|signed|signe|signee|signée|d[eu]s|accord|agreement|until|jusqu)$/i.test(words[at]?.raw ?? ''))
        return true;
    return false;
  }

  #planned(trigger: Trigger, body: Sentence, index: number): void {
    if (this.#aside(trigger)) return;
    const { document } = this.#of;
    const scope = trigger.scope;
    const date = this.#dateIn(scope, trigger, true);
    const place = this.#placeIn(scope, trigger);
    if (date === undefined && place === undefined && !trigger.verb) return;
    const flags: Flag[] = trigger.conditional ? [{ flag: 'conditional' }] : [];
    const offices = this.#participants(scope);
    const last = this.#drafts.at(-1);
    const same = last?.meeting.status === 'planned' && last.meeting.sentence >= index - 1 && last.meeting.date?.value === date?.date.value;
    if (same) return;
    this.#drafts.push({
      title: false,
      block: body.block,
      meeting: {
        kind: trigger.kind,
        status: 'planned',
        ...(date === undefined ? {} : { date: date.date }),
        ...(place === undefined ? {} : { place }),
        offices,
        organisations: findOrganisations(document, scope),
        parties: partiesOf(document, scope),
        span: spanOf(document, { from: scope.from, to: body.to }),
        sentence: index,
        flags,
        confidence: Math.min(80, this.#confidence({ trigger, date: date?.date, hasPlace: place !== undefined, offices: offices.length })),
      },
    });
  }

  /** A sentence that tells no new meeting may say who else was there, or where and when. */
  #attend(body: Sentence, index: number): void {
    const { document } = this.#of;
    const current = this.#drafts.slice(-remembered).findLast((draft) => draft.meeting.status === 'held');
    if (current === undefined || index - current.meeting.sentence > 12) return;
    const { markers } = document.vocabulary;
    const presence = firstOf(document.words, markers.present, body);
    const spoke = presence === undefined && firstOf(document.words, markers.discussed, body) !== undefined;
    if (presence !== undefined || (spoke && this.#participants(body).length > 1)) {
      const offices = this.#participants(body);
      current.meeting = { ...current.meeting, offices: uniqueOffices([...current.meeting.offices, ...offices]) };
    }
    const [noun] = meetingNouns(document, body);
    if (noun === undefined) return;
    const after = { from: noun.to, to: Math.min(body.to, noun.to + 9) };
    const place = current.meeting.place === undefined || current.meeting.place.fromDateline ? this.#placeIn(after, noun) : undefined;
    const date = current.meeting.date === undefined ? this.#dateIn(after, noun, false) : undefined;
    if (place === undefined && (date === undefined || date.past)) return;
    if (has(document, markers.past, after)) return;
    current.meeting = {
      ...current.meeting,
      ...(place === undefined ? {} : { place }),
      ...(date === undefined || date.past ? {} : { date: date.date }),
    };
  }

  /** A short first line that is a paragraph by itself. */
  #isTitle(body: Sentence): boolean {
    const { sentences } = this.#of.document;
    const alone = sentences[1]?.block !== 0;
    return body.block === 0 && alone && body.to - body.from < 25 && this.#of.dateline?.to !== body.from;
  }

  #add(meeting: Meeting, body: Sentence): void {
    const title = this.#isTitle(body);
    const same = this.#drafts
      .slice(-remembered)
      .find((draft) => draft.meeting.status === 'held' && isSame(draft, meeting, { document: this.#of.document, block: body.block }));
    if (same === undefined) {
      this.#drafts.push({ meeting, title, block: body.block });
      return;
    }
    const { meeting: earlier } = same;
    const better = meeting.confidence > earlier.confidence ? meeting : earlier;
    const date = isOwn(earlier) ? earlier.date : (meeting.date ?? earlier.date);
    const country = earlier.place !== undefined && earlier.place.code === earlier.place.party;
    const place =
      earlier.place !== undefined && !earlier.place.fromDateline && !(country && meeting.place !== undefined)
        ? earlier.place
        : (meeting.place ?? earlier.place);
    same.meeting = {
      ...better,
      ...(date === undefined ? {} : { date }),
      ...(place === undefined ? {} : { place }),
      offices: uniqueOffices([...earlier.offices, ...meeting.offices]),
    };
  }
}

/** A day more than 45 days before the text, or a year before its year. */
function isPast(value: string | undefined, day: Day | undefined, today: Day): boolean {
  if (day !== undefined) return daysBetween(day, today) > pastDays;
  return value !== undefined && Number(value.slice(0, 4)) < today.year;
}

/** The meetings a text tells of, and those it only looks back on, denies or calls off. */
export function findMeetings(of: MeetingSources): { readonly meetings: readonly Meeting[]; readonly asides: readonly Aside[] } {
  return new MeetingFinder(of).find();
}
