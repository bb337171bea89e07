import type { Json } from '@wasl/record';
import type { Language } from '../languages.ts';
import type { EventMention } from '../read/find-names.ts';
import type { Meeting } from '../read/meeting.ts';
import type { Reading } from '../read/read-communique.ts';
import { partyName, recordThemes } from '../vocabulary.ts';
import type { Draft, Missing, Source } from './draft.ts';

type Words = Readonly<Record<Language, string>>;

const titles: Readonly<Record<string, Words>> = {
  'working-meeting': {
    fr: 'Réunion de travail',
    en: 'Working meeting',
    ar: 'اجتماع عمل',
    es: 'Reunión de trabajo',
    pt: 'Reunião de trabalho',
  },
  session: { fr: 'Session', en: 'Session', ar: 'دورة', es: 'Sesión', pt: 'Sessão' },
  conference: { fr: 'Conférence', en: 'Conference', ar: 'مؤتمر', es: 'Conferencia', pt: 'Conferência' },
  visit: { fr: 'Visite', en: 'Visit', ar: 'زيارة', es: 'Visita', pt: 'Visita' },
  audience: { fr: 'Audience', en: 'Audience', ar: 'استقبال', es: 'Audiencia', pt: 'Audiência' },
  talks: { fr: 'Entretiens', en: 'Talks', ar: 'مباحثات', es: 'Conversaciones', pt: 'Conversações' },
  call: { fr: 'Entretien téléphonique', en: 'Telephone call', ar: 'اتصال هاتفي', es: 'Conversación telefónica', pt: 'Conversa telefónica' },
  meeting: { fr: 'Réunion', en: 'Meeting', ar: 'اجتماع', es: 'Reunión', pt: 'Reunião' },
};

const kinds: Readonly<Record<string, string>> = { session: 'working-group', visit: 'working-visit', conference: 'other' };

/** A text in one language, as the catalogue keeps texts. */
export function textIn(lang: string, text: string): Json {
  return [{ lang, text, status: 'original' }];
}

function titleOf(meeting: Meeting, language: Language): string {
  const kind = (titles[meeting.kind] ?? titles['meeting'])?.[language] ?? '';
  const parties = meeting.parties.slice(0, 6).map((party) => partyName(party, language));
  return [kind, parties.join(', '), meeting.place?.name ?? ''].filter((part) => part !== '').join(' – ');
}

function dayMissing(meeting: Meeting): Missing {
  const { date, status } = meeting;
  const required = status === 'planned';
  if (date === undefined) return { unit: 'period', why: 'the text gives no time', required };
  const given = date.value === undefined ? date.printed : date.end === undefined ? date.value : `${date.value}/${date.end}`;
  const why = date.value === undefined ? 'the text leaves the day open' : 'the text gives no hour';
  return { unit: 'period', why, given, required };
}

/** What a reading says beside its meetings, put where the meeting's record has room for it. */
export interface Around {
  readonly reading: Reading;
  /** Only meeting of the text, or the first: themes, organisations and events of the text go to it. */
  readonly main: boolean;
  readonly decisions: readonly string[];
  readonly intentions: readonly string[];
}

/** A draft of a `meeting`: participants by office, no names. */
export function meetingDraft(meeting: Meeting, name: string, around: Around): Draft {
  const { reading, main, decisions, intentions } = around;
  const { language } = reading;
  const participants = meeting.offices.flatMap((office) => {
    const parties = office.parties ?? (office.party === undefined ? [undefined] : [office.party]);
    return parties.map((party) => ({ office, party }));
  });
  const sources: Source[] = [{ path: 'title', span: meeting.span, confidence: meeting.confidence }];
  if (meeting.date !== undefined) sources.push({ path: 'period', span: meeting.date.span, confidence: meeting.date.confidence });
  if (meeting.place !== undefined)
    sources.push({ path: 'place', span: meeting.place.span, confidence: meeting.place.fromDateline === true ? 65 : 88 });
  for (const [index, { office }] of participants.entries())
    sources.push({ path: `participants[${index}]`, span: office.span, confidence: office.domain === undefined ? 75 : 88 });
  const missing: Missing[] = [dayMissing(meeting)];
  if (participants.length === 0)
    missing.push({ unit: 'participants', why: 'the text names no office that took part', required: true, ...partiesGiven(meeting) });
  const bilateral = meeting.parties.length === 2 ? 'bilateral' : 'other';
  const fields: Record<string, Json> = {
    title: textIn(language, titleOf(meeting, language)),
    kind: kinds[meeting.kind] ?? bilateral,
    status: meeting.status,
    ...(meeting.place === undefined ? {} : { place: textIn(language, meeting.place.name) }),
    ...(participants.length === 0
      ? {}
      : { participants: participants.map(({ office, party }) => participantOf(language, office.text, party)) }),
    ...(main ? mainFields(reading) : {}),
    ...(decisions.length === 0
      ? {}
      : { decisions: decisions.slice(0, 64).map((text) => ({ text: textIn(language, text.slice(0, 2000)) })) }),
    ...(intentions.length === 0
      ? {}
      : {
          minutes: textIn(
            language,
            intentions
              .map((text) => `– ${text}`)
              .join('\n')
              .slice(0, 8000),
          ),
        }),
  };
  const placed = meeting.place?.fromDateline === true ? [{ flag: 'from-dateline', printed: meeting.place.name } as const] : [];
  const flags = [...meeting.flags, ...(meeting.date?.flags ?? []), ...placed];
  return { draft: name, type: 'meeting', fields, missing, sources, flags, confidence: meeting.confidence };
}

function participantOf(language: Language, office: string, party: string | undefined): Json {
  return { office: textIn(language, office), ...(party === undefined ? {} : { party }) };
}

function partiesGiven(meeting: Meeting): { readonly given?: string } {
  return meeting.parties.length === 0 ? {} : { given: meeting.parties.join(', ') };
}

function mainFields({ themes, organisations, events }: Reading): Record<string, Json> {
  const coded = [...new Set(themes.map(({ theme }) => recordThemes.get(theme) ?? 'other'))].slice(0, 22);
  const called = [...new Set(organisations.map(({ organisation }) => organisation.name))].slice(0, 64);
  const named = eventRows(events).slice(0, 64);
  return {
    ...(coded.length === 0 ? {} : { themes: coded }),
    ...(called.length === 0 ? {} : { organisations: called }),
    ...(named.length === 0 ? {} : { events: named }),
  };
}

function eventRows(events: readonly EventMention[]): Json[] {
  const rows = new Map<string, Json>();
  for (const { event, year } of events) {
    const row = { name: event.names.en, ...(year === undefined ? {} : { year }) };
    rows.set(JSON.stringify(row), row);
  }
  return [...rows.values()];
}
