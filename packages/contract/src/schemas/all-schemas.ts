import { dutySchemas } from './duty-schemas.ts';
import { intakeSchemas } from './intake-schemas.ts';
import { nodeSchemas } from './node-schemas.ts';
import { promiseSchemas } from './promise-schemas.ts';
import { recordSchemas } from './record-schemas.ts';
import type { JsonSchema } from './schema.ts';
import { sessionSchemas } from './session-schemas.ts';
import { workSchemas } from './work-schemas.ts';

/** Every schema of the API by its name in `#/components/schemas`. */
export const schemas: Readonly<Record<string, JsonSchema>> = {
  ...recordSchemas,
  ...nodeSchemas,
  ...sessionSchemas,
  ...dutySchemas,
  ...intakeSchemas,
  ...workSchemas,
  ...promiseSchemas,
};
