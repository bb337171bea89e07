const arabicMarks = /[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]/g;
const latinMarks = /[\u0300-\u036f]/g;
const arabic = /[\u0600-\u06ff]/;
const easternDigit = /[\u0660-\u0669\u06f0-\u06f9]/g;
const arabicLetters: Readonly<Record<string, string>> = { أ: 'ا', إ: 'ا', آ: 'ا', ٱ: 'ا', ى: 'ي', ة: 'ه', ؤ: 'و', ئ: 'ي' };
const arabicLetter = /[أإآٱىةؤئ]/g;

// French writes them short before a vowel.
const elided: Readonly<Record<string, string>> = { d: 'de', qu: 'que', n: 'ne' };

/** Whether a text has a letter or digit of the Arabic blocks. */
export function isArabic(text: string): boolean {
  return arabic.test(text);
}

/**
 * One word as it is compared: lower case, without diacritics and vowel signs, Arabic letters of one sound made one, digits western. The length
 * may change, so a fold is never used for offsets.
 */
export function fold(word: string): string {
  if (isArabic(word)) {
    return word
      .replace(arabicMarks, '')
      .replace(arabicLetter, (letter) => arabicLetters[letter] ?? letter)
      .replace(easternDigit, (digit) => String(digit.charCodeAt(0) & 0xf))
      .toLowerCase();
  }
  return word.normalize('NFD').replace(latinMarks, '').toLowerCase().replaceAll('œ', 'oe').replaceAll('æ', 'ae').replaceAll('ß', 'ss');
}

/** The article of an Arabic word taken off where a word remains. */
function withoutArticle(word: string): string {
  return word.length >= 4 && word.startsWith('ال') ? word.slice(2) : word;
}

/** The form under which a vocabulary keeps a word: folded, Latin plurals in s and x and the Arabic article taken off. */
export function stem(word: string): string {
  const folded = fold(word);
  if (isArabic(folded)) return withoutArticle(folded);
  const whole = elided[folded];
  if (whole !== undefined) return whole;
  return folded.length > 3 && /[sx]$/.test(folded) ? folded.slice(0, -1) : folded;
}

/**
 * The forms under which a word of a text may stand in a vocabulary, the likeliest first, at most eight. An Arabic word may carry a conjunction,
 * a preposition and the article; a Latin one has one form.
 */
export function stemsOf(word: string): readonly string[] {
  const folded = fold(word);
  if (!isArabic(folded)) return [stem(word)];
  const forms = new Set<string>([withoutArticle(folded)]);
  const heads = [folded];
  if (folded.length >= 3 && /^[وف]/.test(folded)) heads.push(folded.slice(1));
  for (const head of heads) {
    forms.add(withoutArticle(head));
    if (head.length >= 5 && head.startsWith('لل')) forms.add(head.slice(2));
    if (head.length >= 4 && /^[بلك]/.test(head)) forms.add(withoutArticle(head.slice(1)));
  }
  return [...forms].slice(0, 8);
}
