/** One row of the catalogue of codes: what happened, the HTTP status it maps to, whether the same request may succeed later, and what to do now (one sentence). */
export interface CodeRow {
  readonly meaning: string;
  readonly status: number;
  readonly retryable: boolean;
  readonly next: string;
}

/** What a failure may carry beside its code: the place in the input, the cause, and structured details (never personal data). */
export interface FailureOptions {
  readonly cause?: unknown;
  readonly path?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A failure with a code of the catalogue. The message names the offending and the wanted value; callers match on `code`, never on text. */
export class WaslError extends Error {
  readonly code: string;
  readonly row: CodeRow;
  readonly path: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, row: CodeRow, message: string, options: FailureOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'WaslError';
    this.code = code;
    this.row = row;
    this.path = options.path;
    this.details = options.path === undefined ? (options.details ?? {}) : { path: options.path, ...options.details };
  }
}

/** Makes the failure factory of one workspace from its code rows; an unknown code does not compile. */
export function failures<T extends Record<string, CodeRow>>(
  rows: T,
): (code: keyof T & string, message: string, options?: FailureOptions) => WaslError {
  return (code, message, options) => {
    const row = rows[code];
    if (row === undefined) throw new TypeError(`unknown code ${code}`);
    return new WaslError(code, row, message, options);
  };
}

/** An expected "no": returned, not thrown. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly path?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A value, or the reason why there is none. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: Refusal };

/** A successful result. */
export function accept<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** A refused result; the code must be a row of the caller's `codes.ts`. */
export function refuse(
  code: string,
  message: string,
  options: { readonly path?: string; readonly details?: Readonly<Record<string, unknown>> } = {},
): { readonly ok: false; readonly reason: Refusal } {
  return { ok: false, reason: { code, message, ...options } };
}

/** The refusal that says what a failure said; rethrows what is not a WaslError, because that is a bug. */
export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof WaslError)) throw error;
  return {
    code: error.code,
    message: error.message,
    ...(error.path === undefined ? {} : { path: error.path }),
    ...(Object.keys(error.details).length === 0 ? {} : { details: error.details }),
  };
}
