import { accept, type Result, refuse } from '@wasl/record';

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

function one(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

/**
 * Whether the Host header is a name of this node: localhost and names under it, loopback addresses, and `hosts`. Refusing others keeps a
 * page whose name was rebound to this machine from talking to the node. Refusal: `host-refused`.
 */
export function checkHost(headers: Headers, hosts: ReadonlySet<string>): Result<true> {
  const host = one(headers, 'host') ?? '';
  const name = host.replace(/:\d{1,5}$/, '').toLowerCase();
  const local = name === 'localhost' || name.endsWith('.localhost') || name === '127.0.0.1' || name === '[::1]';
  return local || hosts.has(name)
    ? accept(true)
    : refuse('host-refused', `${JSON.stringify(host.slice(0, 100))} is not a name of this node`);
}

/**
 * Whether a change that a browser's cookie authenticates comes from this node's own pages: Sec-Fetch-Site must say so where it is sent,
 * Origin must be this host where it is sent, and one of the two must be there. Refusal: `origin-refused`.
 */
export function checkOrigin(headers: Headers, needed: boolean): Result<true> {
  const site = one(headers, 'sec-fetch-site');
  const origin = one(headers, 'origin');
  if (site !== undefined && site !== 'same-origin') return refuse('origin-refused', `the request comes from ${site.slice(0, 40)}`);
  if (origin !== undefined) {
    const host = URL.canParse(origin) ? new URL(origin).host : '';
    if (host === '' || host !== (one(headers, 'host') ?? '').toLowerCase())
      return refuse('origin-refused', 'the request comes from a page of another address');
  }
  if (needed && site === undefined && origin === undefined)
    return refuse('origin-refused', 'the request says neither Origin nor Sec-Fetch-Site');
  return accept(true);
}
