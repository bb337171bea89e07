import { dutyRoutes } from './duty-routes.ts';
import { intakeRoutes } from './intake-routes.ts';
import { nodeRoutes } from './node-routes.ts';
import { promiseRoutes } from './promise-routes.ts';
import { publicRoutes } from './public-routes.ts';
import { recordRoutes } from './record-routes.ts';
import type { Route } from './route.ts';
import { sessionRoutes } from './session-routes.ts';
import { workRoutes } from './work-routes.ts';

const table = [
  ...publicRoutes,
  ...sessionRoutes,
  ...recordRoutes,
  ...nodeRoutes,
  ...dutyRoutes,
  ...intakeRoutes,
  ...workRoutes,
  ...promiseRoutes,
] as const;

/** Name of an operation; a server has one handler for each. */
export type OperationId = (typeof table)[number]['operationId'];

/** Every operation of the API. There is no other list: server, OpenAPI document and client follow this one. */
export const routes: readonly (Route & { readonly operationId: OperationId })[] = table;
