import type { ReactNode } from 'react';
import { directionOf, messageFor } from '../i18n/translate.ts';
import { isTextList, textIn } from '../state/record-facts.ts';
import { moment, usePage } from './page-context.ts';

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;

/** A field's value: texts in the reader's language, instants in the reader's zone, known codes in words. */
export function Value({ value }: { readonly value: unknown }): ReactNode {
  const { t, language } = usePage();
  if (isTextList(value)) {
    const text = textIn(value, language);
    if (text === undefined) return null;
    return (
      <>
        <bdi lang={text.lang} dir={directionOf(text.lang)}>
          {text.text}
        </bdi>
        {(text.status === 'machine' || text.status === 'unverified') && <small className="quiet"> ({t(`text.${text.status}`)})</small>}
      </>
    );
  }
  if (typeof value === 'string') {
    if (instant.test(value)) return <time dateTime={value}>{moment(value, language)}</time>;
    const word = messageFor(language, 'code', value);
    return word === undefined ? <bdi className="code">{value}</bdi> : word;
  }
  if (typeof value !== 'object' || value === null) return <bdi>{String(value)}</bdi>;
  const parts: readonly (readonly [string, unknown])[] = Array.isArray(value)
    ? value.map((each: unknown, index) => [String(index), each] as const)
    : Object.entries(value);
  return (
    <ul className="parts">
      {parts.map(([name, part]) => (
        <li key={name}>
          {!Array.isArray(value) && <bdi className="quiet">{messageFor(language, 'part', name) ?? name}</bdi>}
          <Value value={part} />
        </li>
      ))}
    </ul>
  );
}
