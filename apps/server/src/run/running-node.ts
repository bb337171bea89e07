import { randomInt } from 'node:crypto';
import { prove } from '@wasl/agreement';
import { catalog } from '@wasl/catalog';
import { type ClientOptions, createExchangeClient, createExchangeServer, type ExchangeClient, type ExchangeServer } from '@wasl/exchange';
import {
  agencyKeyNames,
  authorityPins,
  authorKeyName,
  checkPeer,
  chunkCipher,
  issueNodeCertificate,
  nodeCrypto,
  nodeRandom,
  openSealedKeys,
  Secret,
} from '@wasl/identity';
import { activateAgreement, type NodeKeys, codes as nodeCodes, proveAgain, WaslNode } from '@wasl/node';
import { type AgencyId, accept, type CodeRow, type DeskId, partyOf, type Signer, WaslError } from '@wasl/record';
import { openAttachments, openStore, openViews, type StoreOptions } from '@wasl/store';
import { fail } from '../codes.ts';
import type { NodeConfig, NodeHome } from '../home/node-home.ts';
import { directoryOf, verifyRoots } from './directory.ts';
import { realClock } from './real-clock.ts';

/** The row of a code of the node, for the exchange: which refusals pass by themselves, and their HTTP status. */
function rowOf(code: string): CodeRow | undefined {
  return Object.hasOwn(nodeCodes, code) ? nodeCodes[code as keyof typeof nodeCodes] : undefined;
}

/** A node at work: its use cases and its exchange. The HTTP API is put on top by the caller. */
export interface RunningNode extends AsyncDisposable {
  readonly node: WaslNode;
  readonly config: NodeConfig;
  readonly server: ExchangeServer;
  readonly client: ExchangeClient;
  readonly storeFolder: string;
}

export interface RunOptions {
  readonly passphrase: string;
  /** Tells each step as it begins. */
  readonly say?: (step: string) => void;
  /** Called once when durability can no longer be promised (DU1); the default ends the process at once. */
  readonly onFatal?: (error: unknown) => void;
  /** Times of the exchange that differ from its defaults: for lines that need others, and tests. */
  readonly exchange?: Pick<ClientOptions, 'times' | 'tempo'>;
  /** Bounds of the store, for tests of a full disk. */
  readonly store?: Pick<StoreOptions, 'maxPages'>;
}

/** Opens keys, store and node from its home, lets its agreements take effect, listens, and follows its partners. */
export async function runNode(home: NodeHome, options: RunOptions): Promise<RunningNode> {
  const say = options.say ?? (() => undefined);
  const config = await home.config();
  const { agency } = config;
  say('keys');
  const storage = await openSealedKeys(home.path('keys.sealed'), { passphrase: new Secret(options.passphrase), random: nodeRandom });
  const nowMs = realClock.nowMs();
  const roots = verifyRoots(await home.roots(), { crypto: nodeCrypto, nowMs });
  const directory = directoryOf(roots);
  const signers = await signersOf(storage, config);
  say('store');
  const masterKey = (await storage.secret('store-master')).reveal();
  const store = await openStore({ folder: home.path('store'), unlock: { masterKey }, markFile: home.path('mark'), ...options.store });
  const views = await openViews({ file: home.path('views.db') });
  const attachments = await openAttachments({ folder: home.path('attachments') });
  const pseudonymSecret = (await storage.secret('pseudonyms')).reveal();
  const onFatal =
    options.onFatal ??
    ((error: unknown) => {
      process.stderr.write(
        `wasl: ${agency}: durability can no longer be promised, ending: ${error instanceof Error ? error.message : String(error)}\n`,
      );
      process.exit(70);
    });
  const node = await WaslNode.open({
    agency,
    ownDesk: config.desks[0] as DeskId,
    mode: config.demonstration ? 'demonstration' : 'operational',
    crypto: nodeCrypto,
    random: nodeRandom,
    clock: realClock,
    keys: signers,
    directory,
    store,
    views,
    attachments,
    cipher: chunkCipher,
    catalog,
    prove: (agreement) => prove(agreement, { timeoutMs: 20_000, memoryMb: 512 }),
    pseudonym: (user, partner) =>
      nodeCrypto.sha256Text(`${Buffer.from(pseudonymSecret).toString('base64url')}|${partner}|${user}`).slice(0, 16),
    onFatal,
  });
  for (const { text, signatures } of await home.agreements()) {
    const known = node.core.agreements.all().some((active) => active.text === text);
    if (known) continue;
    say('agreement');
    const activated = await activateAgreement(node.core, {
      text,
      signatures,
      roots: Object.fromEntries([...roots.chains].map(([party, chain]) => [party, chain.latest])),
    });
    if (!activated.ok)
      throw new WaslError(activated.reason.code, { meaning: '', status: 500, retryable: false, next: '' }, activated.reason.message);
  }
  say('exchange');
  const { server, client } = await openExchange(home, { node, config, roots, storage, times: options.exchange ?? {} });
  const stopProving = realClock.after(
    60_000,
    () => void proveAgain(node.core).catch((error: unknown) => node.core.alarms.raise('agreement-not-proved', String(error))),
  );
  return {
    node,
    config,
    server,
    client,
    storeFolder: home.path('store'),
    async [Symbol.asyncDispose]() {
      stopProving();
      node.work.board.close();
      await client.close();
      await server.close();
      await node.core.flusher.settled();
      await attachments.close();
      await views.close();
      await store.close();
    },
  };
}

type Storage = Awaited<ReturnType<typeof openSealedKeys>>;

