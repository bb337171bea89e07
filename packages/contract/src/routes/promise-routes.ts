import { agreementId, mode, oneOf } from '../schemas/schema.ts';
import { json, officers, type Parameter, type Route } from './route.ts';

const inMode = { name: 'mode', in: 'query', description: 'Mode; actual when absent', schema: mode } as const satisfies Parameter;
const lang = {
  name: 'lang',
  in: 'query',
  description: 'Language; English when absent',
  schema: oneOf('en', 'fr', 'ar'),
} as const satisfies Parameter;

/** The promises register. */
export const promiseRoutes = [
  {
    method: 'GET',
    path: '/api/v1/promises',
    operationId: 'promises',
    summary: 'What was promised under each arrangement, by whom, due when, and what became of it',
    authorisation: officers,
    csrf: false,
    parameters: [inMode],
    responses: { 200: json('The register now', 'Promises') },
  },
  {
    method: 'GET',
    path: '/api/v1/promises/report',
    operationId: 'promiseReport',
    summary: 'The annual report, with the year’s statistics of requests for information',
    authorisation: officers,
    csrf: false,
    parameters: [
      inMode,
      lang,
      { name: 'year', in: 'query', description: 'Year, UTC', required: true, schema: { type: 'integer', minimum: 2000, maximum: 2999 } },
    ],
    responses: { 200: json('Markdown and statistics', 'PromiseReport') },
  },
  {
    method: 'GET',
    path: '/api/v1/promises/calendar',
    operationId: 'promiseCalendar',
    summary: 'Due dates, reviews and meetings as a calendar',
    authorisation: officers,
    csrf: false,
    parameters: [inMode, lang, { name: 'agreement', in: 'query', description: 'Of this arrangement alone', schema: agreementId }],
    responses: { 200: { description: 'iCalendar (RFC 5545)', mediaType: 'text/calendar' } },
  },
] as const satisfies readonly Route[];
