import type { About, SessionView } from '@wasl/contract';
import type { ReactNode } from 'react';
import { languageNames, languages } from '../i18n/translate.ts';
import type { Theme } from '../state/preferences.ts';
import { agencyName, usePage } from './page-context.ts';

const themes: readonly Theme[] = ['system', 'light', 'dark'];

interface Props {
  readonly about: About | undefined;
  readonly session: SessionView | undefined;
  readonly onSignOut: () => void;
}

/** The banner that says what is not real, the agency, the language and the theme. */
export function TopBar({ about, session, onSignOut }: Props): ReactNode {
  const { t, language, preferences, setPreferences } = usePage();
  return (
    <header>
      {about?.demonstration === true && (
        <p className="banner">
          <strong>{t('banner.exercise')}</strong> <strong>{t('banner.demonstration')}</strong> <span>{t('banner.note')}</span>
        </p>
      )}
      <div className="bar">
        <img src="/icon.svg" alt="" width="28" height="28" />
        <h1>{t('app.name')}</h1>
        {about !== undefined && <span className="agency">{agencyName(about.agency, language)}</span>}
        <span className="grow" />
        <fieldset className="languages">
          <legend className="hidden">{t('settings.language')}</legend>
          {languages.map((each) => (
            <button
              key={each}
              type="button"
              lang={each}
              aria-pressed={each === language}
              onClick={() => setPreferences({ language: each })}
            >
              {languageNames[each]}
            </button>
          ))}
        </fieldset>
        <select
          aria-label={t('settings.theme')}
          value={preferences.theme}
          onChange={(event) => setPreferences({ theme: themes.find((each) => each === event.target.value) ?? 'system' })}
        >
          {themes.map((each) => (
            <option key={each} value={each}>
              {t(`theme.${each}`)}
            </option>
          ))}
        </select>
        {session !== undefined && (
          <button type="button" onClick={onSignOut}>
            {t('signin.out')}
          </button>
        )}
      </div>
    </header>
  );
}
