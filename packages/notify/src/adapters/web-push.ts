import type { PagingAdapter } from '../adapter.ts';
import { type HttpTools, post } from './http.ts';

/**
 * Web Push without a payload (RFC 8030): the push service learns that a node has something to say, and nothing else; the console's
 * service worker asks its own node for the count. So no message encryption (RFC 8291) is needed, only the VAPID token (RFC 8292).
 */
export interface WebPushOptions {
  /** `mailto:` or `https:` of the operator, as RFC 8292 §2.1 wants. */
  readonly subject: string;
  /** Uncompressed P-256 point, base64url: what the browser was given at subscription. */
  readonly publicKey: string;
  /** Signs with ES256: the bytes of `header.claims`, 64 bytes r‖s back. */
  readonly sign: (message: Uint8Array) => Uint8Array;
  /** The endpoint of a stored subscription by its name; undefined when it was taken back. */
  readonly endpoint: (name: string) => string | undefined;
  readonly nowMs: () => number;
}

const tokenSeconds = 12 * 3600;
const keepSeconds = { urgent: 600, usual: 4 * 3600 } as const;

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** The `vapid` credentials for one push service (RFC 8292 §3): audience is the origin of the endpoint. */
function vapidToken(endpoint: string, options: Pick<WebPushOptions, 'subject' | 'publicKey' | 'sign' | 'nowMs'>): string {
  const claims = { aud: new URL(endpoint).origin, exp: Math.floor(options.nowMs() / 1000) + tokenSeconds, sub: options.subject };
  const signed = `${encoded({ typ: 'JWT', alg: 'ES256' })}.${encoded(claims)}`;
  return `vapid t=${signed}.${Buffer.from(options.sign(Buffer.from(signed))).toString('base64url')}, k=${options.publicKey}`;
}

/** Pages by Web Push; the address is the name of a stored subscription. An endpoint that is gone (404, 410) is refused for good. */
export function webPushAdapter(name: string, options: WebPushOptions, tools: HttpTools): PagingAdapter {
  return {
    name,
    async send(notice, to) {
      const endpoint = options.endpoint(to.address);
      if (endpoint === undefined) return { state: 'refused', message: 'no subscription of that name' };
      if (!URL.canParse(endpoint) || new URL(endpoint).protocol !== 'https:')
        return { state: 'refused', message: 'the endpoint is no https address' };
      return post(tools, endpoint, {
        headers: {
          authorization: vapidToken(endpoint, options),
          ttl: String(notice.urgent ? keepSeconds.urgent : keepSeconds.usual),
          urgency: notice.urgent ? 'high' : 'normal',
          topic: notice.waiting,
        },
      });
    },
  };
}
