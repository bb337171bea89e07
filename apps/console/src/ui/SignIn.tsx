import type { About, ClientResult, Problem, SessionView } from '@wasl/contract';
import { type ReactNode, useState } from 'react';
import { usePage } from './page-context.ts';
import { ProblemNote } from './states.tsx';

/** One of the demonstration's users, or name and password. */
export function SignIn({ about, onSignedIn }: { readonly about: About; readonly onSignedIn: (session: SessionView) => void }): ReactNode {
  const { client, t } = usePage();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();

  const enter = async (answer: Promise<ClientResult<SessionView>>): Promise<void> => {
    setBusy(true);
    const result = await answer;
    setBusy(false);
    if (result.ok) onSignedIn(result.value);
    else setProblem(result.problem);
  };

  return (
    <main className="signin card">
      <h2>{t('signin.title')}</h2>
      {about.users.length > 0 ? (
        <>
          <p className="quiet">{t('signin.choose')}</p>
          <ul className="users">
            {about.users.map((user) => (
              <li key={user}>
                <button type="button" disabled={busy} onClick={() => void enter(client.openSession(user))}>
                  {t(`role.${user}`)}
                </button>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void enter(client.login(name, password));
          }}
        >
          <label>
            {t('signin.name')}
            <input autoComplete="username" required value={name} onChange={(event) => setName(event.target.value)} />
          </label>
          <label>
            {t('signin.password')}
            <input
              type="password"
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          </label>
          <button className="main" type="submit" disabled={busy}>
            {t('signin.submit')}
          </button>
        </form>
      )}
      {problem !== undefined && <ProblemNote problem={problem} />}
    </main>
  );
}
