import type { Document, Stretch } from '../text/document.ts';
import type { Word } from '../text/words.ts';
import type { DateWord } from '../vocabulary.ts';

/** What a text says of a time, before it is resolved. */
export interface DateMention extends Stretch {
  readonly year?: number;
  readonly month?: number;
  readonly day?: number;
  /** Last day of a stretch of days that begins with `day`. */
  readonly lastDay?: number;
  readonly weekday?: number;
  readonly relative?: string;
  readonly hijri?: true;
  readonly toward?: 'next' | 'last';
  /** Digits that look like a year and are none. */
  readonly badYear?: string;
  /** Day and month of `05/06/2030` could be the other way round. */
  readonly ambiguous?: true;
}

/** The value of a word of digits, western or eastern, at most `digits` long. */
export function numberOf(word: Word | undefined, digits: number): number | undefined {
  const text = word?.stems[0] ?? '';
  return word !== undefined && /^\d+$/.test(text) && text.length <= digits ? Number(text) : undefined;
}

/** A day of the month: `7`, `1er`, `3rd`. */
function dayNumber(word: Word | undefined): number | undefined {
  const match = /^(\d{1,2})(?:er|re|st|nd|rd|th|º|ª)?$/.exec(word?.stems[0] ?? '');
  const value = match === null ? 0 : Number(match[1]);
  return value >= 1 && value <= 31 ? value : undefined;
}

/** A year of four digits between 1900 and 2099. */
export function yearNumber(word: Word | undefined): number | undefined {
  const value = numberOf(word, 4);
  return value !== undefined && value >= 1900 && value <= 2099 ? value : undefined;
}

const small = new Set(['de', 'of', 'the', 'del', 'du', 'le', 'el', 'day', 'em', 'في', 'من', 'شهر', 'den']);

class Finder {
  readonly #document: Document;
  readonly #limit: number;

  constructor(document: Document, limit: number) {
    this.#document = document;
    this.#limit = limit;
  }

  word(at: number): Word | undefined {
    return at < this.#limit ? this.#document.words[at] : undefined;
  }

