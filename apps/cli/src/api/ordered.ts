import type { PutAnswer } from '@wasl/contract';
import type { Json } from '@wasl/record';
import { exitCodes, type Outcome } from '../io/io.ts';

/** What came of making a record or an order: its id and delivery; held or refused everywhere exits with 3. */
export function orderedOutcome(answer: PutAnswer): Outcome {
  const json = JSON.parse(JSON.stringify(answer)) as Json;
  if (answer.held) {
    const { code, message, held } = answer.waiting;
    return {
      text: `held: ${code}: ${message}${held === undefined ? '' : `\n  item ${held} waits for two officers`}`,
      json,
      exit: exitCodes.refused,
    };
  }
  const { state, delivered, readers, parts } = answer.delivery;
  const lines = parts.map((part) => `  ${part.reader}: ${part.state}${part.code === undefined ? '' : ` (${part.code})`}`);
  const text = [`${answer.id}  ${state} ${delivered}/${readers}`, ...lines].join('\n');
  return state === 'refused' ? { text, json, exit: exitCodes.refused } : { text, json };
}

/** Any answer as plain JSON. */
export function plainJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
