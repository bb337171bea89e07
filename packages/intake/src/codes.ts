import { type CodeRow, failures } from '@wasl/record';

const row = (status: number, meaning: string, next: string): CodeRow => ({ meaning, status, retryable: false, next });

/** Codes of the reading of communiqués. */
export const codes = {
  'intake-empty': row(422, 'The text to read has no words.', 'Give the text of the communiqué.'),
  'intake-too-long': row(413, 'The text to read is longer than is read at once.', 'Cut it: one communiqué at a time.'),
  'intake-language': row(
    422,
    'The language of the text was not recognised, or is not one that is read.',
    'State the language: fr, en or ar; es and pt as far as it goes.',
  ),
  'intake-date': row(422, 'The date of publication is not a day of the calendar.', 'Give it as YYYY-MM-DD.'),
  'intake-model': row(502, 'The language model did not answer, or not in the form asked.', 'Read without it: the rules need no model.'),
  'intake-model-address': row(
    400,
    'The address of the language model is not one on this machine.',
    'Run the model on this machine, or leave WASL_INTAKE_MODEL_URL empty.',
  ),
  'intake-model-off': row(
    409,
    'A language model was asked for and none is configured.',
    'Read without it, or set WASL_INTAKE_MODEL_URL and start the node again.',
  ),
} as const satisfies Record<string, CodeRow>;

/** Makes a failure of the intake. */
export const fail = failures(codes);
