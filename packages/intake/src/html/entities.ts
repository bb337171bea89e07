const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  laquo: '«',
  raquo: '»',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  bull: '•',
  middot: '·',
  eacute: 'é',
  Eacute: 'É',
  egrave: 'è',
  Egrave: 'È',
  ecirc: 'ê',
  euml: 'ë',
  agrave: 'à',
  Agrave: 'À',
  acirc: 'â',
  aacute: 'á',
  atilde: 'ã',
  ccedil: 'ç',
  Ccedil: 'Ç',
  icirc: 'î',
  iuml: 'ï',
  iacute: 'í',
  ocirc: 'ô',
  oacute: 'ó',
  otilde: 'õ',
  ouml: 'ö',
  ugrave: 'ù',
  ucirc: 'û',
  uuml: 'ü',
  uacute: 'ú',
  ntilde: 'ñ',
  oelig: 'œ',
  rlm: '\u200f',
  lrm: '\u200e',
};

/** Longest reference that is read, with its `&` and `;`. */
const longest = 12;

/** The character reference at a place, with how many code units it takes; a lone `&` stands for itself. */
export function entityAt(html: string, at: number): { readonly text: string; readonly length: number } {
  const end = html.slice(at, at + longest).indexOf(';');
  if (end < 2) return { text: '&', length: 1 };
  const name = html.slice(at + 1, at + end);
  const text = name.startsWith('#') ? numeric(name.slice(1)) : Object.hasOwn(named, name) ? named[name] : undefined;
  return text === undefined ? { text: '&', length: 1 } : { text, length: end + 1 };
}

function numeric(digits: string): string | undefined {
  const isHex = /^[xX][0-9a-fA-F]{1,6}$/.test(digits);
  if (!isHex && !/^[0-9]{1,7}$/.test(digits)) return undefined;
  const point = isHex ? Number.parseInt(digits.slice(1), 16) : Number(digits);
  if (point === 0 || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return '\ufffd';
  return String.fromCodePoint(point);
}
