import type { RecordId } from '@wasl/record';
import type { ReactNode } from 'react';
import { headlineOf } from '../state/record-facts.ts';
import type { Live } from '../state/use-live.ts';
import { DeliveryWord } from './DeliveryWord.tsx';
import { agencyName, timeOfDay, usePage } from './page-context.ts';
import { Value } from './Value.tsx';

interface Props {
  readonly live: Live;
  readonly chosen: RecordId | undefined;
  readonly onChoose: (id: RecordId) => void;
  readonly onOlder: () => Promise<void>;
}

/** Newest first; the records that only carry a withdrawal or an erasure show on the record they speak of. */
export function RecordList({ live, chosen, onChoose, onOlder }: Props): ReactNode {
  const { t, language } = usePage();
  const shown = live.records.filter((record) => live.types.get(record.type)?.control !== true);
  if (shown.length === 0) return <p className="quiet empty">{t('list.empty')}</p>;
  return (
    <>
      <ol className="records">
        {shown.map((record) => {
          const type = live.types.get(record.type);
          const headline = headlineOf(record, type);
          return (
            <li key={record.id} className={record.status}>
              <button type="button" aria-current={record.id === chosen} onClick={() => onChoose(record.id)}>
                <span className="row">
                  <span className="type">{type?.names[language] ?? record.type}</span>
                  <time dateTime={record.issuedAt}>{timeOfDay(record.issuedAt, language)}</time>
                </span>
                <span className="headline">{headline === undefined ? t('list.noText') : <Value value={headline.value} />}</span>
                <span className="row">
                  <span className="quiet">{agencyName(record.issuer, language)}</span>
                  <DeliveryWord record={record} />
                </span>
              </button>
            </li>
          );
        })}
      </ol>
      {live.older !== undefined && (
        <button type="button" className="older" onClick={() => void onOlder()}>
          {t('list.older')}
        </button>
      )}
    </>
  );
}
