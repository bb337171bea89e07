import type { Readable } from 'node:stream';
import type { Actor } from '@wasl/node';
import type { Json, Result } from '@wasl/record';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Identified } from '../auth/identify.ts';

/** An answer before it is bytes. `taken` says that the handler writes to the socket itself. */
export type Sent =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly json: unknown }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly bytes: string | Buffer | Readable }
  | { readonly taken: true };

/** A request that passed host, origin, session, roles and schemas. */
export interface Call {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Absent on public routes only. */
  readonly who: Identified | undefined;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | number | undefined>>;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly body: Json | undefined;
}

export type Handler = (call: Call) => Promise<Result<Sent>>;

/** The officer who calls; only for routes that need a session. */
export function actorOf(call: Call): Actor {
  return identified(call).actor;
}

/** Who calls; only for routes that need a session. */
export function identified(call: Call): Identified {
  if (call.who === undefined) throw new TypeError('a route without a session asked who calls');
  return call.who;
}

/** A query value that its schema holds to text. */
export function textOf(values: Call['query'], name: string): string | undefined {
  const value = values[name];
  return value === undefined ? undefined : String(value);
}

/** A query value that its schema holds to an integer. */
export function integerOf(values: Call['query'], name: string): number | undefined {
  const value = values[name];
  return value === undefined ? undefined : Number(value);
}
