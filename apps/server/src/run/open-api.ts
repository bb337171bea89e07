import { fileURLToPath } from 'node:url';
import { type ApiOptions, createApi, type RelyingParty } from '@wasl/api';
import { codes as exchangeCodes } from '@wasl/exchange';
import { codes as capCodes, capRoutes } from '@wasl/gateway-cap';
import { codes as kitCodes } from '@wasl/gateway-kit';
import { fileState, nodeCrypto, nodeRandom, openAccounts, openSessions } from '@wasl/identity';
import { httpAid } from '@wasl/intake';
import type { Role } from '@wasl/node';
import type { CodeRow, DeskId } from '@wasl/record';
import { codes as storeCodes } from '@wasl/store';
import { codes, fail } from '../codes.ts';
import type { NodeConfig, NodeHome } from '../home/node-home.ts';
import { realClock } from './real-clock.ts';
import type { RunningNode } from './running-node.ts';

const version = '0.1.0';
const consoleFolder = fileURLToPath(new URL('../../../console/dist', import.meta.url));
const loopback = ['127.0.0.1', '::1', 'localhost', '0.0.0.0', '::'];
const demonstrationSessions = { lifeMs: 7 * 86_400_000, idleMs: 7 * 86_400_000, perAccount: 1000 };

/** Desk of each role by its plain name; the first desk of the node where it has none of that name. */
const deskNames: Readonly<Record<Role, string>> = {
  duty: 'ops',
  release: 'nfip',
  liaison: 'nfip',
  cooperation: 'nfip',
  oversight: 'oversight',
  admin: 'ops',
};

/** Purpose under which alerts of the CAP gateway go out; of the closed list of the arrangement for major events (clause 6.1). */
const capPurpose = 'event-safety';

/** How long a language model may take over one communiqué. */
const modelTimeoutMs = 60_000;

/** The language model that may be asked about communiqués (IN10): none unless an address on this machine is set. */
function readingAidOf(url: string | undefined): Pick<ApiOptions, 'readingAid'> {
  return url === undefined || url === '' ? {} : { readingAid: httpAid({ url, fetch, timeoutMs: modelTimeoutMs }) };
}

/** An HTTP API that listens. */
export interface OpenApi {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Puts sessions, gateways and console over a running node and listens where its configuration says; port 0 takes any free one. Throws
 * `port-in-use`.
 */
export async function openApi(running: RunningNode, home: NodeHome): Promise<OpenApi> {
  const { node, config } = running;
  const { agency, demonstration } = config;
  const nowMs = (): number => realClock.nowMs();
  const state = await fileState(home.path('officers'));
  const sessions = await openSessions({ state, random: nodeRandom, nowMs, ...(demonstration ? demonstrationSessions : {}) });
  const accounts = demonstration ? undefined : await openAccounts({ state, random: nodeRandom, nowMs });
  const deskFor = (role: Role): DeskId => deskOf(config, deskNames[role]);
  const rows: Readonly<Record<string, CodeRow>> = { ...exchangeCodes, ...storeCodes, ...kitCodes, ...capCodes, ...codes };
  const cap = capRoutes({
    node,
    crypto: nodeCrypto,
    reader: { actor: { user: 'gateway-cap', desk: deskOf(config, 'ops'), roles: ['duty'] }, ceiling: 2 },
    purpose: capPurpose,
    feedMode: demonstration ? 'exercise' : 'actual',
    rowOf: (code) => rows[code],
    nowMs,
  });
  const journal: NonNullable<ApiOptions['journal']> = async ({ act, user, code, details }) => {
    const written = await node.core.flusher.submit({
      acts: [{ act, actor: user, ...(code === undefined ? {} : { code }), ...(details === undefined ? {} : { details }) }],
    });
    if (!written.ok) throw fail('node-died', `the activity record did not take ${act}: ${written.reason.message}`);
  };
  const api = createApi({
    node,
    demonstration,
    version,
    sessions,
    ...(accounts === undefined ? {} : { accounts, relyingParty: relyingPartyOf(config) }),
    deskFor,
    consoleFolder,
    gateways: cap,
    codes: rows,
    metrics: () => [
      {
        name: 'wasl_commits',
        type: 'counter',
        help: 'Group commits since the journal began',
        samples: [{ value: node.core.journal.size }],
      },
    ],
    ...readingAidOf(process.env['WASL_INTAKE_MODEL_URL']),
    clock: realClock,
    hosts: loopback.includes(config.api.host) ? [] : [config.api.host],
    journal,
    observe: ({ request, operation, error }) => {
      process.stderr.write(
        `wasl: ${agency}: ${operation} ${request}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
    },
  });
  try {
    const { port } = await api.listen(config.api);
    return { port, close: () => api.close() };
  } catch (cause) {
    await api.close();
    throw (cause as NodeJS.ErrnoException).code === 'EADDRINUSE'
      ? fail('port-in-use', `port ${config.api.port} on ${config.api.host} is taken`, { cause })
      : cause;
  }
}

function deskOf(config: NodeConfig, name: string): DeskId {
  const desk = config.desks.find((one) => one === `${config.agency}/${name}`) ?? config.desks[0];
  if (desk === undefined) throw fail('config-invalid', `${config.agency} has no desk`);
  return desk;
}

/** Passkeys are bound to the name in the address bar: `ma.localhost` on the machine itself, the configured host elsewhere. */
function relyingPartyOf({ agency, party, api }: NodeConfig): RelyingParty {
  const id = loopback.includes(api.host) ? `${party}.localhost` : api.host;
  return { id, name: agency, origins: [`https://${id}`, `https://${id}:${api.port}`, `http://${id}:${api.port}`] };
}
