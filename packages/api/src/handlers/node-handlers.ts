import { catalog, languageStatus, type RecordType, type Vocabulary, vocabularies } from '@wasl/catalog';
import type { OperationId } from '@wasl/contract';
import { openApiDocument } from '@wasl/contract';
import { type AgencyId, accept } from '@wasl/record';
import { cookieName } from '../auth/cookie.ts';
import { demonstrationUsers } from '../auth/people.ts';
import type { EventStreams } from '../events/event-streams.ts';
import { contractRoute } from '../gateway-routes.ts';
import { actorOf, type Handler, integerOf, textOf } from '../http/call.ts';
import type { ServerMetrics } from '../metrics/node-metrics.ts';
import { encodeMetrics, openMetricsType } from '../metrics/open-metrics.ts';
import type { ApiOptions } from '../options.ts';
import { done, shown } from './answers.ts';

type NodeOperation = Extract<
  OperationId,
  | 'health'
  | 'ready'
  | 'metrics'
  | 'openapi'
  | 'about'
  | 'status'
  | 'events'
  | 'agreements'
  | 'suspend'
  | 'resume'
  | 'journal'
  | 'journalEvidence'
  | 'alarms'
  | 'acknowledgeAlarm'
  | 'clearAlarm'
  | 'confirmTime'
  | 'catalog'
  | 'setLink'
>;

function vocabularyView(of: Vocabulary) {
  const terms = Object.entries(of.terms).map(([code, { caution, local, ...names }]) => ({
    code,
    names,
    ...(caution === undefined ? {} : { caution }),
    ...(local === undefined ? {} : { local }),
  }));
  return { name: of.name, terms };
}

function typeView(of: RecordType) {
  const { type, version, names, topic, defaultLabel, retentionDays, authorSignature, acknowledge, control } = of;
  return {
    type,
    version,
    names,
    topic,
    defaultLabel,
    retentionDays,
    authorSignature,
    ...(acknowledge === undefined ? {} : { acknowledge }),
    ...(control === undefined ? {} : { control }),
    units: of.units.map(({ name, names: unitNames, schema, required, twin, twinOf }) => ({
      name,
      names: unitNames,
      schema,
      ...(required === undefined ? {} : { required }),
      ...(twin === undefined ? {} : { twin }),
      ...(twinOf === undefined ? {} : { twinOf }),
    })),
  };
}

/** Handlers of the node's state, arrangements, catalogue and events. */
export function nodeHandlers(
  options: ApiOptions,
  of: { readonly streams: EventStreams; readonly metrics: ServerMetrics },
): Readonly<Record<NodeOperation, Handler>> {
  const { node, demonstration } = options;
  const document = JSON.stringify(
    openApiDocument({
      title: `Wasl node of ${node.agency}`,
      version: options.version,
      demonstration,
      cookie: cookieName(node.agency),
      more: (options.gateways ?? []).map(contractRoute),
    }),
  );
  const types = {
    types: Object.values(catalog).map(typeView),
    vocabularies: Object.values(vocabularies).map(vocabularyView),
    languages: Object.entries(languageStatus).map(([language, status]) => ({ language, ...status })),
  };
  return {
    health: async () => accept({ status: 200, json: { status: 'ok' } }),
    ready: async () => {
      const { ready } = node.status(undefined);
      return accept({ status: ready ? 200 : 503, json: { ready } });
    },
    metrics: async () => {
      const families = [...of.metrics.families(node.status(undefined)), ...(options.metrics?.() ?? [])];
      return accept({ status: 200, headers: { 'content-type': openMetricsType }, bytes: encodeMetrics(families) });
    },
    openapi: async () => accept({ status: 200, headers: { 'content-type': 'application/json' }, bytes: document }),
    about: async () =>
      accept({
        status: 200,
        json: { agency: node.agency, demonstration, version: options.version, users: demonstration ? demonstrationUsers : [] },
      }),
    status: async (call) => accept({ status: 200, json: node.status(actorOf(call)) }),
    events: (call) => of.streams.open(call),
    agreements: async (call) => shown(await node.agreements(actorOf(call)), (agreements) => ({ agreements })),
    suspend: async (call) => {
      const { reason } = call.body as { readonly reason: string };
      return done(await node.suspend(actorOf(call), call.params['id'] ?? '', reason));
    },
    resume: async (call) => shown(await node.resume(actorOf(call), call.params['id'] ?? '')),
    journal: async (call) => {
      const since = integerOf(call.query, 'since');
      const limit = integerOf(call.query, 'limit');
      const act = textOf(call.query, 'act');
      const lines = await node.journal(actorOf(call), {
        ...(since === undefined ? {} : { since }),
        ...(limit === undefined ? {} : { limit }),
        ...(act === undefined ? {} : { act }),
      });
      return shown(lines, (found) => ({ lines: found }));
    },
    journalEvidence: async (call) => {
      const found = await node.journalEvidence(actorOf(call), Number(call.params['index']));
      return found.ok ? accept({ status: 200, headers: { 'content-type': 'application/json' }, bytes: found.value }) : found;
    },
    alarms: async (call) => shown(node.alarms(actorOf(call)), (alarms) => ({ alarms })),
    acknowledgeAlarm: async (call) => shown(await node.acknowledgeAlarm(actorOf(call), call.params['id'] ?? '')),
    clearAlarm: async (call) => {
      const { reason } = call.body as { readonly reason: string };
      return shown(await node.clearAlarm(actorOf(call), call.params['id'] ?? '', reason));
    },
    confirmTime: async (call) => {
      const { time } = call.body as { readonly time: string };
      return done(await node.confirmTime(actorOf(call), time));
    },
    catalog: async () => accept({ status: 200, json: types }),
    setLink: async (call) => {
      const { up } = call.body as { readonly up: boolean };
      return done(await node.setLink(actorOf(call), (call.params['partner'] ?? '') as AgencyId, up));
    },
  };
}
