import type { RecordView } from '@wasl/contract';
import type { ReactNode } from 'react';
import { agencyName, usePage } from './page-context.ts';

type File = NonNullable<RecordView['attachments']>[number];

/** Files of a record: how each stands here, and for an own record at each partner it was released to. */
export function FileList({ record }: { readonly record: RecordView }): ReactNode {
  const { t, language } = usePage();
  const files = record.attachments ?? [];
  const standing = (of: Pick<File, 'state' | 'held'>, file: File): string => t(`files.${of.state}`, { k: of.held, n: file.chunks });
  if (files.length === 0) return null;
  return (
    <>
      <h3>{t('files.title')}</h3>
      <ul className="parts">
        {files.map((file) => (
          <li key={`${file.unit} ${file.item}`}>
            {file.state === 'complete' ? (
              <a
                href={`/api/v1/records/${encodeURIComponent(record.id)}/attachments/${encodeURIComponent(file.unit)}?item=${file.item}`}
                download={file.name}
              >
                {t('files.save', { name: file.name })}
              </a>
            ) : (
              <>
                <bdi>{file.name}</bdi> · {standing(file, file)}
              </>
            )}{' '}
            <span className="quiet">
              {new Intl.NumberFormat(language, { style: 'unit', unit: 'kilobyte' }).format(Math.ceil(file.sizeBytes / 1000))}
            </span>
            {file.readers?.map((reader) => (
              <span key={reader.reader} className={`state ${reader.state}`}>
                {' '}
                {agencyName(reader.reader, language)}: {standing(reader, file)}
              </span>
            ))}
          </li>
        ))}
      </ul>
    </>
  );
}
