import { type Document, firstOf, has, type Stretch } from '../text/document.ts';
import type { Hit, Lexicon } from '../text/lexicon.ts';
import type { Sentence } from '../text/sentences.ts';

/** Why something that looks like a statement was not made a draft. */
export type AsideReason = 'past' | 'negated' | 'cancelled';

/** A place in a sentence that says that a meeting was held or will be. */
export interface Trigger extends Stretch {
  readonly kind: string;
  readonly status: 'held' | 'planned';
  /** By a finite verb, which says more than a noun. */
  readonly verb: boolean;
  readonly conditional: boolean;
  /** How far the statement reaches: dates and places beyond are of another. */
  readonly scope: Stretch;
  readonly aside?: AsideReason;
}

interface Nouns {
  readonly hits: readonly Hit<string>[];
}

const arabicDefinite = /^(?:و|ف|ب|ل|ك)?(?:ال|لل)/;

/** The part of a sentence between two commas or brackets around a word. */
function chunkAround({ words }: Document, at: number, within: Stretch): Stretch {
  let { from } = within;
  let { to } = within;
  for (let index = at; index > within.from; index--)
    if (words[index]?.barrier === true) {
      from = index;
      break;
    }
  for (let index = at + 1; index < within.to; index++)
    if (words[index]?.barrier === true) {
      to = index;
      break;
    }
  return { from, to };
}

function isIndefinite(document: Document, noun: Hit<string>, floor: number): boolean {
  const { words, vocabulary } = document;
  if (vocabulary.language === 'ar')
    return !arabicDefinite.test(words[noun.from]?.raw ?? '') && !/(?:ه|ها|هما|هم)$/.test(words[noun.to - 1]?.raw.replace('ة', '') ?? '');
  for (let at = noun.from - 1; at >= Math.max(floor, noun.from - 4); at--) {
    if (words[at + 1]?.barrier === true) return false;
    if (vocabulary.markers.definite.at(words, at, at + 1) !== undefined) return false;
    if (vocabulary.markers.indefinite.at(words, at, at + 1) !== undefined) return true;
  }
  return false;
}

/** "after talks in Rabat": talks without an article that something else followed or went with. */
function isTold({ words, vocabulary }: Document, noun: Hit<string>, floor: number): boolean {
  const before = words[noun.from - 1];
  if (vocabulary.language !== 'en' || noun.from <= floor || noun.value !== 'talks' || words[noun.from]?.barrier === true) return false;
  return /^(?:after|following|during|at|in|from)$/i.test(before?.raw ?? '');
}

function markedBefore(document: Document, lexicon: Lexicon<true>, at: number, within: Stretch): boolean {
  const chunk = chunkAround(document, at, within);
  return has(document, lexicon, { from: chunk.from, to: at });
}

function asideOf(document: Document, hit: Stretch, of: { readonly body: Stretch; readonly verb: boolean }): AsideReason | undefined {
  const { markers } = document.vocabulary;
  const { body, verb } = of;
  const chunk = chunkAround(document, hit.from, body);
  if (markedBefore(document, markers.past, hit.from, body)) return 'past';
  const after = Math.min(chunk.to, hit.to + (verb ? 0 : 4));
  if (!verb && has(document, markers.past, { from: hit.from, to: after })) return 'past';
  const reach = document.vocabulary.language === 'ar' ? 3 : 4;
  if (has(document, markers.negated, { from: Math.max(body.from, hit.from - reach), to: hit.to + (verb ? 3 : 0) })) return 'negated';
  if (!verb && has(document, markers.negated, { from: hit.from, to: Math.min(chunk.to, hit.to + 5) })) return 'negated';
  if (has(document, markers.cancelled, { from: Math.max(body.from, hit.from - 6), to: Math.min(body.to, hit.to + 10) })) return 'cancelled';
  return undefined;
}

function isConditional(document: Document, at: number, body: Stretch): boolean {
  return has(document, document.vocabulary.markers.conditional, { from: Math.max(body.from, at - 8), to: Math.min(body.to, at + 4) });
}

/** "Prochaine réunion" over "Elle aura lieu à Rabat": the noun of a short sentence before one that begins with a pronoun. */
function headingNoun(document: Document, body: Stretch): Hit<string> | undefined {
  if (!/^(?:elle|il|elles|ils|it|this|they|esta|este|ela|ele)$/i.test(document.words[body.from]?.raw ?? '')) return undefined;
  return meetingNouns(document, { from: Math.max(0, body.from - 4), to: body.from }).at(-1);
}

