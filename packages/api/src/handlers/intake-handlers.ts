import type { IntakeRequest, OperationId } from '@wasl/contract';
import { intake, suggestionsFor } from '@wasl/intake';
import { accept, refuse } from '@wasl/record';
import type { Handler } from '../http/call.ts';
import type { ApiOptions } from '../options.ts';

type IntakeOperation = Extract<OperationId, 'intake'>;

/** Handler of reading communiqués: it answers and stores nothing. */
export function intakeHandlers({ readingAid }: ApiOptions): Readonly<Record<IntakeOperation, Handler>> {
  return {
    intake: async (call) => {
      const { source, model = false, ...options } = call.body as unknown as IntakeRequest;
      if (model && readingAid === undefined) return refuse('intake-model-off', 'no language model is configured');
      const found = intake(source, options);
      if (!model || readingAid === undefined) return accept({ status: 200, json: found });
      return accept({ status: 200, json: { ...found, suggested: await suggestionsFor(source, options, readingAid) } });
    },
  };
}
