import type { Document, Stretch } from '../text/document.ts';
import type { Word } from '../text/words.ts';
import type { Meeting } from './meeting.ts';
import { type Office, officeCode } from './office.ts';

/** A meeting while a text is read; `title` is true when only a heading told of it so far. */
export interface MeetingDraft {
  meeting: Meeting;
  readonly title: boolean;
  /** Paragraph that told of it last. */
  readonly block: number;
}

/** Whether the account itself says when, and not the dateline alone. */
export const isOwn = (meeting: Meeting): boolean =>
  meeting.date !== undefined && !meeting.flags.some((flag) => flag.flag === 'from-dateline');

/** Whether two accounts are of one meeting: no day and no city against it, and nobody new but in the body under a title. */
export function isSame(
  { meeting: a, title, block }: MeetingDraft,
  b: Meeting,
  of: { readonly document: Document; readonly block: number },
): boolean {
  const [first, second] = [isOwn(a) ? a.date : undefined, isOwn(b) ? b.date : undefined];
  if (first !== undefined && second !== undefined && (first.value ?? first.printed) !== (second.value ?? second.printed)) return false;
  // What a visitor does on the days of a visit is of the visit.
  const opens = openingOf(of.document, b.sentence);
  if (
    a.kind === 'visit' &&
    second === undefined &&
    b.sentence - a.sentence <= 3 &&
    b.sentence > a.sentence &&
    isWithin(a, b) &&
    !opens.some((word) => another.test(word.raw))
  )
    return true;
  if (placeOf(a) !== undefined && placeOf(b) !== undefined && placeOf(a) !== placeOf(b)) return false;
  const codes = new Set(a.offices.map(officeCode));
  const fresh = b.offices.filter((office) => !codes.has(officeCode(office)));
  const shared = b.offices.length - fresh.length;
  if (title) return shared > 0 || b.offices.length === 0 || a.offices.length === 0;
  const opening = openingOf(of.document, b.sentence);
  if (fresh.length > 0 && opening.some((word) => another.test(word.raw))) return false;
  // "Après les honneurs, elle s'est entretenue avec …": the one who was received goes on, on the same visit.
  const goesOn = block === of.block && b.sentence - a.sentence === 1 && second === undefined && placeOf(b) === undefined;
  if (goesOn && opening.some((word) => pronoun.test(word.raw))) return true;
  if (b.offices.length === 0) return second === undefined || first === undefined || first.value === second.value;
  return (
    fresh.length === 0 || (shared > 0 && fresh.length <= 1 && b.sentence - a.sentence <= 1 && first !== undefined && second !== undefined)
  );
}

/** Whether the second meeting may be at the place of the first: the same, or a city of the country visited. */
function isWithin(a: Meeting, b: Meeting): boolean {
  const [first, second] = [placeOf(a), placeOf(b)];
  return first === undefined || second === undefined || first === second || first === b.place?.party;
}

const another = /^(?:également|ensuite|puis|aussi|also|then|later|separately|afterwards|también|também|كما|ثم)$/i;
const pronoun = /^(?:elle|il|elles|ils|she|he|they)$/i;

const placeOf = ({ place }: Meeting): string | undefined => (place?.fromDateline === true ? undefined : place?.code);

function openingOf({ words, sentences }: Document, sentence: number): readonly Word[] {
  const from = sentences[sentence]?.from ?? 0;
  return words.slice(from, Math.min(from + 12, sentences[sentence]?.to ?? from));
}

/** Each office once, the fullest wording first met. */
export function uniqueOffices(offices: readonly Office[]): readonly Office[] {
  const seen = new Map<string, Office>();
  for (const office of offices) {
    const key = office.party === undefined || office.domain === undefined ? `${officeCode(office)} ${office.text}` : officeCode(office);
    if (!seen.has(key)) seen.set(key, office);
  }
  return [...seen.values()];
}

/** Countries of the offices first: they are the ones that met. */
export function withParties(meeting: Meeting): Meeting {
  const ofOffices = meeting.offices.flatMap((office) => office.parties ?? (office.party === undefined ? [] : [office.party]));
  const parties = [...new Set([...ofOffices, ...meeting.parties])];
  return { ...meeting, parties };
}

/** Countries that a stretch names. */
export function partiesOf({ words, vocabulary }: Document, stretch: Stretch): readonly string[] {
  const found = vocabulary.places
    .scan(words, stretch.from, stretch.to)
    .flatMap((hit) => (hit.value.kind === 'country' || hit.value.kind === 'demonym' ? [hit.value.code] : []));
  return [...new Set(found)];
}