async function signersOf(storage: Storage, config: NodeConfig): Promise<NodeKeys> {
  const need = async (name: string): Promise<Signer> => {
    const signer = await storage.signer(name);
    if (signer === undefined) throw fail('home-missing', `the sealed keys of ${config.agency} hold no ${name} key`);
    return signer;
  };
  const authors = new Map<DeskId, Signer>();
  for (const desk of config.desks) authors.set(desk, await need(authorKeyName(desk)));
  return {
    log: await need(agencyKeyNames.log),
    receipt: await need(agencyKeyNames.receipt),
    witness: await need(agencyKeyNames.witness),
    author: (desk) => authors.get(desk),
  };
}

async function openExchange(
  home: NodeHome,
  of: {
    readonly node: WaslNode;
    readonly config: NodeConfig;
    readonly roots: ReturnType<typeof verifyRoots>;
    readonly storage: Storage;
    readonly times: NonNullable<RunOptions['exchange']>;
  },
): Promise<{ readonly server: ExchangeServer; readonly client: ExchangeClient }> {
  const { node, config, roots, storage } = of;
  const authority = await home.authority();
  const partners = await home.partners();
  const pins = [...roots.chains.values()]
    .filter((chain) => partners.some((partner) => partyOf(partner.agency) === chain.party))
    .flatMap((chain) =>
      authorityPins(
        chain,
        partners.filter((partner) => partyOf(partner.agency) === chain.party).map((partner) => partner.authority),
      ),
    );
  const hosts = ['localhost', '127.0.0.1', config.exchange.host];
  const { identity } = await issueNodeCertificate(storage, {
    agency: config.agency,
    hosts: [...new Set(hosts)],
    authority,
    nowMs: realClock.nowMs(),
    random: nodeRandom,
  });
  const tls = { key: identity.key.reveal(), cert: identity.cert, ca: partners.map((partner) => partner.authority.pem) };
  const identify: Parameters<typeof createExchangeServer>[0]['identify'] = (chain) => {
    const checked = checkPeer(chain, pins, { nowMs: realClock.nowMs() });
    return checked.ok ? accept({ agency: checked.value.agency, party: checked.value.party }) : checked;
  };
  const client = createExchangeClient({
    tls,
    identify,
    inlet: node.inlet,
    clock: realClock,
    random: () => randomInt(1 << 30) / (1 << 30),
    heartbeat: {
      statement: (peer) => node.core.journals.stated.statement(peer),
      answered: (peer, note) => node.core.journals.stated.answered(peer, note),
    },
    retryable: (code) => rowOf(code)?.retryable ?? false,
    ...of.times,
    observe: ({ peer, reason, error }) => {
      if (error !== undefined) node.core.alarms.raise('exchange-failed', `${peer.agency}: ${reason.message}`, { partner: peer.agency });
    },
  });
  const server = createExchangeServer({
    tls,
    identify,
    outlet: node.outlet,
    clock: realClock,
    statusOf: (code) => rowOf(code)?.status,
    hinted: (peer) => client.wake(peer.agency),
    observe: (event) => {
      // A partner that comes in can be reached: waits of the other direction are over.
      if (event.kind === 'opened') client.wake(event.peer.agency);
      // What passes by itself is no alarm; what it is about is shown where it stands.
      if (event.kind === 'refused' && rowOf(event.reason.code)?.retryable !== true)
        node.core.alarms.raise(event.reason.code, `exchange: ${event.reason.message}`, {});
    },
  });
  try {
    await server.listen(config.exchange);
  } catch (cause) {
    await server.close();
    throw (cause as NodeJS.ErrnoException).code === 'EADDRINUSE'
      ? fail('port-in-use', `port ${config.exchange.port} is taken`, { cause })
      : cause;
  }
  const follow = (agency: AgencyId) => {
    const partner = partners.find((each) => each.agency === agency);
    const colon = partner?.exchange.lastIndexOf(':') ?? -1;
    if (partner === undefined || colon < 0) return;
    client.add(
      { agency, party: partyOf(agency) },
      { host: partner.exchange.slice(0, colon), port: Number(partner.exchange.slice(colon + 1)) },
    );
  };
  const together = new Set(node.core.agreements.all().flatMap(({ agreement }) => agreement.agencies.map((row) => row.agency)));
  for (const partner of partners) if (together.has(partner.agency)) follow(partner.agency);
  node.core.onLogOffered = ({ descriptor, origin }) => void client.hint(descriptor.issuer, origin).catch(() => undefined);
  node.core.onLogOpened = (log) => {
    for (const agency of log.channel.audience) if (agency !== config.agency) void client.hint(agency, log.origin).catch(() => undefined);
  };
  // The partner waits longer and longer between its tries: once the link is back it is told that there is something again.
  const tell = (agency: AgencyId) => {
    for (const log of node.core.logs.all())
      if (log.channel.audience.includes(agency)) void client.hint(agency, log.origin).catch(() => undefined);
  };
  let switching: Promise<unknown> = Promise.resolve();
  node.switchLink = (partner, up) => {
    const agency = partner as AgencyId;
    if (up) {
      node.core.cut.delete(agency);
      switching = switching.then(() => follow(agency));
      for (const delayMs of [300, 1_500, 5_000]) realClock.after(delayMs, () => tell(agency));
      return;
    }
    node.core.cut.add(agency);
    server.dropPeer(agency);
    switching = switching.then(() => client.remove(agency, 'link-cut'));
  };
  return { server, client };
}
