/** One line of a check: what was looked at, how it is, and for what is not well its code and what to do. */
export interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'warn' | 'fail';
  readonly message: string;
  readonly code?: string;
}

/** It is well. */
export function ok(check: string, message: string): Finding {
  return { check, state: 'ok', message };
}

/** It works today and should be seen to. */
export function warn(check: string, code: string, message: string): Finding {
  return { check, state: 'warn', code, message };
}

/** It keeps the node from running, or from running safely. */
export function bad(check: string, code: string, message: string): Finding {
  return { check, state: 'fail', code, message };
}

const dayMs = 86_400_000;

/** Judges an end: passed, near, or far. `warnDays` before it is near. */
export function endFinding(
  check: string,
  of: { readonly what: string; readonly untilMs: number; readonly nowMs: number; readonly warnDays: number; readonly code: string },
): Finding {
  const { what, untilMs, nowMs, warnDays, code } = of;
  const until = new Date(untilMs).toISOString().slice(0, 10);
  if (untilMs <= nowMs) return bad(check, code, `${what} ended ${until}`);
  const days = Math.floor((untilMs - nowMs) / dayMs);
  return days < warnDays ? warn(check, code, `${what} ends ${until}, in ${days} days`) : ok(check, `${what} until ${until}`);
}
