import type { ClientResult, Problem, PutAnswer, RecordView, WithdrawReason } from '@wasl/contract';
import { type ReactNode, useState } from 'react';
import { askedOf, presentInstant } from '../state/record-facts.ts';
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
  const { agency } = useSession();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState<WithdrawReason>('error');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [key] = useState(() => crypto.randomUUID());
  const asked = askedOf(record, agency);
  const answered = answers.some((answer) => answer.issuer === agency);

  const act = async (answer: Promise<ClientResult<PutAnswer>>): Promise<void> => {
    setBusy(true);
    const result = await answer;
    setProblem(result.ok ? undefined : result.problem);
    if (result.ok) setAsking(false);
    await onDone();
    setBusy(false);
  };
  const acknowledge = (desk: string): Promise<void> => {
    const purpose = record.terms?.[0]?.purpose;
    return act(
      client.put(
        {
          type: 'acknowledgement',
          mode: record.mode,
          subject: record.subject,
          refs: [{ rel: 'acknowledges', id: record.id }],
          fields: { state: 'accepted', desk, at: presentInstant() },
          ...(purpose === undefined ? {} : { purpose }),
        },
        { idempotencyKey: key },
      ),
    );
  };

  if (record.status !== 'current') return null;
  return (
    <div className="actions">
      {asked !== undefined && !answered && (
        <>
          <button type="button" className="main" disabled={busy} onClick={() => void acknowledge(asked.desk)}>
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
