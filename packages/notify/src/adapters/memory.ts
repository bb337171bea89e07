import type { PagingAdapter, Sent } from '../adapter.ts';
import { type Notice, type NoticeLanguage, noticeText } from '../notice.ts';

/** Stands in for a way out: keeps what it was given, and answers what it is told to. */
export class MemoryAdapter implements PagingAdapter {
  readonly name: string;
  readonly sent: { readonly address: string; readonly text: string }[] = [];
  /** What the next sendings answer, in order; `sent` once it is empty. */
  answers: Sent[] = [];

  constructor(name: string) {
    this.name = name;
  }

  send(notice: Notice, to: { readonly address: string; readonly language: NoticeLanguage }): Promise<Sent> {
    const answer = this.answers.shift() ?? { state: 'sent' };
    if (answer.state === 'sent') this.sent.push({ address: to.address, text: noticeText(notice, to.language) });
    return Promise.resolve(answer);
  }
}
