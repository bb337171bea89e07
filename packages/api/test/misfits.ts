import { schemas } from '@wasl/contract';
import { Ajv2020 } from 'ajv/dist/2020.js';

const ajv = new Ajv2020({ strict: false });

/** Where an answer does not fit the schema that the contract names; empty when it fits. */
export function misfits(schema: string, answer: unknown): readonly string[] {
  const check = ajv.compile({ components: { schemas }, $ref: `#/components/schemas/${schema}` });
  return check(answer) ? [] : (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}
