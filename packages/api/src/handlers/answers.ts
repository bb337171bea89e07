import { type Accepted, codes as nodeCodes } from '@wasl/node';
import { accept, type Json, type Result } from '@wasl/record';
import type { Sent } from '../http/call.ts';
import type { CodeRegistry } from '../http/problem.ts';

/** 200 with the value of a use case, or its refusal. */
export function shown<T>(result: Result<T>, shape: (value: T) => unknown = (value) => value): Result<Sent> {
  return result.ok ? accept({ status: 200, json: shape(result.value) }) : result;
}

/**
 * The answer of an act that makes a record: 201 and Location, 200 when the same key made it before, 202 when it is held (codes whose row
 * has status 202), the refusal otherwise.
 */
export function made(result: Result<Accepted>, rowOf: CodeRegistry): Result<Sent> {
  if (result.ok) {
    const { value } = result;
    return accept({ status: value.repeated ? 200 : 201, headers: { location: `/api/v1/records/${value.id}` }, json: value });
  }
  const { code, message, details } = result.reason;
  const row = rowOf(code);
  if (row?.status !== nodeCodes['personal-data'].status) return result;
  const held: unknown = details?.['held'];
  const findings: unknown = details?.['findings'];
  return accept({
    status: 202,
    ...(typeof held === 'string' ? { headers: { location: `/api/v1/held/${held}` } } : {}),
    json: {
      ...(typeof held === 'string' ? { held } : {}),
      code,
      message,
      ...(Array.isArray(findings) ? { findings: findings as readonly Json[] } : {}),
    },
  });
}

/** What acts answer that have nothing to say. */
export function done(result: Result<unknown>): Result<Sent> {
  return result.ok ? accept({ status: 200, json: { done: true } }) : result;
}
