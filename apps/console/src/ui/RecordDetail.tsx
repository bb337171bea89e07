import type { RecordView } from '@wasl/contract';
import type { ReactNode } from 'react';
import { answersTo, headlineOf, inOrder } from '../state/record-facts.ts';
import type { Live } from '../state/use-live.ts';
import { DeliveryWord } from './DeliveryWord.tsx';
import { FileList } from './FileList.tsx';
import { ProofPane } from './ProofPane.tsx';
import { agencyName, moment, purposeName, usePage, useSession } from './page-context.ts';
import { RecordActions } from './RecordActions.tsx';
import { Value } from './Value.tsx';
import { WhyTable } from './WhyTable.tsx';

interface Props {
  readonly record: RecordView;
  readonly live: Live & { readonly reload: () => Promise<void> };
  readonly onClose: () => void;
}

/** One record: what it says, under which terms, who may do what with it. */
export function RecordDetail({ record, live, onClose }: Props): ReactNode {
  const { t, language } = usePage();
  const { agency } = useSession();
  const type = live.types.get(record.type);
  const nameOf = (field: string): string => type?.units.find((unit) => unit.name === field)?.names[language] ?? field;
  const headline = headlineOf(record, type);
  const answers = answersTo(record, live.records);
  return (
    <article className={`card ${record.status}`}>
      <button type="button" className="back" onClick={onClose}>
        {t('detail.close')}
      </button>
      <p className="type">{type?.names[language] ?? record.type}</p>
      <h2 className="headline">{headline === undefined ? t('list.noText') : <Value value={headline.value} />}</h2>
      <dl>
        <dt>{t('detail.issuer')}</dt>
        <dd>
          {agencyName(record.issuer, language)} <bdi className="quiet">({record.author})</bdi>
        </dd>
        <dt>{t('detail.time')}</dt>
        <dd>{moment(record.issuedAt, language)}</dd>
        <dt>{t('detail.delivery')}</dt>
        <dd>
          <DeliveryWord record={record} />
        </dd>
      </dl>
      <RecordActions record={record} answers={answers} onDone={live.reload} />
      <h3>{t('detail.fields')}</h3>
      <dl>
        {inOrder(record, type)
          .filter((field) => !(record.attachments ?? []).some((file) => file.unit === field.name))
          .map((field) => (
            <div key={field.name} className="pair">
              <dt>{nameOf(field.name)}</dt>
              <dd>
                <Value value={field.value} />
              </dd>
            </div>
          ))}
      </dl>
      <FileList record={record} />
      {answers.length > 0 && (
        <>
          <h3>{t('detail.answers')}</h3>
          <ul className="parts">
            {answers.map((answer) => (
              <li key={answer.id}>
                {agencyName(answer.issuer, language)}: <Value value={answer.fields.find((field) => field.name === 'state')?.value ?? ''} />{' '}
                · {moment(answer.issuedAt, language)}
              </li>
            ))}
          </ul>
        </>
      )}
      {(record.terms ?? []).map((terms) => (
        <section key={`${terms.agreement} ${terms.purpose}`}>
          <h3>{t('detail.terms')}</h3>
          <dl>
            <dt>{t('detail.arrangement')}</dt>
            <dd>
              <bdi className="code">{terms.agreement}</bdi>
            </dd>
            <dt>{t('detail.clause')}</dt>
            <dd>{terms.clause.join(' · ')}</dd>
            <dt>{t('detail.purpose')}</dt>
            <dd>{purposeName(terms.purpose, language)}</dd>
            <dt>{t('detail.until')}</dt>
            <dd>{moment(terms.until, language)}</dd>
          </dl>
        </section>
      ))}
      {record.issuer === agency && <WhyTable id={record.id} nameOf={nameOf} />}
      <ProofPane record={record} />
    </article>
  );
}
