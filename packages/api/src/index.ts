export { cookieName } from './auth/cookie.ts';
export { demonstrationUsers } from './auth/people.ts';
export { codes } from './codes.ts';
export type { MountedRequest, MountedRoute } from './gateway-routes.ts';
export type { Metric } from './metrics/open-metrics.ts';
export type { ApiAct, ApiLimits, ApiOptions, RelyingParty } from './options.ts';
export type { Api } from './server.ts';
export { createApi } from './server.ts';
