import type { Document, Stretch } from '../text/document.ts';
import type { Word } from '../text/words.ts';
import type { RoleValue, Vocabulary } from '../vocabulary.ts';
import { type Gathered, type Office, officeOf } from './office.ts';

const longestOffice = 18;
const joiners: Readonly<Record<string, ReadonlySet<string>>> = {
  fr: new Set(['de', 'd', 'du', 'des', 'la', 'le', 'l', 'les', 'pour', 'pres', 'aupre', 'en', 'aux', 'au', 'a']),
  en: new Set(['of', 'for', 'the', 'to', 'on', 's']),
  es: new Set(['de', 'del', 'la', 'el', 'los', 'las', 'para', 'en']),
  pt: new Set(['de', 'do', 'da', 'dos', 'das', 'o', 'a', 'para', 'em']),
  ar: new Set(['في', 'لدي', 'عن', 'علي']),
};
const ands: ReadonlySet<string> = new Set(['et', 'and', 'y', 'e', '&']);
const articles: ReadonlySet<string> = new Set(['le', 'la', 'les', 'l', 'the', 'el', 'los', 'las', 'o', 'a', 'os', 'as']);
/** Offices whose holder stands in another country: "ambassadrice de France au Maroc". */
const abroad: ReadonlySet<string> = new Set(['ambassador', 'attache', 'liaison-officer', 'special-envoy']);
const locative: ReadonlySet<string> = new Set(['a', 'au', 'aux', 'en', 'في', 'to', 'in', 'em', 'na', 'no']);
const pluralArabic: ReadonlySet<string> = new Set(['وزراء', 'سفراء', 'مدراء']);

interface Item {
  readonly to: number;
  readonly domain?: string;
  readonly party?: string;
  readonly organisation?: string;
  readonly region?: true;
  readonly city?: true;
}

/** What may stand in an office's name at a place: a domain, an organisation, a country, a word of offices. */
function itemAt(words: readonly Word[], vocabulary: Vocabulary, at: number): Item | undefined {
  const limit = Math.min(words.length, at + 8);
  const organisation = vocabulary.organisations.at(words, at, limit);
  const domain = vocabulary.domains.at(words, at, limit);
  const place = vocabulary.places.at(words, at, limit);
  const word = vocabulary.officeWords.at(words, at, limit);
  const longest = Math.max(organisation?.to ?? 0, domain?.to ?? 0, place?.to ?? 0, word?.to ?? 0);
  if (longest === 0) return undefined;
  if (organisation?.to === longest) {
    const { value } = organisation;
    const domainOf = domain?.to === longest ? domain.value.domain : domainByFunction[value.function];
    return {
      to: longest,
      organisation: value.organisation,
      ...(value.party === undefined ? {} : { party: value.party }),
      ...(domainOf === undefined ? {} : { domain: domainOf }),
    };
  }
  if (domain?.to === longest) return { to: longest, ...domain.value };
  if (place?.to === longest) {
    if (place.value.kind === 'region') return { to: longest, region: true };
    if (place.value.kind === 'city') return { to: longest, city: true };
    return { to: longest, party: place.value.code };
  }
  return { to: longest };
}

const domainByFunction: Readonly<Record<string, string>> = { police: 'police', defence: 'defence', intelligence: 'intelligence' };

class Reading {
  readonly #words: readonly Word[];
  readonly #vocabulary: Vocabulary;
  readonly #role: RoleValue;
  readonly #plural: boolean;
  to: number;
  domain: string | undefined;
  organisation: string | undefined;
  parties: string[] = [];
  complement = false;
  lower = 0;

  constructor(of: { words: readonly Word[]; vocabulary: Vocabulary; role: RoleValue; from: number; to: number }) {
    this.#words = of.words;
    this.#vocabulary = of.vocabulary;
    this.#role = of.role;
    this.to = of.to;
    this.domain = of.role.domain;
    if (of.role.party !== undefined) this.parties.push(of.role.party);
    const heads = of.words.slice(of.from, of.to).map((word) => word.raw);
    this.#plural = heads.some((raw) => pluralArabic.has(raw)) || /s$/.test(heads[0] ?? '');
  }

  get plural(): boolean {
    return this.#plural;
  }

  take(item: Item): void {
    if (item.party !== undefined && !this.parties.includes(item.party)) this.parties.push(item.party);
    this.domain ??= item.domain;
    this.organisation ??= item.organisation;
    this.complement = true;
    this.to = item.to;
  }

