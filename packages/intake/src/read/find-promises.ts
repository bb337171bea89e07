import type { Day } from '../dates/day.ts';
import { findDates } from '../dates/find-dates.ts';
import { type Flag, type ReadDate, resolveDate } from '../dates/resolve-date.ts';
import { type Document, firstOf, has, type Span, type Stretch, spanOf } from '../text/document.ts';
import type { Sentence } from '../text/sentences.ts';
import type { OrganisationValue } from '../vocabulary.ts';
import { findOrganisations } from './find-names.ts';
import type { Aside, Meeting } from './meeting.ts';
import { cutsOf, deedFrom, splitPredicate, startsAsDeed } from './predicate.ts';

/** Who bears a promise, as far as the text says. */
interface Owner {
  readonly party?: string;
  readonly organisation?: string;
}

/** A commitment, or an intention, which binds nobody. */
export interface Promised extends Stretch {
  readonly kind: 'commitment' | 'intention';
  /** The deed alone, without who says it. */
  readonly span: Span;
  /** The words that make it a promise. */
  readonly trigger: Span;
  readonly owners: readonly Owner[];
  readonly due?: ReadDate;
  /** The meeting it was made at, by its place in the list. */
  readonly meeting?: number;
  readonly flags: readonly Flag[];
  readonly confidence: number;
}

interface Trigger extends Stretch {
  readonly kind: 'commitment' | 'intention';
  readonly weak: boolean;
}

/** What promises are read from. */
export interface PromiseSources {
  readonly document: Document;
  readonly meetings: readonly Meeting[];
  readonly bodyOf: (sentence: Sentence) => Stretch;
  readonly today?: Day;
}

const shortest = 2;

class PromiseFinder {
  readonly #of: PromiseSources;
  readonly #promises: Promised[] = [];
  readonly #asides: Aside[] = [];
  /** Sentences that introduce a list of promises. */
  #passed = 0;
  #meeting = -1;
  readonly #leads = new Map<number, Trigger>();

  constructor(of: PromiseSources) {
    this.#of = of;
  }

