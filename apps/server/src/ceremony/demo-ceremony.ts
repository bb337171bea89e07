import { agreementText, obligationTypes, parseAgreement, prove } from '@wasl/agreement';
import { catalog } from '@wasl/catalog';
import {
  createSigner,
  encodeLog,
  firstRootText,
  makeAgencyKeys,
  makeBundle,
  nodeCrypto,
  nodeRandom,
  type Officer,
  officerWith,
  openBundle,
  openSealedKeys,
  runUnattended,
  Secret,
  signRoot,
} from '@wasl/identity';
import { rootDigest, type SignedRoot } from '@wasl/log';
import { type AgencyId, type DeskId, encodeBase64url, type PartyId } from '@wasl/record';
import { fail } from '../codes.ts';
import { NodeHome } from '../home/node-home.ts';

/** One agency of a demonstration and where its node will listen. */
export interface DemoAgency {
  readonly agency: AgencyId;
  readonly function: 'police' | 'defence';
  readonly desks: readonly string[];
  readonly apiPort: number;
  readonly exchangePort: number;
}

export interface DemoParty {
  readonly party: PartyId;
  readonly agencies: readonly DemoAgency[];
}

export interface DemoPlan {
  /** Folder that holds one folder per agency. */
  readonly folder: string;
  readonly host: string;
  readonly parties: readonly [DemoParty, DemoParty];
  /** Agreement texts with `ROOT:<party>` where the digest of a party's first root belongs. */
  readonly agreements: readonly string[];
  readonly say: (line: string) => void;
}

/** What the key files of a demonstration are cheap to open with: they protect nothing, and start quickly. */
const proofBudget = { timeoutMs: 20_000, memoryMb: 512 } as const;
const demonstrationCost = { n: 16_384, r: 8, p: 1 } as const;

interface Side {
  readonly party: PartyId;
  readonly officers: readonly Officer[];
  readonly chain: readonly SignedRoot[];
  readonly bundle: string;
  readonly homes: ReadonlyMap<AgencyId, NodeHome>;
}

/**
 * Makes keys and roots of both parties and runs the join ceremony of each agreement without any officer: the real steps, the real
 * refusals, and a warning that nobody was there. Writes one home per agency.
 */
export async function runDemoCeremony(plan: DemoPlan): Promise<void> {
  const nowMs = Date.now();
  const sides: Side[] = [];
  for (const party of plan.parties) sides.push(await makeSide(plan, party, nowMs));
  const [a, b] = sides;
  if (a === undefined || b === undefined) throw fail('ceremony-failed', 'a demonstration has two parties');
  plan.say('join ceremony: fingerprints, digests, proofs, signatures, canary records');
  await joinUnder(
    plan,
    [a, b],
    plan.agreements.map((text) => withRoots(text, [a, b])),
  );
}

async function makeSide(plan: DemoPlan, party: DemoParty, nowMs: number): Promise<Side> {
  plan.say(`${party.party}: making keys of officers and agencies`);
  const officers = [0, 1, 2].map(() => officerWith(createSigner('Ed25519'), nodeCrypto));
  const next = [0, 1, 2].map(() => officerWith(createSigner('Ed25519'), nodeCrypto));
  const homes = new Map<AgencyId, NodeHome>();
  const rows: Parameters<typeof firstRootText>[0]['agencies'][number][] = [];
  const bundled: Parameters<typeof makeBundle>[0]['agencies'][number][] = [];
  for (const agency of party.agencies) {
    const home = new NodeHome(`${plan.folder}/${agency.agency}`);
    homes.set(agency.agency, home);
    const passphrase = encodeBase64url(nodeRandom(24));
    await home.saveText('passphrase', passphrase);
    const storage = await openSealedKeys(home.path('keys.sealed'), {
      passphrase: new Secret(passphrase),
      random: nodeRandom,
      create: true,
      cost: demonstrationCost,
    });
    const desks = agency.desks.map((desk) => `${agency.agency}/${desk}` as DeskId);
    const made = await makeAgencyKeys(storage, { agency: agency.agency, function: agency.function, desks, nowMs, random: nodeRandom });
    rows.push(made.row);
    bundled.push({ agency: agency.agency, exchange: `${plan.host}:${agency.exchangePort}`, authority: made.authority });
    await home.saveAuthority(made.authority);
    await home.saveConfig({
      v: 1,
      agency: agency.agency,
      party: party.party,
      desks,
      demonstration: true,
      api: { host: plan.host, port: agency.apiPort },
      exchange: { host: plan.host, port: agency.exchangePort },
    });
  }
  const rootText = firstRootText(
    {
      party: party.party,
      nowMs,
      agencies: rows.toSorted((x, y) => (x.agency < y.agency ? -1 : 1)),
      keys: officers.map((officer) => officer.row),
      threshold: 2,
      next: next.map((officer) => officer.row),
      nextThreshold: 2,
    },
    nodeCrypto,
  );
  const chain = [signRoot(rootText, officers.slice(0, 2))];
  const capabilities = {
    software: 'wasl 0.1.0',
    recordTypes: [...new Set([...Object.keys(catalog), ...plan.agreements.flatMap(typesOf)])].sort(),
    obligations: [...obligationTypes],
    algorithms: ['Ed25519', 'ES256'],
    versions: { agreement: [1], exchange: [1] },
  };
  const bundle = makeBundle({ party: party.party, roots: chain, agencies: bundled, capabilities }, officers[0] as Officer, nodeRandom);
  return { party: party.party, officers, chain, bundle, homes };
}

async function joinUnder(plan: DemoPlan, sides: readonly [Side, Side], texts: readonly string[]): Promise<void> {
  const tools = { crypto: nodeCrypto, nowMs: Date.now() };
  const outcome = await runUnattended(sides, {
    agreements: texts,
    prove: async (document) => {
      const report = await prove(parseAgreement(document), proofBudget);
      plan.say(`${report.agreement.id}: ${report.properties.length} properties ${report.outcome} in ${Math.round(report.tookMs)} ms`);
      return report;
    },
    crypto: nodeCrypto,
    nowMs: () => Date.now(),
    say: () => undefined,
  });
  for (const [at, side] of sides.entries()) {
    const other = sides[at === 0 ? 1 : 0];
    const state = outcome.states[at === 0 ? 0 : 1];
    const peer = openBundle(other.bundle, tools);
    for (const [agency, home] of side.homes) {
      await home.saveRoots(side.party, side.chain);
      await home.saveRoots(other.party, peer.roots);
      for (const partner of peer.agencies) await home.savePartner(partner);
      await home.saveCeremonyLog('join', encodeLog(state.log));
      for (const result of outcome.joined[at === 0 ? 0 : 1]) {
        const agreement = parseAgreement(result.agreement);
        if (agreement.agencies.some((row) => row.agency === agency)) {
          await home.saveAgreement(`${agreement.id}.${agreement.version}`, { text: result.agreement, signatures: result.signatures });
        }
      }
    }
  }
}

function typesOf(text: string): readonly string[] {
  return (JSON.parse(text) as { topics: { types: string[] }[] }).topics.flatMap((topic) => topic.types);
}

function withRoots(text: string, sides: readonly Side[]): string {
  let done = text;
  for (const side of sides) done = done.replaceAll(`ROOT:${side.party}`, rootDigest(side.chain[0]?.document ?? '', nodeCrypto));
  // What is signed is the canonical text; the file in examples is laid out for people.
  return agreementText(parseAgreement(done));
}
