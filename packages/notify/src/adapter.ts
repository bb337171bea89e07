import type { Notice, NoticeLanguage } from './notice.ts';

/** What became of one sending: taken by the service, to be tried again, or refused for good. `code` is of docs/reference/errors.md. */
export type Sent =
  | { readonly state: 'sent'; readonly reference?: string }
  | { readonly state: 'failed'; readonly message: string }
  | { readonly state: 'refused'; readonly message: string };

/** A way out of the building: mail, SMS or push. It gets counts and a language, never a record. */
export interface PagingAdapter {
  readonly name: string;
  /** Resolves with what became of it; never rejects. Ends by itself within the adapter's own time limit. */
  send(notice: Notice, to: { readonly address: string; readonly language: NoticeLanguage }): Promise<Sent>;
}

/** The first line of a failure, without control characters: it is shown to operators and may come from a stranger's server. */
export function failureText(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replaceAll(/\p{Cc}+/gu, ' ').slice(0, 200);
}
