import type { PagingAdapter } from '../adapter.ts';
import { noticeText } from '../notice.ts';
import { type HttpTools, post } from './http.ts';

/**
 * An SMS service with an HTTP API. `body` is sent as JSON with `{to}` and `{text}` put into its strings, so that the APIs of
 * different providers need no code: `{"to": "{to}", "message": "{text}", "sender": "WASL"}`.
 */
export interface SmsOptions {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

const numberForm = /^\+[1-9]\d{6,14}$/;

function filled(value: unknown, words: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return value.replaceAll(/\{(to|text)\}/g, (_, name: string) => words[name] ?? '');
  if (Array.isArray(value)) return value.map((one) => filled(one, words));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, words)]));
  return value;
}

/** Pages by SMS; numbers are E.164. */
export function smsAdapter(name: string, options: SmsOptions, tools: HttpTools): PagingAdapter {
  return {
    name,
    async send(notice, to) {
      if (!numberForm.test(to.address)) return { state: 'refused', message: 'the number is not E.164, such as +212600000000' };
      const body = JSON.stringify(filled(options.body, { to: to.address, text: noticeText(notice, to.language) }));
      return post(tools, options.url, { headers: { 'content-type': 'application/json', ...options.headers }, body });
    },
  };
}
