import type { Json } from '@wasl/record';
import { bareNames, withoutVenues } from './bare-names.ts';
import type { PersonalDataFinding, Span } from './finding.ts';
import { ibans, identityNumbers, machineReadableZones, mailboxes, phones, plates } from './numbers.ts';
import { birthDates, personDescriptions, personNames } from './persons.ts';

// Ids of systems and offices, addresses of pages and digests: an e-mail-shaped sender is the rule there and no person.
const notScanned: ReadonlySet<string> = new Set([
  'identifier',
  'sender',
  'sent',
  'references',
  'incidents',
  'codes',
  'eventCodes',
  'geocodes',
  'web',
  'uri',
  'derefUri',
  'digest',
  'mimeType',
  'languages',
  'lang',
  'status',
  'id',
  'polygons',
  'circles',
]);
// Where an office's number and mailbox belong; names are looked for all the same.
const officeMembers: ReadonlySet<string> = new Set(['contact', 'senderName', 'source', 'channels', 'centre']);
// Codes, ids, instants: written by machines in one word.
const machineWord =
  /^(?:[a-z][A-Za-z0-9_./-]{0,63}|[a-z.-]+\/[A-Za-z0-9_-]{43}|sha256:\S{43}|[A-Za-z0-9_-]{22}|[A-Za-z0-9_-]{43}|\d{4}-\d\d-\d\dT\S{9,15})$/;
const easternDigits = /[\u0660-\u0669\u06f0-\u06f9]/;
const easternDigit = /[\u0660-\u0669\u06f0-\u06f9]/g;
const maxTextLength = 70_000;

function withWesternDigits(text: string): string {
  if (!easternDigits.test(text)) return text;
  return text.replace(easternDigit, (digit) => String(digit.charCodeAt(0) & 0xf));
}

const hasDigits = /\d\D{0,3}\d/;
const hasManyDigits = /(?:\d\D{0,3}){5}/;
const hasFiller = /[A-Z0-9]<<?[A-Z0-9<]{3}|[A-Z0-9<]{28}/;
/**
 * Pieces, in lower case, that every name, birth or description after its words holds; a text without one is done. Plain searches, because
 * one expression with all of them costs several times as much on the texts that have none.
 */
