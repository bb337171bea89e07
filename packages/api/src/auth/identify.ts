import { Secret, type Session, type Sessions } from '@wasl/identity';
import type { Actor } from '@wasl/node';
import { accept, type Result, refuse } from '@wasl/record';
import type { FastifyRequest } from 'fastify';
import { readCookie } from './cookie.ts';
import type { People } from './people.ts';

/** Who a request is from. */
export interface Identified {
  readonly actor: Actor;
  /** Login name; `actor.user` is the home identity. */
  readonly name: string;
  readonly session: Session;
  readonly token: Secret<string>;
  readonly by: 'bearer' | 'cookie';
}

const bearer = /^Bearer ([A-Za-z0-9_-]{1,200})$/i;

/**
 * Reads the session of a request: the Authorization header where there is one, else the cookie. Refusals: `session-missing`,
 * `session-ended`, `desk-refused`.
 */
export function identify(
  request: Pick<FastifyRequest, 'headers'>,
  of: { readonly sessions: Sessions; readonly people: People; readonly cookie: string },
): Result<Identified> {
  const { authorization, cookie } = request.headers;
  const given = authorization === undefined ? readCookie(cookie, of.cookie) : bearer.exec(authorization)?.[1];
  if (given === undefined) return refuse('session-missing', authorization === undefined ? 'no session' : 'Authorization is not Bearer');
  const session = of.sessions.check(given);
  if (!session.ok) return session;
  const desk = request.headers['x-wasl-desk'];
  const officer = of.people.officer(session.value.account, typeof desk === 'string' ? desk : undefined);
  if (!officer.ok) return officer;
  return accept({
    ...officer.value,
    session: session.value,
    token: new Secret(given),
    by: authorization === undefined ? 'cookie' : 'bearer',
  });
}
