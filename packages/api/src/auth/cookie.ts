import type { AgencyId } from '@wasl/record';

/** Name of the session cookie: cookies are shared by all ports of a host, so the name carries the agency. */
export function cookieName(agency: AgencyId): string {
  return `wasl_${agency.replaceAll('.', '_')}`;
}

/** The value of a cookie in a Cookie header (RFC 6265 §5.4); the first of a name counts. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}

/** A Set-Cookie line of the session; `token` undefined takes the cookie back. Scripts cannot read it, other sites cannot have it sent. */
export function setCookie(
  name: string,
  token: string | undefined,
  of: { readonly maxAgeSeconds: number; readonly secure: boolean },
): string {
  const age = token === undefined ? 0 : of.maxAgeSeconds;
  return `${name}=${token ?? ''}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${age}${of.secure ? '; Secure' : ''}`;
}
