import type { Mode, RecordId } from '@wasl/record';
import { type ReactNode, useEffect, useState } from 'react';
import { useLive } from '../state/use-live.ts';
import { NewEntry } from './NewEntry.tsx';
import { Partners } from './Partners.tsx';
import { usePage } from './page-context.ts';
import { RecordDetail } from './RecordDetail.tsx';
import { RecordList } from './RecordList.tsx';
import { Loading, ProblemNote } from './states.tsx';

/** The working page of a signed-in officer: partners, the live list, one record in detail. */
export function Desk({ mode, onSessionLost }: { readonly mode: Mode; readonly onSessionLost: () => void }): ReactNode {
  const { client, t } = usePage();
  const live = useLive(client, mode);
  const [chosen, setChosen] = useState<RecordId>();
  const record = live.records.find((each) => each.id === chosen);
  const lost = live.problem?.status === 401;
  useEffect(() => {
    if (lost) onSessionLost();
  }, [lost, onSessionLost]);

  // On a narrow screen the record takes the place of the list: it is read from its beginning.
  useEffect(() => {
    if (chosen !== undefined && window.matchMedia('(max-width: 50rem)').matches) window.scrollTo(0, 0);
  }, [chosen]);

  return (
    <main className={record === undefined ? 'desk' : 'desk chosen'}>
      <section className="side" aria-label={t('list.title')}>
        <Partners live={live} />
        <NewEntry mode={mode} onDone={live.reload} />
        {live.problem !== undefined && !lost && <ProblemNote problem={live.problem} onRetry={() => void live.reload()} />}
        {live.loaded ? <RecordList live={live} chosen={chosen} onChoose={setChosen} onOlder={live.showOlder} /> : <Loading />}
      </section>
      <section className="detail" aria-live="off">
        {record === undefined ? (
          <p className="quiet empty">{t('detail.none')}</p>
        ) : (
          <RecordDetail key={record.id} record={record} live={live} onClose={() => setChosen(undefined)} />
        )}
      </section>
    </main>
  );
}