  /** Whether nothing but a comma or blanks parts a word from the one before. */
  #near(at: number): boolean {
    const word = this.word(at);
    return word !== undefined && (!word.barrier || /^\s?[,،/-]?\s?$/.test(word.before));
  }

  #dateWord(at: number): { readonly value: DateWord; readonly to: number } | undefined {
    const hit = this.#document.vocabulary.dates.at(this.#document.words, at, this.#limit);
    return hit === undefined ? undefined : { value: hit.value, to: hit.to };
  }

  #month(at: number): { readonly month: number; readonly to: number } | undefined {
    const found = this.#dateWord(at);
    if (found?.value.kind !== 'month') return undefined;
    // "May" and "mars" are other words when written small in English and before no number; the callers ask for a number beside them.
    const second = this.#near(found.to) && this.word(found.to)?.before.includes('/') ? this.#dateWord(found.to) : undefined;
    return { month: found.value.value, to: second?.value.kind === 'month' ? second.to : found.to };
  }

  #skipSmall(at: number): number {
    let index = at;
    while (index < at + 2 && this.#near(index) && small.has(this.word(index)?.raw.toLowerCase() ?? '')) index += 1;
    return index;
  }

  #year(at: number): { readonly year?: number; readonly badYear?: string; readonly to: number } {
    const index = this.#skipSmall(at);
    if (!this.#near(index)) return { to: at };
    const word = this.word(index);
    const year = yearNumber(word);
    if (year !== undefined) return { year, to: index + 1 };
    if (word?.number === true && word.raw.length >= 3 && !/^\s?[-/]/.test(word.before)) return { badYear: word.raw, to: index + 1 };
    return { to: at };
  }

  /** `7 avril 2022`, `2-3 September 2004`, `du 2 au 3 septembre`, `26 de febrero de 2013`. */
  dayMonth(at: number): DateMention | undefined {
    const day = dayNumber(this.word(at));
    if (day === undefined) return undefined;
    let index = at + 1;
    let lastDay: number | undefined;
    const ranged = this.#document.vocabulary.rangeWords.at(this.#document.words, index, this.#limit);
    const dash = /^\s?[-–—]\s?$/.test(this.word(index)?.before ?? '');
    const after = ranged !== undefined && !dash ? ranged.to : index;
    if (ranged !== undefined || dash || this.word(index)?.raw.startsWith('و') === true) {
      const last = dayNumber(this.word(after)) ?? dayNumber(withoutAnd(this.word(after)));
      if (last !== undefined && last > day) {
        lastDay = last;
        index = after + 1;
      }
    }
    const month = this.#near(this.#skipSmall(index)) ? this.#month(this.#skipSmall(index)) : undefined;
    if (month === undefined) return undefined;
    const { to, ...year } = this.#year(month.to);
    return { from: at, to, day, month: month.month, ...(lastDay === undefined ? {} : { lastDay }), ...year };
  }

  /** `September 22, 2016`, `September 2016`. */
  monthFirst(at: number): DateMention | undefined {
    const month = this.#month(at);
    if (month === undefined || !(this.#document.vocabulary.language !== 'en' || this.word(at)?.capital === true)) return undefined;
    const day = this.#document.vocabulary.language === 'en' && this.#near(month.to) ? dayNumber(this.word(month.to)) : undefined;
    const { to, ...year } = this.#year(day === undefined ? month.to : month.to + 1);
    if (day === undefined && year.year === undefined && year.badYear === undefined) return undefined;
    return { from: at, to, month: month.month, ...(day === undefined ? {} : { day }), ...year };
  }

  /** `2025-02-10`, `10/02/2025`, `10.02.2025`. */
  digits(at: number): DateMention | undefined {
    const [a, b, c] = [this.word(at), this.word(at + 1), this.word(at + 2)];
    if (a === undefined || b === undefined || c === undefined || b.before !== c.before || !/^[-/.]$/.test(b.before)) return undefined;
    const [first, second, third] = [numberOf(a, 4), numberOf(b, 2), numberOf(c, 4)];
    if (first === undefined || second === undefined || third === undefined) return undefined;
    if (yearNumber(a) !== undefined && third <= 31) return { from: at, to: at + 3, year: first, month: second, day: third };
    const year = yearNumber(c);
    if (year === undefined || first > 31) return undefined;
    const ambiguous = first <= 12 && second <= 12 && first !== second && this.#document.vocabulary.language === 'en';
    return { from: at, to: at + 3, year, month: second, day: first, ...(ambiguous ? { ambiguous: true } : {}) };
  }

  #toward(at: number): { readonly toward?: 'next' | 'last'; readonly to: number } {
    const { words, vocabulary } = this.#document;
    if (this.word(at)?.barrier === true) return { to: at };
    const next = vocabulary.next.at(words, at, this.#limit);
    if (next !== undefined) return { toward: 'next', to: next.to };
    const last = vocabulary.last.at(words, at, this.#limit);
    return last === undefined ? { to: at } : { toward: 'last', to: last.to };
  }

  named(at: number): DateMention | undefined {
    const { words, vocabulary } = this.#document;
    const found = this.#dateWord(at);
    if (found === undefined || found.value.kind === 'month') return undefined;
    const { value } = found;
    if (value.kind === 'hijri') {
      const { to } = this.#year(found.to);
      return { from: at, to, hijri: true };
    }
    // Without its article "يوم" is a day and not this one.
    if (value.kind === 'relative' && /^و?يوم$/.test(words[at]?.raw ?? '') && found.to === at + 1) return undefined;
    if (value.kind === 'relative') return { from: at, to: found.to, relative: value.relative ?? 'open' };
    let rest = found.to;
    if (this.#near(rest)) {
      const index = this.#skipSmall(rest);
      const dated = this.dayMonth(index) ?? this.monthFirst(index) ?? this.digits(index);
      if (dated !== undefined) return { ...dated, from: at, weekday: value.value };
      const day = this.word(index)?.number === true && this.#near(index) ? dayNumber(this.word(index)) : undefined;
      if (day !== undefined) {
        const hijri = this.#dateWord(index + 1)?.value.kind === 'hijri';
        return { from: at, to: index + (hijri ? 2 : 1), weekday: value.value, ...(hijri ? { hijri: true } : { day }) };
      }
    }
    const before = at > 0 && words[at]?.barrier === false ? vocabulary.next.at(words, at - 1, at) : undefined;
    const past = at > 0 && words[at]?.barrier === false ? vocabulary.last.at(words, at - 1, at) : undefined;
    const { toward, to } = this.#toward(rest);
    rest = to;
    const side = toward ?? (before === undefined ? (past === undefined ? undefined : 'last') : 'next');
    return { from: at, to: rest, weekday: value.value, ...(side === undefined ? {} : { toward: side }) };
  }

  /** A year by itself after a word such as "in"; a year beside an event is read with the event. */
  yearAlone(at: number): DateMention | undefined {
    const { words, vocabulary } = this.#document;
    const year = yearNumber(this.word(at));
    if (year === undefined || at === 0 || words[at]?.barrier === true) return undefined;
    const introduced = vocabulary.yearWords.at(words, at - 1, at) !== undefined;
    return introduced ? { from: at, to: at + 1, year } : undefined;
  }
}

function withoutAnd(word: Word | undefined): Word | undefined {
  return word?.raw.startsWith('و') === true ? { ...word, stems: [word.raw.slice(1)] } : undefined;
}

/** What a stretch of words says about times, in order. */
export function findDates(document: Document, { from, to }: Stretch): readonly DateMention[] {
  const finder = new Finder(document, to);
  const found: DateMention[] = [];
  for (let at = from; at < to; at++) {
    const mention = finder.digits(at) ?? finder.dayMonth(at) ?? finder.monthFirst(at) ?? finder.named(at) ?? finder.yearAlone(at);
    const hijri = mention === undefined ? hijriAfterDay(document, at, to) : undefined;
    const each = mention ?? hijri;
    if (each === undefined) continue;
    found.push(each);
    at = each.to - 1;
  }
  return found;
}

/** `3 رمضان 1446`: a day and perhaps a year of the lunar calendar. */
function hijriAfterDay({ words, vocabulary }: Document, at: number, limit: number): DateMention | undefined {
  if (dayNumber(words[at]) === undefined) return undefined;
  const hit = vocabulary.dates.at(words, at + 1, limit);
  if (hit?.value.kind !== 'hijri' || words[at + 1]?.barrier === true) return undefined;
  const year = numberOf(words[hit.to], 4) !== undefined && words[hit.to]?.barrier === false && hit.to < limit;
  return { from: at, to: hit.to + (year ? 1 : 0), hijri: true };
}
