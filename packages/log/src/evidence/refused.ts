import { type Refusal, type Result, refusalOf } from '@wasl/record';

/** Carries a refusal out of nested steps; verifyEvidence turns it back into a result, so that it never leaves the package. */
class Refused extends Error {
  readonly reason: Refusal;

  constructor(reason: Refusal) {
    super(reason.message);
    this.reason = reason;
  }
}

/** The value of a result; throws its refusal toward the enclosing `attempt`. */
export function need<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Refused(result.reason);
}

/** Runs the steps of one verification: their refusals and WaslErrors become the result, any other error is a bug and passes. */
export function attempt<T>(steps: () => T): Result<T> {
  try {
    return { ok: true, value: steps() };
  } catch (error) {
    return { ok: false, reason: error instanceof Refused ? error.reason : refusalOf(error) };
  }
}
