import { json, type Route } from './route.ts';

/** What answers without a session. */
export const publicRoutes = [
  {
    method: 'GET',
    path: '/healthz',
    operationId: 'health',
    summary: 'The process is alive',
    authorisation: 'public',
    csrf: false,
    responses: { 200: json('Alive', 'Health') },
  },
  {
    method: 'GET',
    path: '/readyz',
    operationId: 'ready',
    summary: 'The node serves',
    authorisation: 'public',
    csrf: false,
    responses: { 200: json('Ready', 'Ready'), 503: json('Not ready', 'Ready') },
  },
  {
    method: 'GET',
    path: '/metrics',
    operationId: 'metrics',
    summary: 'Measurements in OpenMetrics text; without a session from this machine only',
    authorisation: 'local',
    csrf: false,
    responses: { 200: { description: 'Measurements', mediaType: 'application/openmetrics-text' } },
  },
  {
    method: 'GET',
    path: '/openapi.json',
    operationId: 'openapi',
    summary: 'This document',
    authorisation: 'public',
    csrf: false,
    responses: { 200: { description: 'OpenAPI 3.1', mediaType: 'application/json' } },
  },
  {
    method: 'GET',
    path: '/api/v1/about',
    operationId: 'about',
    summary: 'Which agency this is, and whether it is a demonstration',
    authorisation: 'public',
    csrf: false,
    responses: { 200: json('The node', 'About') },
  },
] as const satisfies readonly Route[];
