import { WaslError } from '../src/index.ts';

/** The code that a call fails with, or `none`; anything but a WaslError is rethrown, so that a bug is not taken for a refusal. */
export function codeOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof WaslError) return error.code;
    throw error;
  }
  return 'none';
}

/** The path that a call's failure names. */
export function pathOf(call: () => unknown): string | undefined {
  try {
    call();
  } catch (error) {
    if (error instanceof WaslError) return error.path;
    throw error;
  }
  return undefined;
}
