import type { ReactNode } from 'react';
import type { Live } from '../state/use-live.ts';
import { AlarmList } from './AlarmList.tsx';
import { agencyName, usePage } from './page-context.ts';

/** How the links with the partners stand, and what the server raised as alarms. */
export function Partners({ live }: { readonly live: Live & { readonly reload: () => Promise<void> } }): ReactNode {
  const { t, language } = usePage();
  const alarms = live.status?.alarms ?? [];
  return (
    <div className="partners">
      <span className={`state ${live.connected ? 'delivered' : 'late'}`} role="status">
        {live.connected ? t('live.on') : t('live.off')}
      </span>
      {(live.status?.partners ?? []).map((partner) => (
        <span key={partner.agency} className={`state ${partner.link.state === 'up' ? 'delivered' : 'refused'}`}>
          {t('link.label', { agency: agencyName(partner.agency, language) })}: {t(`link.${partner.link.state}`)} ·{' '}
          {t('link.waiting', { n: partner.waiting })}
        </span>
      ))}
      {alarms.length > 0 && <AlarmList alarms={alarms} onDone={live.reload} />}
    </div>
  );
}
