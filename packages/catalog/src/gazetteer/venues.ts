import { africaWorld } from './africa-world.ts';
import { europe } from './europe.ts';
import { moroccoIberia } from './morocco-iberia.ts';
import { tifinaghOf } from './tifinagh.ts';

/** A venue in three scripts. The Tifinagh form is made from the Latin one by rule and was read by nobody. */
interface VenueName {
  readonly latin: string;
  readonly arabic: string;
  readonly tifinagh: string;
}

/** Venues that may stand in any text: stadiums, halls, squares and avenues, many of them named after persons. */
export const venueNames: readonly VenueName[] = [...moroccoIberia, ...europe, ...africaWorld].map(([latin, arabic]) => ({
  latin,
  arabic,
  tifinagh: tifinaghOf(latin),
}));

/** Written alike: no case, no marks, one kind of apostrophe, hyphen and space. Every character stays one character, so that places in the text hold. */
function folded(text: string): string {
  return text
    .replace(/[\u0041-\u024f\u2010-\u2019\u00a0\u202f]/g, (letter) => {
      if (/[\u2018\u2019]/.test(letter)) return "'";
      if (/[\u2010-\u2015-]/.test(letter)) return ' ';
      if (/[\u00a0\u202f]/.test(letter)) return ' ';
      return letter.normalize('NFD').charAt(0).toLowerCase();
    })
    .replaceAll('-', ' ');
}

// Names by their first word: a text is only compared with those that may stand at a place.
const byStart = new Map<string, string[]>();
for (const { latin, arabic, tifinagh } of venueNames) {
  for (const name of [folded(latin), folded(arabic), folded(tifinagh)]) {
    const start = name.slice(0, name.indexOf(' ') < 0 ? name.length : name.indexOf(' '));
    const others = byStart.get(start);
    if (others === undefined) byStart.set(start, [name]);
    else others.push(name);
  }
}

const word = /[\p{L}\p{N}.]+(?:'[\p{L}\p{N}]+)*/gu;

/** Where names of venues stand in a text, in UTF-16 units. */
export function venuesIn(text: string): readonly { readonly start: number; readonly end: number }[] {
  const plain = folded(text);
  const found: { start: number; end: number }[] = [];
  for (const { 0: first, index } of plain.matchAll(word)) {
    for (const name of byStart.get(first) ?? [])
      if (plain.startsWith(name, index) && !/^[\p{L}\p{N}]/u.test(plain.slice(index + name.length)))
        found.push({ start: index, end: index + name.length });
  }
  return found;
}
