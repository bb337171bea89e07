import { deskId, mode, oneOf, recordId, subjectId } from '../schemas/schema.ts';
import { json, officers, type Parameter, type Route, readers } from './route.ts';

const id = { name: 'id', in: 'path', description: 'Record id', schema: recordId } as const satisfies Parameter;
const subject = { name: 'id', in: 'path', description: 'Subject', schema: subjectId } as const satisfies Parameter;
const inMode = { name: 'mode', in: 'query', description: 'Mode', schema: mode } as const satisfies Parameter;

/** What records mean together: statements and divergence, ladders, deadlines, derivation. */
export const workRoutes = [
  {
    method: 'GET',
    path: '/api/v1/subjects/{id}',
    operationId: 'subject',
    summary: 'Each agency’s statement of a subject, the merged view, and where they differ',
    authorisation: officers,
    csrf: false,
    parameters: [subject, inMode],
    responses: { 200: json('The subject as its records make it', 'SubjectView') },
  },
  {
    method: 'GET',
    path: '/api/v1/due',
    operationId: 'due',
    summary: 'What needs somebody, by time to breach: deadlines, open questions, divergence, what was made from records that fell',
    authorisation: readers,
    csrf: false,
    parameters: [
      { name: 'desk', in: 'query', description: 'Of this desk, and what has none', schema: deskId },
      inMode,
      { name: 'side', in: 'query', description: 'This agency’s turn, or a partner’s that it waits for', schema: oneOf('ours', 'theirs') },
    ],
    responses: { 200: json('Items, the nearest to breach first', 'DueList') },
  },
  {
    method: 'GET',
    path: '/api/v1/records/{id}/ladder',
    operationId: 'ladder',
    summary: 'Where each desk stands with a record, and its clocks',
    authorisation: readers,
    csrf: false,
    parameters: [id],
    responses: { 200: json('Ladders by desk', 'LadderView') },
  },
  {
    method: 'GET',
    path: '/api/v1/records/{id}/derivation',
    operationId: 'derivation',
    summary: 'What was made from a record, what was done because it fell, and what it rests on that fell',
    authorisation: readers,
    csrf: false,
    parameters: [id],
    responses: { 200: json('Derivation', 'Derivation') },
  },
] as const satisfies readonly Route[];
