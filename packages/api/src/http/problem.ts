import { codes as agreementCodes } from '@wasl/agreement';
import { codes as catalogCodes } from '@wasl/catalog';
import type { Problem, ProblemError } from '@wasl/contract';
import { codes as identityCodes } from '@wasl/identity';
import { codes as intakeCodes } from '@wasl/intake';
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
    ...intakeCodes,
    ...codes,
  };
  return (code) => (Object.hasOwn(rows, code) ? rows[code] : undefined);
}

function findingOf(value: unknown): ProblemError | undefined {
  if (typeof value !== 'object' || value === null || !('path' in value)) return undefined;
  const { path, message, kind, rule, sentence, instead } = value as Readonly<Record<string, unknown>>;
  // A finding of personal data has its kind instead of a message, because its text must not be repeated.
  const words = typeof message === 'string' ? message : typeof kind === 'string' ? kind : undefined;
  if (words === undefined) return undefined;
  return {
    path: String(path),
    message: words,
    ...(typeof rule === 'string' ? { rule } : {}),
    ...(typeof sentence === 'object' && sentence !== null ? { sentence: sentence as NonNullable<ProblemError['sentence']> } : {}),
    ...(typeof instead === 'string' ? { instead } : {}),
  };
}

function errorsOf(reason: Refusal): readonly ProblemError[] {
  const findings = reason.details?.['findings'] ?? reason.details?.['errors'];
  const listed = Array.isArray(findings) ? findings.map(findingOf).filter((one) => one !== undefined) : [];
  if (listed.length > 0) return listed;
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
