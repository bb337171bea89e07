import { agencyId, agreementId, text } from '../schemas/schema.ts';
import { json, jsonBody, type Parameter, type Route, readers } from './route.ts';

const agreement = { name: 'id', in: 'path', description: 'Arrangement', schema: agreementId } as const satisfies Parameter;

/** The node's state, arrangements, events, activity record. */
export const nodeRoutes = [
  {
    method: 'GET',
    path: '/api/v1/status',
    operationId: 'status',
    summary: 'Partners, links, logs, alarms',
    authorisation: 'session',
    csrf: false,
    responses: { 200: json('The state now', 'NodeStatus') },
  },
  {
    method: 'GET',
    path: '/api/v1/events',
    operationId: 'events',
    summary: 'Events as they happen (text/event-stream)',
    authorisation: readers,
    csrf: false,
    parameters: [
      { name: 'Last-Event-ID', in: 'header', description: 'Resume after this event', schema: { type: 'integer', minimum: 0 } },
      {
        name: 'since',
        in: 'query',
        description: 'As Last-Event-ID, for clients that cannot set it',
        schema: { type: 'integer', minimum: 0 },
      },
    ],
    responses: { 200: { description: 'A stream; each event’s data is a NodeEvent', mediaType: 'text/event-stream' } },
  },
  {
    method: 'GET',
    path: '/api/v1/agreements',
    operationId: 'agreements',
    summary: 'The arrangements, as signed',
    authorisation: readers,
    csrf: false,
    responses: { 200: json('Arrangements', 'Agreements') },
  },
  {
    method: 'POST',
    path: '/api/v1/agreements/{id}/suspend',
    operationId: 'suspend',
    summary: 'Suspend an arrangement alone and at once',
    authorisation: ['duty', 'release', 'liaison', 'oversight'],
    csrf: true,
    parameters: [agreement],
    body: jsonBody('Reason'),
    responses: { 200: json('Suspended', 'Done') },
  },
  {
    method: 'POST',
    path: '/api/v1/agreements/{id}/resume',
    operationId: 'resume',
    summary: 'Resume an arrangement; needs two officers',
    authorisation: ['duty', 'release', 'liaison', 'cooperation'],
    csrf: true,
    parameters: [agreement],
    responses: { 200: json('Counted, or resumed', 'Resume') },
  },
  {
    method: 'GET',
    path: '/api/v1/journal',
    operationId: 'journal',
    summary: 'The activity record',
    authorisation: ['oversight'],
    csrf: false,
    parameters: [
      { name: 'since', in: 'query', description: 'After this index', schema: { type: 'integer', minimum: 0 } },
      { name: 'limit', in: 'query', description: 'At most so many', schema: { type: 'integer', minimum: 1, maximum: 1000 } },
      { name: 'act', in: 'query', description: 'Only this kind of act', schema: text(100, 1) },
    ],
    responses: { 200: json('Lines', 'JournalPage') },
  },
  {
    method: 'GET',
    path: '/api/v1/catalog',
    operationId: 'catalog',
    summary: 'Record types, their units and names',
    authorisation: 'session',
    csrf: false,
    responses: { 200: json('The catalogue', 'Catalog') },
  },
  {
    method: 'POST',
    path: '/api/v1/links/{partner}',
    operationId: 'setLink',
    summary: 'Cut or restore the link to a partner, for drills',
    authorisation: ['duty', 'release', 'liaison', 'oversight'],
    csrf: true,
    parameters: [{ name: 'partner', in: 'path', description: 'Agency', schema: agencyId }],
    body: jsonBody('SetLink'),
    responses: { 200: json('Done', 'Done') },
  },
] as const satisfies readonly Route[];
