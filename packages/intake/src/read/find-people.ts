import type { Document, Span, Stretch } from '../text/document.ts';
import { spanOf } from '../text/document.ts';
import { fold } from '../text/fold.ts';
import type { Word } from '../text/words.ts';
import type { Office } from './office.ts';

/** A person's name where it stands. It never leaves this machine: drafts have no field that takes it. */
interface PersonMention extends Stretch {
  readonly span: Span;
  /** The office beside the name, by its place in the list of offices. */
  readonly office?: number;
}

/** The names of a text: where they stand and the words they are made of. */
export interface People {
  readonly mentions: readonly PersonMention[];
  /** Folded words of names; a word of a released text that is one of these is withheld. */
  readonly words: ReadonlySet<string>;
  /** Office of the holder whose name has this folded word. */
  readonly offices: ReadonlyMap<string, number>;
}

const particles: ReadonlySet<string> = new Set(
  'de del della da do dos das di du la le el al ben bin ibn bint van von der den af mac ould y abou abu bou st d l o a'.split(' '),
);
const arabicParticles: ReadonlySet<string> = new Set(['بن', 'ابن', 'بنت', 'ال', 'ابو', 'عبد', 'ولد', 'ام']);
const longestName = 7;

/** Finds names by their place: capitals no vocabulary knows beside others, titles, offices. */
export function findPeople(document: Document, offices: readonly Office[]): People {
  const finder = new PeopleFinder(document, offices);
  return document.vocabulary.language === 'ar' ? finder.arabic() : finder.latin();
}

class PeopleFinder {
  readonly #document: Document;
  readonly #offices: readonly Office[];
  /** Index of the office that covers a word. */
  readonly #officeAt = new Map<number, number>();
  readonly #sentenceStarts: ReadonlySet<number>;
  /** Words that stand somewhere in small letters, so that a capital is only their place. */
  readonly #small: ReadonlySet<string>;
  readonly #mentions: PersonMention[] = [];

  constructor(document: Document, offices: readonly Office[]) {
    this.#document = document;
    this.#offices = offices;
    for (const [index, office] of offices.entries()) for (let at = office.from; at < office.to; at++) this.#officeAt.set(at, index);
    this.#sentenceStarts = new Set(document.sentences.map((sentence) => sentence.from));
    this.#small = new Set(document.words.filter((word) => /^\p{Ll}/u.test(word.raw)).map((word) => word.stems[0] ?? ''));
  }

  #isKnown(at: number): boolean {
    const { words, vocabulary } = this.#document;
    const word = words[at];
    if (word === undefined) return true;
    const key = word.stems[0] ?? '';
    if (this.#officeAt.has(at) || vocabulary.common.has(fold(word.raw)) || this.#small.has(key)) return true;
    return vocabulary.known.has(key);
  }

