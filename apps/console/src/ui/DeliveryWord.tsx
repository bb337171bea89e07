import type { RecordView } from '@wasl/contract';
import type { ReactNode } from 'react';
import { usePage, useSession } from './page-context.ts';

/** Where a record stands, in words (DESIGN §12); a withdrawal or erasure comes first. */
export function DeliveryWord({ record }: { readonly record: RecordView }): ReactNode {
  const { t } = usePage();
  const { agency } = useSession();
  if (record.status !== 'current') return <span className="state refused">{t(`status.${record.status}`)}</span>;
  if (record.issuer !== agency) return <span className="state delivered">{t('delivery.received')}</span>;
  const { delivery } = record;
  if (delivery === undefined || delivery.readers === 0) return <span className="state queued">{t('delivery.home')}</span>;
  return (
    <span className={`state ${delivery.state}`}>{t(`delivery.${delivery.state}`, { k: delivery.delivered, n: delivery.readers })}</span>
  );
}
