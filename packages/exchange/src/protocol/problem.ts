import { type Json, parseJson, type Refusal, WaslError } from '@wasl/record';
import { codes } from '../codes.ts';
import { problemMediaType, sizeMediaType } from './media.ts';

/** Statuses of refusals that the node makes and the exchange must name (EX2); every other code comes from the caller's table. */
const wireStatuses: Readonly<Record<string, number>> = Object.freeze({ 'log-ahead': 409, 'log-pruned': 410, 'log-unknown': 404 });

/** The shape of a code, so that a peer's text cannot become one that breaks screens or logs. */
export function isCode(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 64 && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(value);
}

export interface HttpAnswer {
  readonly status: number;
  readonly mediaType: string;
  readonly body: string;
}

/** HTTP status of a refusal: the exchange's own table, then `statusOf`, else 403: what is not known is denied. */
export function statusOfRefusal(code: string, statusOf?: (code: string) => number | undefined): number {
  if (Object.hasOwn(wireStatuses, code)) return wireStatuses[code] ?? 403;
  if (Object.hasOwn(codes, code)) return codes[code as keyof typeof codes].status;
  return statusOf?.(code) ?? 403;
}

/** A refusal as HTTP: RFC 9457 problem with `code` and `details`; `log-ahead` as 409 with the size in `text/x.tlog.size`. */
export function encodeProblem(reason: Refusal, statusOf?: (code: string) => number | undefined): HttpAnswer {
  const status = statusOfRefusal(reason.code, statusOf);
  const size = reason.details?.['size'];
  if (reason.code === 'log-ahead' && typeof size === 'number') return { status, mediaType: sizeMediaType, body: `${size}\n` };
  const problem = {
    type: `urn:wasl:code:${reason.code}`,
    status,
    code: reason.code,
    detail: reason.message.slice(0, 400),
    ...(reason.details === undefined ? {} : { details: reason.details }),
  };
  return { status, mediaType: problemMediaType, body: JSON.stringify(problem) };
}

function member(value: Json, key: string): Json | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const members = value as { readonly [key: string]: Json };
  return Object.hasOwn(members, key) ? members[key] : undefined;
}

function parseDetails(body: string): { readonly message?: string; readonly details?: Readonly<Record<string, unknown>> } {
  try {
    const problem = parseJson(body);
    const message = member(problem, 'detail');
    const details = member(problem, 'details');
    return {
      ...(typeof message === 'string' ? { message: message.slice(0, 400) } : {}),
      ...(details !== null && typeof details === 'object' && !Array.isArray(details)
        ? { details: details as Record<string, unknown> }
        : {}),
    };
  } catch (error) {
    // The code stands in a header of its own; a body that cannot be read takes nothing from it.
    if (!(error instanceof WaslError)) throw error;
    return {};
  }
}

/** The refusal that an answer of status ≥ 400 carries; `answer-unknown` when it names no code. Never throws on a peer's bytes. */
export function parseProblem(answer: {
  readonly status: number;
  readonly code: unknown;
  readonly mediaType: string;
  readonly body: string;
}): Refusal {
  const { status, code, mediaType, body } = answer;
  if (!isCode(code)) return { code: 'answer-unknown', message: `status ${status} without a code`, details: { status } };
  if (mediaType.startsWith(sizeMediaType)) {
    const size = /^[0-9]{1,16}\n?$/.test(body) ? Number(body) : undefined;
    return { code, message: `the peer holds ${size ?? 'fewer'} leaves`, details: size === undefined ? {} : { size } };
  }
  const { message, details } = parseDetails(body);
  return { code, message: message ?? `refused with status ${status}`, ...(details === undefined ? {} : { details }) };
}
