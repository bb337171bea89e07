import type { Problem, RecordView } from '@wasl/contract';
import { type EvidenceReport, parseFingerprint, verifyEvidence } from '@wasl/log';
import { type FormEvent, type ReactNode, useState } from 'react';
import { browserCrypto } from '../proof/browser-crypto.ts';
import { agencyName, countryName, moment, usePage } from './page-context.ts';
import { ProblemNote } from './states.tsx';

type Proof =
  | { readonly state: 'none' | 'running' }
  | { readonly state: 'problem'; readonly problem: Problem }
  | { readonly state: 'text'; readonly text: string };

/** Fetches the evidence and checks it on this device; the server's word counts for nothing here. */
export function ProofPane({ record }: { readonly record: RecordView }): ReactNode {
  const { client, t } = usePage();
  const [proof, setProof] = useState<Proof>({ state: 'none' });
  const run = async (): Promise<void> => {
    setProof({ state: 'running' });
    const answer = await client.evidence(record.id);
    setProof(answer.ok ? { state: 'text', text: answer.value } : { state: 'problem', problem: answer.problem });
  };
  return (
    <section className="proof">
      <h3>{t('proof.title')}</h3>
      <button type="button" disabled={proof.state === 'running'} onClick={() => void run()}>
        {proof.state === 'running' ? t('proof.running') : t('proof.run')}
      </button>
      {proof.state === 'problem' && <ProblemNote problem={proof.problem} />}
      {proof.state === 'text' && <Verified text={proof.text} record={record} />}
    </section>
  );
}

function Verified({ text, record }: { readonly text: string; readonly record: RecordView }): ReactNode {
  const { t, preferences } = usePage();
  const checked = verifyEvidence(text.trimEnd(), { anchors: preferences.anchors, crypto: browserCrypto, nowMs: Date.now() });
  if (!checked.ok || checked.value.statement.recordId !== record.id) {
    return (
      <div className="verdict refused" role="status">
        <p>{t('proof.failed')}</p>
        {!checked.ok && <p className="quiet">{t('error.code', { code: checked.reason.code })}</p>}
      </div>
    );
  }
  return <Report report={checked.value} text={text} />;
}

/** Saves the bundle as a file, byte for byte as it was checked. */
function save(text: string, id: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `wasl-${id.slice(7, 19)}.json`;
  link.click();
  URL.revokeObjectURL(url);
}

function Report({ report, text }: { readonly report: EvidenceReport; readonly text: string }): ReactNode {
  const { t, language } = usePage();
  const { entry, releaseLine, expired } = report.statement;
  const said = { agency: agencyName(entry.issuer, language), when: moment(entry.issuedAt, language) };
  const facts = {
    ...said,
    n: report.releasedFields.filter((field) => field.name !== 'label').length,
    by: [...new Set(report.cosigners.map((each) => agencyName(each.agency, language)))].join(language === 'ar' ? '، ' : ', '),
  };
  const differs = report.anchors.find((anchor) => anchor.state === 'differs');
  const sentence =
    differs === undefined
      ? t(report.anchored ? 'proof.anchored' : 'proof.unanchored', said)
      : t('proof.differs', { country: countryName(differs.party, language) });
  return (
    <>
      <div className={`verdict ${differs === undefined ? (report.anchored ? 'delivered' : 'late') : 'refused'}`} role="status">
        <p>{sentence}</p>
        {expired && <p>{t('proof.expired', { when: moment(releaseLine.until, language) })}</p>}
      </div>
      <ul className="checks">
        {report.checks.map((check) => (
          <li key={check.id}>
            {t(check.id === 'cosignatures' && report.cosigners.length === 0 ? 'check.nobody' : `check.${check.id}`, facts)}
          </li>
        ))}
      </ul>
      <button type="button" onClick={() => save(text, report.statement.recordId)}>
        {t('proof.save')}
      </button>
      {report.anchors.map((anchor) => (
        <Fingerprint key={anchor.party} party={anchor.party} />
      ))}
      <details>
        <summary>{t('proof.details')}</summary>
        <ul className="checks" lang="en" dir="ltr">
          {report.checks.map((check) => (
            <li key={check.id}>
              <strong>{check.id}</strong> {check.detail}
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

function Fingerprint({ party }: { readonly party: string }): ReactNode {
  const { t, language, preferences, setPreferences } = usePage();
  const [typed, setTyped] = useState(preferences.anchors[party] ?? '');
  const [wrong, setWrong] = useState(false);
  const apply = (event: FormEvent): void => {
    event.preventDefault();
    const { [party]: _, ...others } = preferences.anchors;
    const parsed = parseFingerprint(typed);
    setWrong(parsed === undefined && typed.trim() !== '');
    if (parsed !== undefined) setPreferences({ anchors: { ...others, [party]: parsed } });
    else if (typed.trim() === '') setPreferences({ anchors: others });
  };
  return (
    <form className="fingerprint" onSubmit={apply}>
      <label>
        {t('proof.fingerprint', { country: countryName(party, language) })}
        <input dir="ltr" inputMode="numeric" autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />
      </label>
      <button type="submit">{t('proof.apply')}</button>
      {wrong && <p role="alert">{t('proof.badFingerprint')}</p>}
    </form>
  );
}