  find(): { readonly promises: readonly Promised[]; readonly asides: readonly Aside[] } {
    const { document } = this.#of;
    const introducing = new Set(document.sentences.flatMap((sentence) => (sentence.lead === undefined ? [] : [sentence.lead])));
    for (const [index, sentence] of document.sentences.entries()) {
      const lead = sentence.bullet && sentence.lead !== undefined ? this.#leads.get(sentence.lead) : undefined;
      if (lead !== undefined) this.#listed(lead, sentence, index);
      else this.#sentence(sentence, { index, introduces: introducing.has(index) });
    }
    return { promises: this.#promises, asides: this.#asides };
  }

  /** The meeting told of last before a sentence. Sentences are asked for in order. */
  #meetingBefore(sentence: number): number {
    const { meetings } = this.#of;
    for (; (meetings[this.#passed]?.sentence ?? sentence + 1) <= sentence; this.#passed++)
      if (meetings[this.#passed]?.status === 'held') this.#meeting = this.#passed;
    return this.#meeting;
  }

  #triggers(body: Stretch): readonly Trigger[] {
    const { words, vocabulary } = this.#of.document;
    const found: Trigger[] = [];
    for (let at = body.from; at < body.to; at++) {
      const possible = vocabulary.possible.at(words, at, body.to);
      if (possible !== undefined) {
        found.push({ from: at, to: at, kind: 'intention', weak: true });
        at = possible.to - 1;
        continue;
      }
      const no = vocabulary.notPromises.at(words, at, body.to);
      const hit = vocabulary.promises.at(words, at, body.to);
      if (hit === undefined) continue;
      if (no !== undefined || (isWill(words[at]?.raw) && this.#isOfThing(body, at))) {
        at = Math.max(no?.to ?? 0, hit.to) - 1;
        continue;
      }
      found.push({ from: at, to: hit.to, kind: hit.value, weak: isWill(words[at]?.raw) || hit.to - at === 1 });
      at = hit.to - 1;
    }
    const first = this.#actionPoint(body);
    return first === undefined ? found : [first];
  }

  /** "Action 3: … to …": a line of minutes. */
  #actionPoint(body: Stretch): Trigger | undefined {
    const { words } = this.#of.document;
    if (!/^actions?$/i.test(words[body.from]?.raw ?? '')) return undefined;
    for (let at = body.from + 1; at <= body.from + 2; at++)
      if (/[:–—-]/.test(words[at]?.before ?? '')) return { from: body.from, to: at, kind: 'commitment', weak: false };
    return undefined;
  }

  /** "The tournament will", "which will": what a thing will do is nobody's promise. */
  #isOfThing(body: Stretch, at: number): boolean {
    const { document } = this.#of;
    const before = { from: Math.max(body.from, at - 5), to: at };
    if (has(document, document.vocabulary.events, before)) return true;
    return document.words
      .slice(before.from, at)
      .some((word) => /^(?:which|who|that|how|what|tournament|match|event|it|there|matches|final)$/i.test(word.raw));
  }

  #aside(trigger: Trigger, body: Stretch): Aside['reason'] | undefined {
    const { document } = this.#of;
    const { markers, language } = document.vocabulary;
    const from = lastBarrier(document, trigger.from, body.from);
    if (has(document, markers.past, { from, to: trigger.to })) return 'past';
    const reach = language === 'en' ? 4 : 3;
    return has(document, markers.negated, { from: Math.max(from, trigger.from - reach), to: trigger.to }) ? 'negated' : undefined;
  }

  #sentence(sentence: Sentence, at: { readonly index: number; readonly introduces: boolean }): void {
    const { document, bodyOf } = this.#of;
    const body = bodyOf(sentence);
    const triggers = this.#triggers(body);
    const last = triggers.at(-1);
    if (at.introduces && last !== undefined && body.to - last.to <= 5 && this.#aside(last, body) === undefined) {
      this.#leads.set(at.index, last);
      return;
    }
    for (const [order, trigger] of triggers.entries()) {
      const next = triggers[order + 1];
      const end = next === undefined ? body.to : clauseEnd(document, trigger.to, next.from);
      const reason = this.#aside(trigger, body);
      if (reason !== undefined) {
        this.#asides.push({ what: 'commitment', reason, span: spanOf(document, { from: trigger.from, to: end }) });
        continue;
      }
      const from = deedFrom(document, trigger, end);
      const predicate = { from, to: cutsOf(document, { from, to: end }) };
      if (trigger.to > trigger.from && !startsAsDeed(document, trigger, predicate)) continue;
      this.#add(trigger, predicate, { body, index: at.index });
    }
  }

  #listed(lead: Trigger, sentence: Sentence, index: number): void {
    const own = this.#triggers(sentence)[0];
    if (own !== undefined && this.#aside(own, sentence) !== undefined) return;
    const predicate = { from: sentence.from, to: cutsOf(this.#of.document, sentence) };
    const lists = this.#of.document.sentences[sentence.lead ?? index];
    this.#one(lead, predicate, { body: lists ?? sentence, index });
  }

  #add(trigger: Trigger, predicate: Stretch, at: { readonly body: Stretch; readonly index: number }): void {
    for (const part of splitPredicate(this.#of.document, trigger, predicate)) this.#one(trigger, part, at);
  }

  #one(trigger: Trigger, predicate: Stretch, at: { readonly body: Stretch; readonly index: number }): void {
    if (predicate.to - predicate.from < shortest) return;
    const { document } = this.#of;
    const conditional = this.#isConditional(trigger, predicate, at.body);
    const quoted = document.words[predicate.from]?.quoted === true;
    const kind = conditional ? 'intention' : trigger.kind;
    const flags: Flag[] = [...(conditional ? [{ flag: 'conditional' } as const] : []), ...(quoted ? [{ flag: 'quoted' } as const] : [])];
    const due = this.#due(predicate);
    const meeting = this.#meetingBefore(at.index);
    this.#promises.push({
      ...predicate,
      kind,
      span: spanOf(document, predicate),
      trigger: spanOf(document, trigger.to > trigger.from ? trigger : predicate),
      owners: this.#owners(trigger, at.body, meeting),
      ...(due === undefined ? {} : { due }),
      ...(meeting < 0 ? {} : { meeting }),
      flags,
      confidence: (trigger.weak ? 62 : 86) - (conditional ? 22 : 0) - (quoted ? 5 : 0),
    });
  }

  #isConditional(trigger: Trigger, predicate: Stretch, body: Stretch): boolean {
    const { document } = this.#of;
    const { conditional } = document.vocabulary.markers;
    if (trigger.to === trigger.from) return true;
    const from = Math.max(lastBarrier(document, trigger.from, body.from), trigger.from - 7);
    if (has(document, conditional, { from, to: trigger.from })) return true;
    const opening = firstOf(document.words, conditional, { from: body.from, to: Math.min(body.from + 2, trigger.from) });
    if (opening !== undefined && /^(?:si|if|إذا|لو|s|unless|subject|sous)$/i.test(document.words[opening.from]?.raw ?? '')) return true;
    for (let at = predicate.from; at < predicate.to; at++)
      if (/^(?:si|if|unless|subject|réserve|condition|provided|شريطة|إذا|siempre|desde que)$/i.test(document.words[at]?.raw ?? ''))
        return true;
    return false;
  }

