import { type CodeRow, type Json, type Refusal, WaslError } from '@wasl/record';
import { exitCodes, type Outcome } from './io.ts';

/** A refusal that ends a command; `next` where whoever refused said what to do. */
export class Refused extends Error {
  readonly reason: Refusal;
  readonly status: number | undefined;
  readonly next: string | undefined;

  constructor(reason: Refusal, of: { readonly status?: number; readonly next?: string } = {}) {
    super(reason.message);
    this.reason = reason;
    this.status = of.status;
    this.next = of.next;
  }
}

/** What is said about a command that did not come to its end. */
interface Said {
  readonly code: string;
  readonly message: string;
  readonly next: string;
  readonly exit: number;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Statuses that say "no": the same command again gets the same answer. Everything else could not be done here and now. */
const refusing = new Set([400, 401, 403, 409, 410, 412, 413, 415, 422, 451]);

function exitOf(status: number, code: string): number {
  if (code === 'command-usage') return exitCodes.usage;
  return refusing.has(status) ? exitCodes.refused : exitCodes.failed;
}

/** Rows of every workspace, for refusals, which carry a code alone. Loaded only when something went wrong. */
async function rowOf(code: string): Promise<CodeRow | undefined> {
  const modules: readonly { readonly codes: Readonly<Record<string, CodeRow>> }[] = await Promise.all([
    import('../codes.ts'),
    import('@wasl/record'),
    import('@wasl/log'),
    import('@wasl/agreement'),
    import('@wasl/node'),
    import('@wasl/identity'),
    import('@wasl/intake'),
    import('@wasl/store'),
    import('@wasl/exchange'),
    import('@wasl/contract'),
    import('@wasl/server'),
  ]);
  return modules.map((module) => module.codes[code]).find((row) => row !== undefined);
}

/** What to do about a code, wherever it is catalogued; empty for a code of nobody. */
export async function nextOf(code: string): Promise<string> {
  return (await rowOf(code))?.next ?? '';
}

async function sayingOf(error: unknown): Promise<Said> {
  if (error instanceof WaslError) {
    const row = error.row.next === '' ? ((await rowOf(error.code)) ?? error.row) : error.row;
    return { code: error.code, message: error.message, next: row.next, exit: exitOf(row.status, error.code), details: error.details };
  }
  if (error instanceof Refused) {
    const { code, message, details } = error.reason;
    const row = await rowOf(code);
    const exit = error.status === undefined ? exitCodes.refused : exitOf(error.status, code);
    return { code, message, next: error.next ?? row?.next ?? '', exit, ...(details === undefined ? {} : { details }) };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'unexpected', message, next: 'Set WASL_DEBUG=1 and run it again; report what it prints.', exit: exitCodes.failed };
}

/** The outcome of a command that failed: code, what was wrong, what to do next. A stack trace is for `debug` alone. */
export async function failureOutcome(error: unknown, debug: boolean): Promise<Outcome> {
  const { exit, ...said } = await sayingOf(error);
  const trace = debug && error instanceof Error ? `\n${error.stack ?? ''}` : '';
  const next = said.next === '' ? '' : `\n  → ${said.next}`;
  return { text: `wasl: ${said.code}: ${said.message}${next}${trace}`, json: { error: plain(said) }, exit };
}

function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
