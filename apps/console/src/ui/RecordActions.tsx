import type { ClientResult, Problem, PutAnswer, RecordView, WithdrawReason } from '@wasl/contract';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { askedOf, presentInstant, stateOf } from '../state/record-facts.ts';
import { moment, usePage, useSession } from './page-context.ts';
import { ProblemNote } from './states.tsx';

const reasons: readonly WithdrawReason[] = ['error', 'superseded', 'source-withdrew', 'rights', 'other'];

interface Props {
  readonly record: RecordView;
  readonly answers: readonly RecordView[];
  readonly onDone: () => Promise<void>;
}

/** What this officer may do with the record: withdraw an own one, acknowledge a declaration of a partner. */
export function RecordActions({ record, answers, onDone }: Props): ReactNode {
  const { client, t, language } = usePage();
  const { agency, roles } = useSession();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState<WithdrawReason>('error');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [key] = useState(() => crypto.randomUUID());
  const asked = askedOf(record, agency);
  const mine = answers.filter((answer) => answer.issuer === agency);
  const answered = mine.some((answer) => stateOf(answer) !== 'seen');
  const opened =
    asked !== undefined &&
    mine.length === 0 &&
    record.status === 'current' &&
    roles.some((role) => role !== 'oversight' && role !== 'admin');

  const act = async (answer: Promise<ClientResult<PutAnswer>>): Promise<void> => {
    setBusy(true);
    const result = await answer;
    setProblem(result.ok ? undefined : result.problem);
    if (result.ok) setAsking(false);
    await onDone();
    setBusy(false);
  };
  const answer = useCallback(
    (state: 'seen' | 'accepted', desk: string) => {
      const purpose = record.terms?.[0]?.purpose;
      return client.put(
        {
          type: 'acknowledgement',
          mode: record.mode,
          subject: record.subject,
          refs: [{ rel: 'acknowledges', id: record.id }],
          fields: { state, desk, at: presentInstant() },
          ...(purpose === undefined ? {} : { purpose }),
        },
        // One of each state an officer and record, however often it is opened.
        { idempotencyKey: `${state}:${record.id}` },
      );
    },
    [client, record],
  );
  // Opening it tells the partner that it was seen; that the desk accepts is the officer's own act.
  const desk = asked?.desk;
  useEffect(() => {
    if (opened && desk !== undefined) void answer('seen', desk);
  }, [opened, desk, answer]);

  if (record.status !== 'current') return null;
  return (
    <div className="actions">
      {asked !== undefined && !answered && (
        <>
          <button type="button" className="main" disabled={busy} onClick={() => void act(answer('accepted', asked.desk))}>
            {t('ack.send')}
          </button>
          <span className="quiet">{t('ack.due', { when: moment(asked.dueMs, language) })}</span>
        </>
      )}
      {asked !== undefined && answered && <span className="state delivered">{t('ack.done')}</span>}
      {record.issuer === agency && !asking && (
        <button type="button" onClick={() => setAsking(true)}>
          {t('withdraw.open')}
        </button>
      )}
      {asking && (
        <form
          className="confirm"
          onSubmit={(event) => {
            event.preventDefault();
            void act(client.withdraw(record.id, reason, { idempotencyKey: key }));
          }}
        >
          <label>
            {t('withdraw.reason')}
            <select value={reason} onChange={(event) => setReason(reasons.find((each) => each === event.target.value) ?? 'other')}>
              {reasons.map((each) => (
                <option key={each} value={each}>
                  {t(`reason.${each}`)}
                </option>
              ))}
            </select>
          </label>
          <p>{t('withdraw.warning')}</p>
          <button type="submit" className="danger" disabled={busy}>
            {t('withdraw.confirm')}
          </button>{' '}
          <button type="button" disabled={busy} onClick={() => setAsking(false)}>
            {t('action.cancel')}
          </button>
        </form>
      )}
      {problem !== undefined && <ProblemNote problem={problem} />}
    </div>
  );
}
