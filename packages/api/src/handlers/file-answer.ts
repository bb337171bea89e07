import { Readable } from 'node:stream';
import type { AttachmentFile } from '@wasl/node';
import type { Json } from '@wasl/record';

function percent(text: string): string {
  return encodeURIComponent(text).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function member(label: Json, name: string): Json | undefined {
  return typeof label === 'object' && label !== null && !Array.isArray(label)
    ? (label as { readonly [name: string]: Json })[name]
    : undefined;
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/**
 * The marking of a file in one header line: level, TLP, caveats, handling codes, national marks as they stand (percent-encoded, never translated),
 * owners, issuer, and whether the record still stands.
 */
function markingOf(file: Pick<AttachmentFile, 'label' | 'issuer' | 'status'>): string {
  const { label } = file;
  const nat = list(member(label, 'nat')).map((mark) => `${percent(String(member(mark, 'pol')))}:${percent(String(member(mark, 'mark')))}`);
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ['level', [String(member(label, 'lvl') ?? '')]],
    ['tlp', [String(member(label, 'tlp') ?? '')]],
    ['caveats', list(member(label, 'cav')).map((word) => percent(String(word)))],
    ['handling', list(member(label, 'hdl')).map((word) => percent(String(word)))],
    ['national', nat],
    ['owners', list(member(label, 'own')).map((word) => percent(String(word)))],
    ['issuer', [file.issuer]],
    ['status', [file.status]],
  ];
  return parts
    .filter(([, values]) => values.length > 0)
    .map(([name, values]) => `${name}=${values.join(',')}`)
    .join('; ');
}

/** A file as an answer: a download under its own name with its marking, which no browser opens as a page. */
export function fileAnswer(file: AttachmentFile): {
  readonly status: 200;
  readonly headers: Record<string, string>;
  readonly bytes: Readable;
} {
  return {
    status: 200,
    headers: {
      'content-type': file.mediaType,
      'content-length': String(file.sizeBytes),
      'content-disposition': `attachment; filename*=UTF-8''${percent(file.name)}`,
      'x-wasl-marking': markingOf(file),
    },
    bytes: Readable.from(file.bytes),
  };
}
