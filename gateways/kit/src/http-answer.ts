import type { CodeRow, Refusal } from '@wasl/record';
import type { GatewayResponse } from './gateway.ts';

const encoder = new TextEncoder();

/** A JSON answer. */
export function jsonAnswer(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): GatewayResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: encoder.encode(`${JSON.stringify(value)}\n`) };
}

/** An RFC 9457 problem: the row of the first code gives status and title, `errors` lists every reason with its path. */
export function problemAnswer(code: string, row: CodeRow, reasons: readonly Refusal[]): GatewayResponse {
  const problem = {
    type: `urn:wasl:error:${code}`,
    title: row.meaning,
    status: row.status,
    code,
    detail: reasons[0]?.message ?? row.meaning,
    next: row.next,
    retryable: row.retryable,
    errors: reasons,
  };
  return {
    status: row.status,
    headers: { 'content-type': 'application/problem+json' },
    body: encoder.encode(`${JSON.stringify(problem)}\n`),
  };
}
