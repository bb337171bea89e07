import type { Word } from './words.ts';

/** A stretch of words that says one thing: words `from` up to but not including `to`. */
export interface Sentence {
  readonly from: number;
  readonly to: number;
  /** Number of the paragraph; a list is one paragraph with the line that introduces it. */
  readonly block: number;
  /** A point of a list. */
  readonly bullet: boolean;
  /** The sentence before a colon that introduces this point. */
  readonly lead?: number;
}

const terminator = /[.!?؟…;؛]/;
const bulletStart = /\n\s*(?:[-–—•*·▪◦]|\(?\d{1,2}[.)]|\(?[a-zأ-ي][.)])\s*$/;
const abbreviations: ReadonlySet<string> = new Set(
  'm mm mme mmes mlle dr mr mrs ms prof gen gén col cdt lt capt sgt st ste no art sr sra exmo exma d vol p pp cf etc h e r adm vice rear'.split(
    ' ',
  ),
);
// Longer stretches are cut, so that rules which look back and forth within a sentence stay linear in the text.
const longestSentence = 160;

function endsBefore(word: Word, previous: Word): boolean {
  const { before } = word;
  const breaks = before.split('\n').length - 1;
  if (breaks > 1) return true;
  if (breaks === 1) {
    // A line that goes on in small letters was only wrapped.
    if (bulletStart.test(before) || /\d{1,2}$/.test(before)) return true;
    return terminator.test(before) || before.includes(':') || word.capital || !/\p{Ll}/u.test(word.raw);
  }
  if (/[;؛]/.test(before)) return true;
  if (!/[.!?؟…]/.test(before)) return false;
  if (!/\s/.test(before) && !/[؟!?]/.test(before)) return false;
  if (before.trim() === '.' && (abbreviations.has(previous.raw.toLowerCase()) || /^\p{Lu}$/u.test(previous.raw))) return false;
  return !/^\p{Ll}/u.test(word.raw);
}

/** Cuts a text's words into sentences, at most 160 words each. A numbered point's number belongs to no sentence. */
export function sentencesOf(words: readonly Word[]): readonly Sentence[] {
  const sentences: Sentence[] = [];
  let from = 0;
  let block = 0;
  let bullet = false;
  let lead: number | undefined;
  let introduces = false;
  const close = (to: number): void => {
    if (to > from) sentences.push({ from, to, block, bullet, ...(bullet && lead !== undefined ? { lead } : {}) });
    from = to;
  };
  for (const [index, word] of words.entries()) {
    const previous = words[index - 1];
    if (previous === undefined) continue;
    const numbered = isNumberedPoint(words, index);
    if (!(endsBefore(word, previous) || numbered || index - from >= longestSentence)) continue;
    close(index);
    if (!word.before.includes('\n') && !numbered) continue;
    const isPoint = numbered || bulletStart.test(word.before);
    if (/[:：]\s*[^\p{L}\p{N}]*$/u.test(word.before.split('\n')[0] ?? '') && isPoint) {
      lead = sentences.length - 1;
      introduces = true;
    }
    if (!isPoint) {
      introduces = false;
      lead = undefined;
      block += 1;
    }
    bullet = isPoint && introduces;
    if (isPoint && !introduces) block += 1;
    if (numbered) from = index + 1;
  }
  close(words.length);
  return sentences;
}

/** "1." at the start of a line. */
function isNumberedPoint(words: readonly Word[], index: number): boolean {
  const word = words[index];
  const next = words[index + 1];
  if (word === undefined || next === undefined || !word.number || word.raw.length > 2) return false;
  return /\n\s*\(?$/.test(word.before) && /^[.)]\s/.test(next.before);
}
