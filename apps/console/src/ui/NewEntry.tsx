import type { Language, Problem } from '@wasl/contract';
import type { Json, Mode } from '@wasl/record';
import { type FormEvent, type ReactNode, useState } from 'react';
import { directionOf, languageNames, languages } from '../i18n/translate.ts';
import { presentInstant } from '../state/record-facts.ts';
import { purposeName, usePage } from './page-context.ts';
import { ProblemNote } from './states.tsx';

const tags: Readonly<Record<Language, string>> = { en: 'en-GB', fr: 'fr-MA', ar: 'ar-MA' };
const priorities = ['normal', 'high', 'critical'] as const;
const purpose = 'event-safety';
const maxLength = 4000;
const maxFiles = 8;

/** Writes a line of the main courante and sends it under the purpose of the event's safety. */
export function NewEntry({ mode, onDone }: { readonly mode: Mode; readonly onDone: () => Promise<void> }): ReactNode {
  const { client, t, language } = usePage();
  const [text, setText] = useState('');
  const [written, setWritten] = useState<Language>();
  const [priority, setPriority] = useState<(typeof priorities)[number]>('normal');
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [state, setState] = useState<'idle' | 'storing' | 'sending' | 'sent' | 'held'>('idle');
  const [files, setFiles] = useState<readonly File[]>([]);
  const [problem, setProblem] = useState<Problem>();
  const tongue = written ?? language;

  const send = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    const attachments: Json[] = [];
    for (const file of files) {
      setState('storing');
      const bytes = new Uint8Array(await file.arrayBuffer());
      const stored = await client.attach({ name: file.name, mediaType: file.type, bytes });
      if (!stored.ok) {
        setProblem(stored.problem);
        setState('idle');
        return;
      }
      attachments.push(stored.value.value);
    }
    setState('sending');
    const fields = {
      at: presentInstant(),
      text: [{ lang: tags[tongue], text: text.trim(), status: 'original' }],
      priority,
      ...(attachments.length === 0 ? {} : { attachments }),
    };
    const answer = await client.put({ type: 'logEntry', mode, fields, purpose }, { idempotencyKey: key });
    setProblem(answer.ok ? undefined : answer.problem);
    setState(answer.ok ? (answer.value.held ? 'held' : 'sent') : 'idle');
    // A call that got no answer keeps its key, so that sending again cannot make a second entry.
    if (answer.ok || answer.problem.code !== 'api-unreachable') setKey(crypto.randomUUID());
    if (!answer.ok) return;
    setText('');
    setFiles([]);
    form.reset();
    await onDone();
  };

  return (
    <details className="card entry">
      <summary>{t('new.title')}</summary>
      <form onSubmit={(event) => void send(event)}>
        <label>
          {t('new.text')}
          <textarea
            required
            rows={3}
            maxLength={maxLength}
            dir={directionOf(tongue)}
            lang={tags[tongue]}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <div className="row entry-row">
          <label>
            {t('new.language')}
            <select value={tongue} onChange={(event) => setWritten(languages.find((each) => each === event.target.value))}>
              {languages.map((each) => (
                <option key={each} value={each}>
                  {languageNames[each]}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t('new.priority')}
            <select value={priority} onChange={(event) => setPriority(priorities.find((each) => each === event.target.value) ?? 'normal')}>
              {priorities.map((each) => (
                <option key={each} value={each}>
                  {t(`code.${each}`)}
                </option>
              ))}
            </select>
          </label>
        </div>
        <label>
          {t('new.files')}
          <input
            type="file"
            multiple
            accept="image/jpeg,image/png,application/pdf"
            onChange={(event) => setFiles([...(event.target.files ?? [])].slice(0, maxFiles))}
          />
          <small className="quiet">{t('new.filesNote')}</small>
        </label>
        <p className="quiet">
          {t('detail.purpose')}: {purposeName(purpose, language)}
        </p>
        <button type="submit" className="main" disabled={state === 'sending' || state === 'storing' || text.trim() === ''}>
          {state === 'storing' ? t('new.storing') : state === 'sending' ? t('new.sending') : t('new.send')}
        </button>
        <span role="status">
          {state === 'sent' && t('new.sent')}
          {state === 'held' && t('new.held')}
        </span>
        {problem !== undefined && <ProblemNote problem={problem} />}
      </form>
    </details>
  );
}