  /** Reads on by one item; false when the office ends here. */
  step(limit: number): boolean {
    const word = this.#words[this.to];
    if (word === undefined || this.to >= limit) return false;
    if (word.barrier) return this.#plural && this.#listed();
    if (this.#vocabulary.roles.at(this.#words, this.to, limit) !== undefined && !this.#isNested()) return false;
    const direct = this.#fitting(this.to, { prepositions: 0, and: false });
    if (direct !== undefined) {
      this.take(direct);
      return true;
    }
    return this.#afterJoiners(limit);
  }

  /** "مساعد وزير الداخلية", "assistant to the Minister": a role within a role is read through. */
  #isNested(): boolean {
    const of = ['assistant-minister', 'deputy-director-general', 'adviser', 'head', 'director-general', 'director', 'vice-president'];
    return this.#vocabulary.language === 'ar' && of.includes(this.#role.role) && !/^و/.test(this.#words[this.to]?.raw ?? '');
  }

  /** "…, França e Espanha": more countries of an office in the plural. */
  #listed(): boolean {
    const word = this.#words[this.to];
    if (word === undefined || !/^\s?[,،]\s$/.test(word.before) || this.parties.length === 0) return false;
    const item = itemAt(this.#words, this.#vocabulary, this.to);
    if (item?.party === undefined) return false;
    this.take(item);
    return true;
  }

