import type { Client, Language, SessionView } from '@wasl/contract';
import { createContext, useContext } from 'react';
import { formatMoment, formatTime, viewerZone } from '../i18n/dates.ts';
import { messageFor, type Translate } from '../i18n/translate.ts';
import type { Preferences } from '../state/preferences.ts';

/** What every part of the page needs. */
export interface Page {
  readonly client: Client;
  readonly t: Translate;
  readonly language: Language;
  readonly preferences: Preferences;
  readonly setPreferences: (change: Partial<Preferences>) => void;
}

/** Set once by the application. */
export const PageContext = createContext<Page | undefined>(undefined);
/** Set while an officer is signed in. */
export const SessionContext = createContext<SessionView | undefined>(undefined);

/** The page's services; throws outside the application. */
export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === undefined) throw new Error('usePage outside the application');
  return page;
}

/** Who is signed in; throws where nobody is. */
export function useSession(): SessionView {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('useSession before anyone signed in');
  return session;
}

/** A country's name in the reader's language. */
export function countryName(party: string, language: Language): string {
  try {
    return new Intl.DisplayNames([language], { type: 'region' }).of(party.toUpperCase()) ?? party;
  } catch {
    return party;
  }
}

/** An agency in words: country and service. */
export function agencyName(agency: string, language: Language): string {
  const [party = '', ...rest] = agency.split('.');
  const service = rest.join('.');
  return `${countryName(party, language)} · ${messageFor(language, 'agency', service) ?? service}`;
}

/** A purpose of the arrangement in words. */
export function purposeName(purpose: string, language: Language): string {
  return messageFor(language, 'purpose', purpose) ?? purpose;
}

/** Date and time in the viewer's zone. */
export function moment(instant: string | number, language: Language): string {
  return formatMoment(new Date(instant), language, viewerZone());
}

/** Time of day in the viewer's zone. */
export function timeOfDay(instant: string, language: Language): string {
  return formatTime(new Date(instant), language, viewerZone());
}
