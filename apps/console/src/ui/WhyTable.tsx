import type { Problem, ReleaseExplanation } from '@wasl/contract';
import type { RecordId } from '@wasl/record';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { agencyName, moment, purposeName, usePage } from './page-context.ts';
import { Loading, ProblemNote } from './states.tsx';

/** Who receives which field and why, in the server's own sentences. */
export function WhyTable({ id, nameOf }: { readonly id: RecordId; readonly nameOf: (unit: string) => string }): ReactNode {
  const { client, t, language } = usePage();
  const [open, setOpen] = useState(false);
  const [explanation, setExplanation] = useState<ReleaseExplanation>();
  const [problem, setProblem] = useState<Problem>();

  const load = useCallback(async () => {
    const answer = await client.release(id, { lang: language });
    setProblem(answer.ok ? undefined : answer.problem);
    setExplanation(answer.ok ? answer.value : undefined);
  }, [client, id, language]);
  useEffect(() => {
    if (open) void load();
  }, [open, load]);

  return (
    <details className="why" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {t('why.title')} <span className="quiet">{t('why.show')}</span>
      </summary>
      {problem !== undefined && <ProblemNote problem={problem} onRetry={() => void load()} />}
      {problem === undefined && explanation === undefined && <Loading />}
      {explanation?.audiences.length === 0 && <p className="quiet">{t('why.empty')}</p>}
      {(explanation?.audiences ?? []).map((audience) => (
        <table key={`${audience.agreement} ${audience.reader}`}>
          <caption>
            <strong>
              {agencyName(audience.reader, language)} · {t(`outcome.${audience.outcome}`)}
            </strong>
            <span>
              {purposeName(audience.purpose, language)}
              {audience.until !== undefined && ` · ${t('detail.until')} ${moment(audience.until, language)}`}
            </span>
            <span dir="auto">{audience.headline}</span>
          </caption>
          <thead>
            <tr>
              <th scope="col">{t('why.field')}</th>
              <th scope="col">{t('why.outcome')}</th>
              <th scope="col">{t('detail.clause')}</th>
              <th scope="col">{t('why.reason')}</th>
            </tr>
          </thead>
          <tbody>
            {audience.fields.map((field) => (
              <tr key={field.unit}>
                <th scope="row">{nameOf(field.unit)}</th>
                <td>
                  <span className={`state ${field.outcome === 'withheld' ? 'refused' : 'delivered'}`}>{t(`outcome.${field.outcome}`)}</span>
                </td>
                <td>{field.clause}</td>
                <td dir="auto">{field.sentence}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </details>
  );
}
