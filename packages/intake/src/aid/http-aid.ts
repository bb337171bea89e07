import { fail } from '../codes.ts';
import type { ReadingAid } from './reading-aid.ts';

/** What an aid is reached with. `fetch` comes in, so that this package opens no connection of its own. */
export interface HttpAidOptions {
  /** Takes `{text, language, want}` by POST and answers `{suggestions: [{kind, quote}]}`. */
  readonly url: string;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly timeoutMs: number;
}

const largestAnswer = 262_144;
const here: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** An address on this machine: the text has names in it, and they do not leave. */
function addressOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || !here.has(url.hostname))
    throw fail('intake-model-address', `${JSON.stringify(text)} is no http address on this machine`);
  return url.href;
}

async function boundedText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > largestAnswer) throw fail('intake-model', `the answer has more than ${largestAnswer} characters`);
  }
  return text + decoder.decode();
}

/** An aid behind HTTP on this machine. Throws `intake-model-address` at once, `intake-model` when it does not answer as asked. */
export function httpAid({ url, fetch, timeoutMs }: HttpAidOptions): ReadingAid {
  const address = addressOf(url);
  return {
    async suggest(text, language) {
      try {
        const response = await fetch(address, {
          method: 'POST',
          redirect: 'error',
          headers: { 'content-type': 'application/json', accept: 'application/json' },
          body: JSON.stringify({
            text,
            language,
            want: 'suggestions: [{kind: commitment | intention, quote: words of the text to the letter}]',
          }),
          signal: AbortSignal.timeout(timeoutMs),
        });
        if (!response.ok) throw fail('intake-model', `the model answered ${response.status}`);
        return JSON.parse(await boundedText(response)) as unknown;
      } catch (cause) {
        throw fail('intake-model', `no usable answer from the model: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
      }
    },
  };
}