  #titleBefore(at: number): boolean {
    const { words, vocabulary } = this.#document;
    for (let from = Math.max(0, at - 4); from < at; from++) {
      const hit = vocabulary.markers.titles.at(words, from, at);
      if (hit?.to === at && !/[,\n;:]/.test(words[at]?.before ?? '')) return true;
    }
    return false;
  }

  #partOfRun(at: number, first: boolean): boolean {
    const word = this.#document.words[at];
    if (word === undefined || this.#officeAt.has(at)) return false;
    if (!first && word.barrier && !/^\.\s?$/.test(word.before)) return false;
    // The point of an initial: "J. Cofer Black".
    if (!first && word.before.startsWith('.') && !/^\p{Lu}$/u.test(this.#document.words[at - 1]?.raw ?? '')) return false;
    return word.capital;
  }

  #isParticle(at: number): boolean {
    const word = this.#document.words[at];
    return word !== undefined && !word.barrier && particles.has(word.raw);
  }

  #latinRun(at: number): Stretch | undefined {
    const { words, vocabulary } = this.#document;
    if (!this.#partOfRun(at, true)) return undefined;
    let to = at + 1;
    while (to < words.length && to - at < longestName) {
      if (this.#partOfRun(to, false)) to += 1;
      else if (this.#isParticle(to) && this.#partOfRun(to + 1, false) && !this.#isKnown(to + 1)) to += 2;
      else if (this.#isParticle(to) && this.#isParticle(to + 1) && this.#partOfRun(to + 2, false) && !this.#isKnown(to + 2)) to += 3;
      else break;
    }
    let from = at;
    // Titles, and words that only begin the sentence, are not of the name.
    for (let moved = true; moved && from < to; ) {
      const title = vocabulary.markers.titles.at(words, from, to);
      moved = title !== undefined && title.to < to;
      if (title !== undefined && moved) from = title.to;
    }
    while (from < to - 1 && vocabulary.common.has(fold(words[from]?.raw ?? '')) && this.#sentenceStarts.has(from)) from += 1;
    return { from, to };
  }

  /** Whether a run of capitals is a name: it has a word that no vocabulary knows and is not alone, or follows a title. */
  #isName({ from, to }: Stretch): boolean {
    const unknown = indices(from, to).filter((at) => !this.#isKnown(at) && !/^\p{Lu}$/u.test(this.#document.words[at]?.raw ?? ''));
    const titled = this.#titleBefore(from);
    if (unknown.length === 0)
      return titled && to - from >= 2 && !this.#document.vocabulary.common.has(this.#document.words[from]?.raw ?? '');
    if (titled) return true;
    if (to - from === 1) return this.#besideOffice({ from, to }) !== undefined && this.#document.words[from]?.upper !== true;
    const acronyms = unknown.every((at) => this.#document.words[at]?.upper === true && (this.#document.words[at]?.raw.length ?? 0) <= 5);
    return !acronyms;
  }

  #besideOffice({ from, to }: Stretch): number | undefined {
    const { words } = this.#document;
    const near = (form: RegExp, at: number): boolean => form.test(words[at]?.before ?? '\n');
    // "Amber Rudd, the Home Secretary", "Ignacio Cosidó (director general …)".
    for (let at = to; at <= to + 2; at++) {
      const index = this.#officeAt.get(at) ?? -1;
      if (this.#offices[index]?.from !== at) continue;
      if (near(/^\s?[,،(–-]\s?$|^\s$/, to) && this.#isSmallStretch(to, at)) return index;
    }
    // "Home Secretary, Amber Rudd", "ministre délégué …, M. Loudyi".
    for (let behind = 0; behind <= 6; behind++) {
      const index = this.#officeAt.get(from - behind - 1) ?? -1;
      const office = this.#offices[index];
      if (office?.to !== from - behind) continue;
      if (near(/^\s?[,،–-]?\s?$/, office.to) && (behind === 0 || this.#isTitleStretch(office.to, from))) return index;
    }
    return undefined;
  }

  /** Only an article, or one word in small letters, between a name and its office. */
  #isSmallStretch(from: number, to: number): boolean {
    return (
      indices(from, to).every((at) => at === from || !this.#document.words[at]?.barrier) &&
      indices(from, to).every((at) => !this.#document.words[at]?.capital)
    );
  }

  #isTitleStretch(from: number, to: number): boolean {
    const { words, vocabulary } = this.#document;
    for (let at = from; at < to; ) {
      const hit = vocabulary.markers.titles.at(words, at, to);
      if (hit === undefined) return false;
      at = hit.to;
    }
    return true;
  }

  latin(): People {
    const { words } = this.#document;
    for (let at = 0; at < words.length; at++) {
      const run = this.#latinRun(at);
      if (run === undefined) continue;
      if (this.#isName(run)) this.#add(run);
      at = Math.max(at, run.to - 1);
    }
    return this.#finish();
  }

  #add(run: Stretch): void {
    const office = this.#besideOffice(run);
    this.#mentions.push({ ...run, span: spanOf(this.#document, run), ...(office === undefined ? {} : { office }) });
  }

  #arabicName(from: number): Stretch | undefined {
    const { words, vocabulary } = this.#document;
    let to = from;
    while (to < words.length && to - from < longestName) {
      const word = words[to];
      if (word === undefined || (to > from && word.barrier) || this.#officeAt.has(to) || word.number) break;
      const key = fold(word.raw);
      if (arabicParticles.has(key)) {
        to += 1;
        continue;
      }
      if (vocabulary.common.has(key) || (to > from && vocabulary.meetingVerbs.at(words, to, to + 1) !== undefined)) break;
      if (
        to > from &&
        (vocabulary.roles.at(words, to, to + 2) !== undefined || vocabulary.meetingNouns.at(words, to, to + 1) !== undefined)
      )
        break;
      to += 1;
    }
    return to > from ? { from, to } : undefined;
  }

  arabic(): People {
    const { words, vocabulary } = this.#document;
    const taken = new Set<number>();
    const add = (run: Stretch | undefined): void => {
      if (run === undefined || indices(run.from, run.to).some((at) => taken.has(at))) return;
      for (const at of indices(run.from, run.to)) taken.add(at);
      this.#add(run);
    };
    for (let at = 0; at < words.length; at++) {
      if (this.#officeAt.has(at)) {
        const office = this.#offices[this.#officeAt.get(at) ?? -1];
        const next = office?.to ?? at + 1;
        if (words[next] !== undefined && !words[next].barrier) {
          const run = this.#arabicName(next);
          const unknown = run === undefined ? 0 : indices(run.from, run.to).filter((index) => !this.#isKnown(index)).length;
          if (run !== undefined && run.to - run.from >= 2 && unknown >= 2) add(run);
        }
        at = Math.max(at, next - 1);
        continue;
      }
      let title = vocabulary.markers.titles.at(words, at, words.length);
      if (title !== undefined && isArabicTitle(words[at]?.raw ?? '')) {
        let { to } = title;
        for (title = vocabulary.markers.titles.at(words, to, words.length); title !== undefined && !words[to]?.barrier; ) {
          to = title.to;
          title = vocabulary.markers.titles.at(words, to, words.length);
        }
        if (words[to]?.barrier === false) add(this.#arabicName(to));
        at = to - 1;
        continue;
      }
      // "…، عبد الوافي لفتيت" or "فلان بن فلان" without a title: by the words that only names have.
      if (arabicParticles.has(fold(words[at]?.raw ?? '')) && fold(words[at]?.raw ?? '') !== 'ال') {
        const from = at > 0 && !words[at]?.barrier && fold(words[at]?.raw ?? '') !== 'عبد' && !this.#isKnown(at - 1) ? at - 1 : at;
        add(this.#arabicName(from));
      }
    }
    return this.#finish();
  }

  #finish(): People {
    const names = new Set<string>();
    const offices = new Map<string, number>();
    for (const { from, to, office } of this.#mentions) {
      for (const at of indices(from, to)) {
        const key = fold(this.#document.words[at]?.raw ?? '');
        if (key.length < 2 || particles.has(key) || arabicParticles.has(key)) continue;
        names.add(key);
        if (office !== undefined && !offices.has(key)) offices.set(key, office);
      }
    }
    return { mentions: this.#mentions, words: names, offices };
  }
}

/** Ranks and forms of address have the article: "الفريق" is a general, "فريق" a team. */
function isArabicTitle(raw: string): boolean {
  return /^(?:و|ف|ب|ل)?(?:ال|لل)/.test(raw) || /^(?:و|ب|ل)?(?:معالي|سعادة|فخامة|مولاي|سيدي|لالة|سمو|صاحب|جنرال)$/.test(raw);
}

function indices(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, step) => from + step);
}

/** Whether a word is of a name of this text. */
export function isOfName(people: People, word: Word): boolean {
  return people.words.has(fold(word.raw));
}
