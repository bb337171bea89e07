import { fail } from '../codes.ts';
import type { Io } from './io.ts';

/** Collects an option that may be given again. */
export function again(value: string, all: readonly string[]): readonly string[] {
  return [...all, value];
}

/** The value of an option, asked for at a terminal when it was left out. Throws `command-usage` where nobody can be asked. */
export async function wanted(
  io: Io,
  value: string | undefined,
  of: { readonly option: string; readonly question: string; readonly fallback?: string },
): Promise<string> {
  if (value !== undefined && value !== '') return value;
  const { option, question, fallback } = of;
  if (!io.interactive) {
    if (fallback !== undefined) return fallback;
    throw fail('command-usage', `${option} is missing: ${question}`);
  }
  const typed = await io.ask(fallback === undefined ? question : `${question} [${fallback}]`, { instead: `give ${option}` });
  if (typed !== '') return typed;
  if (fallback !== undefined) return fallback;
  throw fail('command-usage', `${option} is missing: ${question}`);
}