  #due(predicate: Stretch): ReadDate | undefined {
    const { document, today } = this.#of;
    const [mention] = findDates(document, predicate).filter((each) => each.badYear === undefined);
    if (
      mention === undefined ||
      has(document, document.vocabulary.events, { from: Math.max(predicate.from, mention.from - 8), to: mention.from })
    )
      return undefined;
    return resolveDate(document, mention, { future: true, ...(today === undefined ? {} : { today }) });
  }

  #owners(trigger: Trigger, body: Stretch, meeting: number): readonly Owner[] {
    const { document, meetings } = this.#of;
    const { words, vocabulary } = document;
    const parties = meetings[meeting]?.parties ?? [];
    const within = findOrganisations(document, trigger).at(-1)?.organisation;
    if (within !== undefined) return [ownerOf(within)];
    const near = { from: Math.max(body.from, trigger.from - 8), to: trigger.from };
    const opening = { from: body.from, to: Math.min(body.from + 5, trigger.from) };
    if (has(document, vocabulary.markers.joint, near) || has(document, vocabulary.markers.joint, opening))
      return parties.map((party) => ({ party }));
    for (let at = body.from; at < trigger.to; at++) {
      const absent = vocabulary.markers.absent.at(words, at, trigger.to);
      if (absent !== undefined) at = nextBarrier(document, absent.to, trigger.to);
      const [organisation] = findOrganisations(document, { from: at, to: Math.min(trigger.to, at + 8) }).filter((each) => each.from === at);
      if (organisation !== undefined) return [ownerOf(organisation.organisation)];
      const place = vocabulary.places.at(words, at, trigger.to);
      if (place !== undefined && (place.value.kind === 'country' || place.value.kind === 'demonym')) return [{ party: place.value.code }];
    }
    return [];
  }
}

/** Where a clause ends before the next trigger: at the last comma between the two, or at the trigger. */
function clauseEnd({ words }: Document, from: number, next: number): number {
  for (let at = next; at > from + 1; at--) if (words[at]?.barrier === true) return at;
  return next;
}

function ownerOf({ organisation, party }: OrganisationValue): Owner {
  return { organisation, ...(party === undefined ? {} : { party }) };
}

function nextBarrier({ words }: Document, from: number, limit: number): number {
  let at = from;
  while (at < limit && words[at]?.barrier !== true) at += 1;
  return at;
}

const isWill = (raw: string | undefined): boolean => raw === 'will' || raw === 'shall';

function lastBarrier({ words }: Document, at: number, floor: number): number {
  for (let index = at; index > floor; index--) if (words[index]?.barrier === true) return index;
  return floor;
}

/** The commitments and intentions of a text, told apart, and those it denies or only recalls. */
export function findPromises(of: PromiseSources): { readonly promises: readonly Promised[]; readonly asides: readonly Aside[] } {
  return new PromiseFinder(of).find();
}