const personPieces: readonly string[] = [
  ...[
    'name',
    'nom ',
    'nom:',
    'nomm',
    'nombre',
    'apellido',
    'victim',
    'víctim',
    'vítim',
    'suspec',
    'suspei',
    'sospech',
    'missing',
    'dispar',
    'desapar',
  ],
  ...[
    'witness',
    'témoin',
    'driver',
    'conduct',
    'arrest',
    'detain',
    'deceas',
    'interpell',
    'identifi',
    'known as',
    'aka',
    'a.k',
    'called',
    'appelle',
  ],
  ...[
    'llamad',
    'born',
    'birth',
    'naissance',
    'né le',
    'née le',
    'ne le',
    'nacid',
    'nasc',
    'dob',
    'd.o',
    'hair',
    'eye',
    'yeux',
    'ojo',
    'cheveux',
  ],
  ...[
    'pelo',
    'complex',
    'skin',
    'teint',
    'tez',
    'corpulen',
    'build',
    'stocky',
    'wearing',
    'vêtu',
    'viste',
    'shirt',
    'shorts',
    'jacket',
    'jeans',
    ' cap',
  ],
  ...[
    'year',
    ' ans',
    'años',
    'scar',
    'tattoo',
    'tatouage',
    'tatuaje',
    'birthmark',
    'moustache',
    'beard',
    'barbe',
    'cicatri',
    ' lb',
    'pounds',
    'libras',
  ],
  ...[
    'weigh',
    'poids',
    'de peso',
    'height',
    'tall',
    'taille',
    'altura',
    'abduct',
    'kidnap',
    'enlèvement',
    'amber',
    'alerta',
    'abducc',
    'm/',
    'f/',
  ],
  ...['moulay', 'lalla', 'si ', 'cheikh', 'sheikh', 'señor', 'sr.', 'sra.', 'don ', 'doña', 'dona', 'senhor'],
  ...[' ben ', ' bin ', ' bint ', ' ibn ', ' ould ', ' anos', 'السيد', 'الآنسة', 'مولاي', 'للا', 'الشيخ', 'الأستاذ', 'الدكتور'],
  ...[' بن ', ' ابن ', ' بنت ', 'ⵎⴰⵙⵙ', 'ⵉⵙⵎ'],
  ...[' male', 'female', ' man', 'woman', ' boy', ' girl', 'enfant', 'child'],
  ...['تاريخ', 'زداد', 'المولود', 'مواليد', 'اسم', 'الضحية', 'المشتبه', 'الموقوف', 'مفقود', 'الشاهد', 'السائق', 'المسم', 'المدعو', 'دعى'],
  ...['قامته', 'طوله', 'وزنه', 'بشرة', 'البنية', 'شعر', 'عينا', 'العين', 'رتدي', 'طفل', 'رجل', 'امرأة', 'ندبة', 'وشم', 'لحية', 'اختطاف'],
];
const titleOrMeasure = /\b(?:m|mr|mrs|ms|miss|mme|mlle|dr|det|sgt|insp|cpl|capt|lieut|lt)[.\s]|\d\s?['’′]/;

// Pieces by their first two characters: one pass over the text looks at few of them.
const firstCharacters = new Uint8Array(0x1_0000);
const piecesByStart = new Map<number, string[]>();
for (const piece of personPieces) {
  firstCharacters[piece.charCodeAt(0)] = 1;
  const start = piece.charCodeAt(0) * 0x1_0000 + piece.charCodeAt(1);
  const others = piecesByStart.get(start);
  if (others === undefined) piecesByStart.set(start, [piece]);
  else others.push(piece);
}

function mayDescribePerson(text: string): boolean {
  const lower = text.toLowerCase();
  for (let at = 0; at < lower.length - 1; at++) {
    const first = lower.charCodeAt(at);
    if (firstCharacters[first] === 0) continue;
    const pieces = piecesByStart.get(first * 0x1_0000 + lower.charCodeAt(at + 1));
    if (pieces?.some((piece) => lower.startsWith(piece, at)) === true) return true;
  }
  return titleOrMeasure.test(lower);
}

/** The spans of one text that seem to hold data about a person. `office` leaves telephone numbers and mailboxes alone. */
function scanText(input: string, office = false): readonly Span[] {
  const text = withWesternDigits(input.length > maxTextLength ? input.slice(0, maxTextLength) : input);
  const spans: Span[] = [];
  if (hasFiller.test(text)) spans.push(...machineReadableZones(text));
  if (!office && text.includes('@')) spans.push(...mailboxes(text));
  if (hasDigits.test(text)) {
    spans.push(...plates(text));
    if (hasManyDigits.test(text)) {
      spans.push(...identityNumbers(text), ...ibans(text));
      if (!office) spans.push(...phones(text));
    }
  }
  if (mayDescribePerson(text)) {
    const names = withoutVenues(text, [...personNames(text), ...bareNames(text)]);
    spans.push(...birthDates(text), ...names, ...personDescriptions(text));
  }
  return spans;
}

function walk(value: Json, at: { readonly path: string; readonly office: boolean }, findings: PersonalDataFinding[]): void {
  if (typeof value === 'string') {
    if (value.length < 5 || machineWord.test(value)) return;
    for (const span of scanText(value, at.office)) findings.push({ ...span, path: at.path });
  } else if (Array.isArray(value)) {
    for (const [index, element] of (value as readonly Json[]).entries())
      walk(element, { path: `${at.path}[${index}]`, office: at.office }, findings);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      if (notScanned.has(name)) continue;
      walk(member, { path: at.path === '' ? name : `${at.path}.${name}`, office: at.office || officeMembers.has(name) }, findings);
    }
  }
}

/**
 * A first scan of free text for personal data (S1): machine-readable zones, e-mail, telephone, IBAN, identity numbers, dates of birth, plates,
 * names after roles and titles, descriptions of persons, in Latin and Arabic script. Takes a text or the units of a record; it misses bare names
 * and errs on the side of holding. Pure; findings carry no content.
 */
export function personalDataScan(input: Json): readonly PersonalDataFinding[] {
  const findings: PersonalDataFinding[] = [];
  if (typeof input === 'string') for (const span of scanText(input)) findings.push({ ...span, path: '' });
  else walk(input, { path: '', office: false }, findings);
  return findings;
}
