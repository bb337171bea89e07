// Correspondence of the Royal Institute of Amazigh Culture for Neo-Tifinagh, letter by letter, longest first.
const letters: Readonly<Record<string, string>> = {
  ch: 'ⵛ',
  gh: 'ⵖ',
  kh: 'ⵅ',
  dj: 'ⴷⵊ',
  ou: 'ⵓ',
  th: 'ⵜ',
  ph: 'ⴼ',
  a: 'ⴰ',
  b: 'ⴱ',
  c: 'ⴽ',
  d: 'ⴷ',
  e: 'ⴻ',
  f: 'ⴼ',
  g: 'ⴳ',
  h: 'ⵀ',
  i: 'ⵉ',
  j: 'ⵊ',
  k: 'ⴽ',
  l: 'ⵍ',
  m: 'ⵎ',
  n: 'ⵏ',
  o: 'ⵓ',
  p: 'ⵒ',
  q: 'ⵇ',
  r: 'ⵔ',
  s: 'ⵙ',
  t: 'ⵜ',
  u: 'ⵓ',
  v: 'ⵠ',
  w: 'ⵡ',
  x: 'ⴽⵙ',
  y: 'ⵢ',
  z: 'ⵣ',
};

/** A Latin name in Tifinagh letters by rule: for recognising, not for signs on a wall. */
export function tifinaghOf(latin: string): string {
  const plain = latin.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ı', 'i').replaceAll('ş', 's').replaceAll('ğ', 'g');
  let written = '';
  for (let at = 0; at < plain.length; ) {
    const two = letters[plain.slice(at, at + 2)];
    const one = plain.charAt(at);
    written += two ?? letters[one] ?? one;
    at += two === undefined ? 1 : 2;
  }
  return written;
}
