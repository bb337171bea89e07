import type { Problem } from '@wasl/contract';
import type { ReactNode } from 'react';
import { usePage } from './page-context.ts';

export function Loading(): ReactNode {
  const { t } = usePage();
  return (
    <p className="quiet" role="status">
      {t('state.loading')}
    </p>
  );
}

/** A refusal in the server's own words, with what to do next. */
export function ProblemNote({ problem, onRetry }: { readonly problem: Problem; readonly onRetry?: () => void }): ReactNode {
  const { t } = usePage();
  return (
    <div className="problem" role="alert">
      <strong>{problem.code === 'api-unreachable' ? t('error.unreachable') : t('error.title')}</strong>
      {problem.code !== 'api-unreachable' && (
        <p lang="en" dir="ltr">
          {problem.detail} {problem.next}
        </p>
      )}
      <p className="quiet">{t('error.code', { code: problem.code })}</p>
      {onRetry !== undefined && (
        <button type="button" onClick={onRetry}>
          {t('state.retry')}
        </button>
      )}
    </div>
  );
}
