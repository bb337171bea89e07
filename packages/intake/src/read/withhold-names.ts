import { type Document, type Stretch, spanOf } from '../text/document.ts';
import { fold } from '../text/fold.ts';
import { isOfName, type People } from './find-people.ts';

/** What stands where a name stood. */
const withheld = '[…]';

/**
 * The text of a stretch as it may be released: words of this text's names, and in Latin script every capital that no vocabulary knows, are
 * replaced. It errs on the side of withholding.
 */
export function withholdNames(document: Document, people: People, stretch: Stretch): { readonly text: string; readonly withheld: boolean } {
  const { words, vocabulary, text } = document;
  const { start, end } = spanOf(document, stretch);
  let out = '';
  let last = start;
  let any = false;
  for (let at = stretch.from; at < stretch.to; at++) {
    const word = words[at];
    if (word === undefined) break;
    const unknown =
      word.capital && (at > stretch.from || isOwner(document, at)) && !isKnown(document, at) && !(word.upper && word.raw.length <= 5);
    if (!unknown && !(isOfName(people, word) && !vocabulary.common.has(fold(word.raw)) && !isPlainWord(document, at))) continue;
    out += `${text.slice(last, word.start)}${withheld}`;
    last = word.end;
    any = true;
  }
  const whole = `${out}${text.slice(last, end)}`.replace(/\s+/g, ' ');
  return { text: whole.replace(/(?:\[…\][\s.\-’']*){2,}/g, (run) => `${withheld}${/\s$/.test(run) ? ' ' : ''}`), withheld: any };
}

/** "Pike to share the form": a capital at the beginning that does something is more than the capital of a beginning. */
function isOwner({ words }: Document, at: number): boolean {
  return /^(?:to|will|shall|should|must|would|agreed|undertakes|devra|doit|s)$/.test(words[at + 1]?.raw ?? '');
}

/** A word in small letters in a Latin script is no name, even where it is one elsewhere ("black", "rose"). */
function isPlainWord({ words, vocabulary }: Document, at: number): boolean {
  return vocabulary.language !== 'ar' && /^\p{Ll}/u.test(words[at]?.raw ?? '');
}

function isKnown({ words, vocabulary }: Document, at: number): boolean {
  const word = words[at];
  if (word === undefined || word.number) return true;
  return vocabulary.known.has(word.stems[0] ?? '') || vocabulary.common.has(fold(word.raw)) || /^\p{Lu}$/u.test(word.raw);
}
