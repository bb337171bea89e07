import type { Alarm, Problem } from '@wasl/contract';
import { type ReactNode, useState } from 'react';
import { messageFor } from '../i18n/translate.ts';
import { presentInstant } from '../state/record-facts.ts';
import { moment, timeOfDay, usePage, useSession } from './page-context.ts';
import { ProblemNote } from './states.tsx';

const mayAnswer: readonly string[] = ['duty', 'release', 'liaison', 'oversight'];
const mayConfirm: readonly string[] = ['admin', 'oversight'];

/** What the server raised, those without an answer first. Taking one on, and confirming the time, are acts of the officer. */
export function AlarmList({ alarms, onDone }: { readonly alarms: readonly Alarm[]; readonly onDone: () => Promise<void> }): ReactNode {
  const { t } = usePage();
  const open = alarms.filter((alarm) => alarm.state === 'open');
  const others = alarms.filter((alarm) => alarm.state !== 'open');
  return (
    <details className="alarms" open={open.length > 0}>
      <summary>{t('alarms.title', { n: open.length })}</summary>
      <ul>
        {[...open.toReversed(), ...others.toReversed()].map((alarm) => (
          <AlarmRow key={alarm.id} alarm={alarm} onDone={onDone} />
        ))}
      </ul>
    </details>
  );
}

function AlarmRow({ alarm, onDone }: { readonly alarm: Alarm; readonly onDone: () => Promise<void> }): ReactNode {
  const { client, t, language } = usePage();
  const { roles } = useSession();
  const [problem, setProblem] = useState<Problem>();
  const [reason, setReason] = useState('');
  const act = async (answer: Promise<{ readonly ok: true } | { readonly ok: false; readonly problem: Problem }>): Promise<void> => {
    const result = await answer;
    setProblem(result.ok ? undefined : result.problem);
    await onDone();
  };
  const said = messageFor(language, 'alarm', alarm.code);
  return (
    <li className={alarm.state}>
      <time dateTime={alarm.at}>{timeOfDay(alarm.at, language)}</time> <strong>{said ?? t('alarms.other')}</strong>{' '}
      <bdi lang="en" dir="ltr" className="quiet">
        {alarm.message}
      </bdi>{' '}
      {alarm.acknowledged !== undefined && (
        <span className="quiet">{t('alarms.taken', { desk: alarm.acknowledged.desk, when: moment(alarm.acknowledged.at, language) })}</span>
      )}
      {alarm.state === 'open' && roles.some((role) => mayAnswer.includes(role)) && (
        <button type="button" onClick={() => void act(client.acknowledgeAlarm(alarm.id))}>
          {t('alarms.take')}
        </button>
      )}
      {alarm.state === 'acknowledged' && roles.some((role) => mayAnswer.includes(role)) && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void act(client.clearAlarm(alarm.id, reason));
          }}
        >
          <label>
            {t('alarms.why')} <input required maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
          </label>{' '}
          <button type="submit">{t('alarms.over')}</button>
        </form>
      )}
      {alarm.code === 'time-uncertain' && roles.some((role) => mayConfirm.includes(role)) && (
        <button type="button" onClick={() => void act(client.confirmTime(presentInstant()))}>
          {t('alarms.confirmTime', { when: moment(presentInstant(), language) })}
        </button>
      )}
      {problem !== undefined && <ProblemNote problem={problem} />}
    </li>
  );
}
