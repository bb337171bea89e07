import type { Authorisation } from '@wasl/contract';
import { checkCsrf } from '@wasl/identity';
import { accept, type Result, refuse } from '@wasl/record';
import type { FastifyRequest } from 'fastify';
import { type Identified, identify } from './identify.ts';
import { checkOrigin } from './origin.ts';

/** What a route demands of its caller. */
export interface Demand {
  readonly authorisation: Authorisation;
  readonly csrf: boolean;
  readonly changes: boolean;
}

/** True for callers on this machine that no proxy speaks for. */
function isLocal(request: FastifyRequest): boolean {
  const { headers, socket } = request;
  if (headers['forwarded'] !== undefined || headers['x-forwarded-for'] !== undefined || headers['via'] !== undefined) return false;
  const address = socket.remoteAddress ?? '';
  return address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1';
}

/**
 * Decides before a byte of the body is read: session, roles, origin, CSRF. Answers who calls, undefined where nobody need be known.
 * Refusals: `session-missing`, `session-ended`, `desk-refused`, `role-refused`, `origin-refused`, `csrf-refused`.
 */
export function admit(
  request: FastifyRequest,
  demand: Demand,
  identity: Parameters<typeof identify>[1],
): Result<Identified | undefined> & { readonly who?: Identified } {
  const { authorisation } = demand;
  if (authorisation === 'public' || (authorisation === 'local' && isLocal(request))) {
    const from = demand.changes ? checkOrigin(request.headers, false) : accept(true as const);
    return from.ok ? accept(undefined) : from;
  }
  const found = identify(request, identity);
  if (!found.ok) return found;
  const who = found.value;
  if (demand.csrf && who.by === 'cookie') {
    const from = checkOrigin(request.headers, true);
    if (!from.ok) return { ...from, who };
    const sent = request.headers['x-wasl-csrf'];
    const csrf = checkCsrf(who.token, typeof sent === 'string' ? sent : undefined);
    if (!csrf.ok) return { ...csrf, who };
  }
  if (typeof authorisation !== 'string' && !authorisation.some((role) => who.actor.roles.includes(role))) {
    return { ...refuse('role-refused', `this needs one of ${authorisation.join(', ')}`), who };
  }
  return { ...accept(who), who };
}