/** The planned meeting that a sentence speaks of, if it does. */
function plannedOf(document: Document, body: Stretch, nouns: Nouns): Trigger | undefined {
  const { words, vocabulary } = document;
  const heading = headingNoun(document, body);
  const byVerb = firstOf(words, vocabulary.markers.plannedVerbs, body);
  let mark: Stretch | undefined = byVerb;
  let kind = 'meeting';
  if (byVerb === undefined) {
    for (let at = body.from; at < body.to; at++) {
      const hit = vocabulary.markers.planned.at(words, at, body.to);
      if (hit === undefined) continue;
      const noun = nouns.hits.find((each) => each.from >= hit.from - 9 && each.to <= hit.to + 7) ?? heading;
      if (noun !== undefined) {
        mark = noun === heading ? hit : { from: Math.min(hit.from, noun.from), to: Math.max(hit.to, noun.to) };
        kind = noun.value;
        break;
      }
      at = hit.to - 1;
    }
  } else {
    kind = nouns.hits.find((each) => each.from >= byVerb.from - 4 && each.to <= byVerb.to + 8)?.value ?? kind;
  }
  if (mark === undefined) return undefined;
  const scope = { from: chunkAround(document, mark.from, body).from, to: body.to };
  const conditional = isConditional(document, mark.from, body);
  const plain = asideOf(document, mark, { body: { from: scope.from, to: body.to }, verb: true });
  const aside = plain === 'past' ? undefined : plain;
  return { ...mark, kind, status: 'planned', verb: byVerb !== undefined, conditional, scope, ...(aside === undefined ? {} : { aside }) };
}

const nounReach = 14;

/** The meeting nouns of a stretch, whatever is said of them. */
export function meetingNouns(document: Document, body: Stretch): readonly Hit<string>[] {
  return document.vocabulary.meetingNouns.scan(document.words, body.from, body.to);
}

/** What a sentence says of meetings; `body` is the sentence without its dateline. */
export function findTriggers(document: Document, body: Sentence): readonly Trigger[] {
  const { words, vocabulary } = document;
  const nouns: Nouns = { hits: meetingNouns(document, body) };
  const planned = plannedOf(document, body, nouns);
  const limit = planned === undefined ? body.to : planned.scope.from > body.from ? planned.scope.from : planned.from;
  const before = { from: body.from, to: limit };
  const triggers: Trigger[] = [];
  for (let at = before.from; at < before.to; at++) {
    const verb = vocabulary.meetingVerbs.at(words, at, before.to);
    if (verb === undefined) continue;
    at = verb.to - 1;
    const near = nouns.hits.filter((noun) => noun.from >= verb.from - nounReach && noun.to <= verb.to + nounReach && noun.to <= limit);
    const noun = near.find((each) => each.to > verb.from) ?? near[0];
    if (verb.value.word === 'convened' && noun === undefined) continue;
    // "بحث وزير … مع نظيره": discussing is meeting when it is with somebody.
    if (verb.value.word === 'with' && !has(document, vocabulary.markers.with, { from: verb.to, to: before.to })) continue;
    const kind = verb.value.kind ?? noun?.value ?? 'meeting';
    const aside = asideOf(document, verb, { body: before, verb: true });
    const conditional = isConditional(document, verb.from, { from: Math.max(before.from, verb.from - 3), to: verb.to });
    triggers.push({
      from: verb.from,
      to: verb.to,
      kind,
      status: 'held',
      verb: true,
      conditional,
      scope: before,
      ...(aside === undefined ? {} : { aside }),
    });
  }
  if (triggers.length === 0) {
    for (const noun of nouns.hits) {
      if (noun.to > limit) break;
      const aside = asideOf(document, noun, { body: before, verb: false });
      if (aside === undefined && !isIndefinite(document, noun, body.from) && !isTold(document, noun, body.from)) continue;
      // A seminar that is wished for or agreed on was not held.
      if (aside === undefined && has(document, vocabulary.promises, { from: body.from, to: noun.from })) continue;
      triggers.push({
        from: noun.from,
        to: noun.to,
        kind: noun.value,
        status: 'held',
        verb: false,
        conditional: false,
        scope: before,
        ...(aside === undefined ? {} : { aside }),
      });
      break;
    }
  }
  return planned === undefined ? triggers : [...triggers, planned];
}
