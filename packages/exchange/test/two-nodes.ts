import type { WireLeaf } from '@wasl/node';
import type { AgencyId } from '@wasl/record';
import { type CertifiedAgency, certifyAgency, exchangeIdentity, MemoryInlet, MemoryOutlet, realClock } from '@wasl/testkit/peers';
import {
  type ClientEvent,
  type ClientOptions,
  createExchangeClient,
  createExchangeServer,
  type ExchangeClient,
  type ExchangeServer,
  type ServerEvent,
  type ServerOptions,
} from '../src/index.ts';

export const [police, gbPolice, esPolice] = ['ma.police', 'gb.police', 'es.police'] as AgencyId[] as [AgencyId, AgencyId, AgencyId];

/** A tempo for tests: everything that waits seconds in life waits milliseconds here. */
export const quick = {
  tempo: { baseMs: 10, capMs: 200, slowMs: 150, pollMs: 150, answerMs: 3_000, stableMs: 500 },
  times: { pingMs: 100, silentMs: 400, slowMs: 300, streamSilentMs: 1_500, requestIdleMs: 3_000, compareMs: 20, heartbeatMs: 100 },
} as const;

export function leafOf(index: number): WireLeaf {
  return { releaseLine: `{"slots":[0],"n":${index}}`, entryText: `{"v":1,"n":${index}}`, disclosures: [`WyJzI${index}`] };
}

export function leaves(count: number, from = 0): readonly WireLeaf[] {
  return Array.from({ length: count }, (_, index) => leafOf(from + index));
}

/** `ma.police` serves, `gb.police` reads; both with certificates of their own authorities. */
export interface TwoNodes {
  readonly ma: CertifiedAgency;
  readonly gb: CertifiedAgency;
  readonly outlet: MemoryOutlet;
  readonly inlet: MemoryInlet;
  readonly server: ExchangeServer;
  readonly port: number;
  readonly serverEvents: ServerEvent[];
  readonly clientEvents: ClientEvent[];
  /** A client of `gb.police`, not yet told of any peer. */
  readonly client: ExchangeClient;
  /** Starts the client over `port`, the server's own unless another line is given. */
  connect(port?: number): void;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function twoNodes(
  options: { readonly server?: Partial<ServerOptions>; readonly client?: Partial<ClientOptions> } = {},
): Promise<TwoNodes> {
  const [ma, gb] = await Promise.all([certifyAgency(police), certifyAgency(gbPolice)]);
  const outlet = new MemoryOutlet();
  const inlet = new MemoryInlet();
  const serverEvents: ServerEvent[] = [];
  const clientEvents: ClientEvent[] = [];
  const server = createExchangeServer({
    ...exchangeIdentity(await ma.certify(), [gb]),
    outlet,
    clock: realClock,
    observe: (event) => serverEvents.push(event),
    ...options.server,
  });
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
  const client = createExchangeClient({
    ...exchangeIdentity(await gb.certify(), [ma]),
    inlet,
    clock: realClock,
    random: () => 0.5,
    ...quick,
    observe: (event) => clientEvents.push(event),
    ...options.client,
  });
  return {
    ma,
    gb,
    outlet,
    inlet,
    server,
    port,
    serverEvents,
    clientEvents,
    client,
    connect: (to = port) => client.add(ma.peer, { host: '127.0.0.1', port: to }),
    async [Symbol.asyncDispose]() {
      await client.close();
      await server.close();
    },
  };
}
