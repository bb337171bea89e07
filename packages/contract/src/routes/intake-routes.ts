import { json, jsonBody, officers, type Route } from './route.ts';

/** Reading communiqués into drafts. */
export const intakeRoutes = [
  {
    method: 'POST',
    path: '/api/v1/intake',
    operationId: 'intake',
    summary: 'Read a communiqué or minutes into drafts to confirm; nothing is stored',
    authorisation: officers,
    csrf: true,
    body: jsonBody('IntakeRequest'),
    responses: { 200: json('Drafts, and what was found beside them', 'Intake') },
  },
] as const satisfies readonly Route[];