  #fitting(at: number, before: { readonly prepositions: number; readonly and: boolean; readonly locative?: boolean }): Item | undefined {
    const item = itemAt(this.#words, this.#vocabulary, at);
    if (item === undefined) return undefined;
    const { language } = this.#vocabulary;
    if (item.city === true && !(before.prepositions > 0 && abroad.has(this.#role.role)) && !(before.prepositions > 0 && !before.locative))
      return undefined;
    if (before.locative === true && !abroad.has(this.#role.role) && !(language === 'ar' && item.party !== undefined)) return undefined;
    if (language !== 'ar' && before.prepositions === 0 && !before.and) {
      // Without a preposition only an adjective follows: "conseiller militaire principal britannique".
      const first = this.#words[at];
      if (item.region === true || item.organisation !== undefined) return undefined;
      if (first?.capital === true && language !== 'en' && item.party === undefined) return undefined;
    }
    return item;
  }

  /** "and the security attaché": what follows an "and" is an office of its own. */
  #roleWithin(at: number, limit: number): boolean {
    if (this.#vocabulary.language !== 'en') return false;
    for (let index = at; index < Math.min(limit, at + 4); index++) {
      if (index > at && this.#words[index]?.barrier === true) return false;
      if (this.#vocabulary.roles.at(this.#words, index, limit) !== undefined) return true;
    }
    return false;
  }

  #afterJoiners(limit: number): boolean {
    const { language } = this.#vocabulary;
    const small = joiners[language] ?? new Set();
    let at = this.to;
    let and = false;
    let prepositions = 0;
    let isLocative = false;
    for (; at < limit && at < this.to + 4; at++) {
      const word = this.#words[at];
      const key = word?.stems[0] ?? '';
      if (word === undefined || word.barrier) return false;
      if (at === this.to && ands.has(key)) and = true;
      else if (small.has(key)) {
        if (at === this.to || and) isLocative ||= locative.has(key) && key !== 'to';
        if (!(and && articles.has(key))) prepositions += 1;
      } else break;
    }
    if (at === this.to) return false;
    if (this.#vocabulary.roles.at(this.#words, at, limit) !== undefined && itemAt(this.#words, this.#vocabulary, at) === undefined)
      return false;
    if (and && this.#roleWithin(at, limit)) return false;
    const item = this.#fitting(at, { prepositions, and, locative: isLocative });
    if (item !== undefined) {
      // "and Interpol" names another; "et de la Surveillance", "and Local Government" go on.
      if (
        and &&
        prepositions === 0 &&
        !(this.#plural && item.party !== undefined) &&
        (item.organisation !== undefined || item.party !== undefined)
      )
        return false;
      if (and && language !== 'en' && prepositions === 0 && item.region === undefined && item.party === undefined) return false;
      this.take(item);
      return true;
    }
    const word = this.#words[at];
    // A word in small letters is no name; two of them may stand in a name of an office that the vocabulary lacks.
    if (
      prepositions > 0 &&
      !and &&
      !isLocative &&
      word !== undefined &&
      /^\p{Ll}{3}/u.test(word.raw) &&
      language !== 'ar' &&
      this.lower < 2
    ) {
      if (this.#vocabulary.common.has(word.stems[0] ?? '')) return false;
      this.lower += 1;
      this.complement = true;
      this.to = at + 1;
      return true;
    }
    return false;
  }
}

/** How far to the left an English office begins: "British Home Secretary", "Germany's Federal Minister". */
function leftOf({ words, vocabulary }: Document, role: number, floor: number): { readonly from: number; readonly items: readonly Item[] } {
  if (vocabulary.language !== 'en') return { from: role, items: [] };
  for (let from = Math.max(floor, role - 6); from < role; from++) {
    const items: Item[] = [];
    let at = from;
    while (at < role) {
      const word = words[at];
      if (word === undefined || (at > from && word.barrier)) break;
      if (at > from && word.raw === 's' && /['’]$/.test(word.before)) {
        at += 1;
        continue;
      }
      const item = itemAt(words, vocabulary, at);
      if (item === undefined || item.to > role || item.city === true) break;
      items.push(item);
      at = item.to;
    }
    if (at === role && words[role]?.barrier !== true) return { from, items };
  }
  return { from: role, items: [] };
}

/** "(DGSN-DGST)" right behind an office says whose it is. */
function bracketed({ words, vocabulary }: Document, at: number): Item | undefined {
  if (!/^\s?\(\s?$/.test(words[at]?.before ?? '')) return undefined;
  return itemAt(words, vocabulary, at);
}

/** "Deputy Secretary Steve Schrage (State Department, …)": a bracket behind the holder's name says whose the office is. */
export function withBrackets(
  document: Document,
  offices: readonly Office[],
  holders: readonly { readonly to: number; readonly office?: number }[],
): readonly Office[] {
  const byOffice = new Map(holders.map((each) => [each.office, each]));
  return offices.map((office, index) => {
    const named = byOffice.get(index);
    const holder = named !== undefined && named.to > office.to ? named : undefined;
    const inside = office.party !== undefined || holder === undefined ? undefined : bracketed(document, holder.to);
    return inside?.party === undefined ? office : { ...office, party: inside.party };
  });
}

function gather(document: Document, at: number, limit: number): Gathered | undefined {
  const { words, vocabulary } = document;
  const role = vocabulary.roles.at(words, at, limit);
  if (role === undefined) return undefined;
  const reading = new Reading({ words, vocabulary, role: role.value, from: at, to: role.to });
  const left = leftOf(document, at, Math.max(0, at - 6));
  for (const item of left.items) {
    const { to } = reading;
    reading.take(item);
    reading.to = to;
  }
  const end = Math.min(limit, at + longestOffice);
  while (reading.step(end));
  const inside = bracketed(document, reading.to);
  if (inside !== undefined) {
    if (inside.party !== undefined) reading.parties.push(inside.party);
    reading.organisation ??= inside.organisation;
  }
  const { to, domain, organisation, parties, plural, complement } = reading;
  return { role: role.value.role, from: left.from, to, domain, organisation, parties, plural, complement };
}

/** The country of a delegation or side named at a word: "the Moroccan delegation", "الجانب السعودي". */
function delegationAt({ words, vocabulary }: Document, at: number, within: Stretch): string | undefined {
  if (vocabulary.markers.delegation.at(words, at, at + 1) === undefined) return undefined;
  for (const beside of [at - 1, at + 1]) {
    const hit = beside >= within.from ? vocabulary.places.at(words, beside, Math.min(within.to, beside + 3)) : undefined;
    if (hit?.value.kind === 'demonym') return hit.value.code;
  }
  return undefined;
}

/** "The Moroccan delegation was led by the Director …": an office without a country takes that of the delegation named before it in the sentence, or right after. */
function ofDelegation(document: Document, office: Office, within: Stretch): Office {
  if (office.party !== undefined) return office;
  for (let at = office.from - 1; at >= within.from; at--) {
    const party = delegationAt(document, at, within);
    if (party !== undefined) return { ...office, party };
  }
  for (let at = office.to; at < Math.min(within.to, office.to + 6) && document.words[at]?.barrier === false; at++) {
    const party = delegationAt(document, at, within);
    if (party !== undefined) return { ...office, party };
  }
  return office;
}

/** The offices that a stretch of words names, from left to right. A counterpart takes role and domain of the office before it. */
export function findOffices(document: Document, { from, to }: Stretch): readonly Office[] {
  const offices: Office[] = [];
  for (let at = from; at < to; at++) {
    const gathered = gather(document, at, to);
    const found = gathered === undefined ? undefined : officeOf(document, gathered);
    if (found === undefined) continue;
    const last = offices.at(-1);
    if (last !== undefined && found.from < last.to) continue;
    if (found.counterpart === true && last !== undefined) {
      const { domain } = last;
      offices.push({ ...found, role: last.role, ...(domain === undefined ? {} : { domain }) });
    } else if (found.counterpart !== true || found.party !== undefined) offices.push(ofDelegation(document, found, { from, to }));
    at = found.to - 1;
  }
  return offices;
}
