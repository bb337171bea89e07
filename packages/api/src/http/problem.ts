import { codes as agreementCodes } from '@wasl/agreement';
import { codes as catalogCodes } from '@wasl/catalog';
import type { Problem, ProblemError } from '@wasl/contract';
import { codes as identityCodes } from '@wasl/identity';
import { codes as logCodes } from '@wasl/log';
import { codes as nodeCodes } from '@wasl/node';
import { type CodeRow, type Json, type Refusal, codes as recordCodes } from '@wasl/record';
import { codes } from '../codes.ts';

/** Rows of every code that can reach this API. */
export type CodeRegistry = (code: string) => CodeRow | undefined;

/** The registry of all packages that this one imports and of `more`, given by the composition root. */
export function codeRegistry(more: Readonly<Record<string, CodeRow>> = {}): CodeRegistry {
  const rows: Readonly<Record<string, CodeRow>> = {
    ...more,
    ...recordCodes,
    ...logCodes,
    ...agreementCodes,
    ...catalogCodes,
    ...nodeCodes,
    ...identityCodes,
    ...codes,
  };
  return (code) => (Object.hasOwn(rows, code) ? rows[code] : undefined);
}

function isFinding(value: unknown): value is { readonly path: string; readonly message: string; readonly rule?: string } {
  return typeof value === 'object' && value !== null && 'path' in value && 'message' in value && typeof value.message === 'string';
}

function errorsOf(reason: Refusal): readonly ProblemError[] {
  const findings = reason.details?.['findings'] ?? reason.details?.['errors'];
  const listed = Array.isArray(findings) ? findings.filter(isFinding) : [];
  if (listed.length > 0)
    return listed.map(({ path, message, rule }) => ({ path: String(path), message, ...(typeof rule === 'string' ? { rule } : {}) }));
  return reason.path === undefined ? [] : [{ path: reason.path, message: reason.message }];
}

/**
 * The problem document of a refusal (RFC 9457). What went wrong inside (status 500 and above, unknown codes) tells the code's meaning
 * only; its message and details stay in the node's own log.
 */
export function problemOf(reason: Refusal, of: { readonly rowOf: CodeRegistry; readonly instance: string }): Problem {
  const known = of.rowOf(reason.code);
  const code = known === undefined ? 'internal' : reason.code;
  const row = known ?? codes.internal;
  // A row of 202 tells that something waits; as a problem it is a conflict with the present state.
  const status = row.status >= 400 ? row.status : 409;
  const inside = known === undefined || row.status >= 500;
  const errors = inside ? [] : errorsOf(reason);
  const details = Object.entries(reason.details ?? {}).filter(([name]) => name !== 'findings' && name !== 'errors' && name !== 'path');
  return {
    type: `urn:wasl:error:${code}`,
    title: row.meaning,
    status,
    detail: inside ? row.meaning : reason.message,
    code,
    instance: `urn:wasl:request:${of.instance}`,
    next: row.next,
    retryable: row.retryable,
    ...(errors.length === 0 ? {} : { errors }),
    ...(inside || details.length === 0 ? {} : { details: Object.fromEntries(details) as Record<string, Json> }),
  };
}
