import type { About, Client, Problem, SessionView } from '@wasl/contract';
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { directionOf, translator } from '../i18n/translate.ts';
import { loadPreferences, type Preferences, savePreferences } from '../state/preferences.ts';
import { Desk } from './Desk.tsx';
import { agencyName, PageContext, SessionContext } from './page-context.ts';
import { SignIn } from './SignIn.tsx';
import { Loading, ProblemNote } from './states.tsx';
import { TopBar } from './TopBar.tsx';

/** The whole page: who runs it, who is signed in, in which language and theme. */
export function App({ client }: { readonly client: Client }): ReactNode {
  const [preferences, setAll] = useState(loadPreferences);
  const [about, setAbout] = useState<About>();
  const [session, setSession] = useState<SessionView>();
  const [problem, setProblem] = useState<Problem>();
  const { language, theme } = preferences;
  const t = useMemo(() => translator(language), [language]);

  const setPreferences = useCallback((change: Partial<Preferences>) => setAll((before) => ({ ...before, ...change })), []);
  useEffect(() => {
    savePreferences(preferences);
  }, [preferences]);
  useEffect(() => {
    const root = document.documentElement;
    root.lang = language;
    root.dir = directionOf(language);
    root.dataset['theme'] = theme;
    document.title = about === undefined ? t('app.name') : t('app.title', { agency: agencyName(about.agency, language) });
  }, [language, theme, about, t]);

  const start = useCallback(async () => {
    setProblem(undefined);
    const [site, open] = await Promise.all([client.about(), client.session()]);
    if (site.ok) setAbout(site.value);
    else setProblem(site.problem);
    if (open.ok) setSession(open.value);
  }, [client]);
  useEffect(() => {
    void start();
  }, [start]);

  const signOut = async (): Promise<void> => {
    await client.closeSession();
    setSession(undefined);
  };
  const page = useMemo(() => ({ client, t, language, preferences, setPreferences }), [client, t, language, preferences, setPreferences]);

  return (
    <PageContext value={page}>
      <SessionContext value={session}>
        <TopBar about={about} session={session} onSignOut={() => void signOut()} />
        {problem !== undefined && <ProblemNote problem={problem} onRetry={() => void start()} />}
        {about === undefined && problem === undefined && <Loading />}
        {about !== undefined && session === undefined && <SignIn about={about} onSignedIn={setSession} />}
        {about !== undefined && session !== undefined && (
          <Desk mode={about.demonstration ? 'exercise' : 'actual'} onSessionLost={() => setSession(undefined)} />
        )}
      </SessionContext>
    </PageContext>
  );
}
