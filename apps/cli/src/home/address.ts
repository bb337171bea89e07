import { fail } from '../codes.ts';

/** `host:port` in its parts; IPv6 hosts stand in brackets. Throws `command-usage`. */
export function addressOf(text: string): { readonly host: string; readonly port: number } {
  const match = /^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]{1,253}):(\d{1,5})$/.exec(text);
  const port = Number(match?.[2]);
  if (match?.[1] === undefined || port < 1 || port > 65_535) throw fail('command-usage', `${JSON.stringify(text)} is no host:port`);
  return { host: match[1].replace(/^\[|\]$/g, ''), port };
}

/** An address as one text; IPv6 hosts in brackets. */
export function hostPort({ host, port }: { readonly host: string; readonly port: number }): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
