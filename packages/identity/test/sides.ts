import { type Agreement, agreementText, digestOf, type Permit, parseAgreement } from '@wasl/agreement';
import { fingerprintOfDigest } from '@wasl/log';
import type { AgencyId, DeskId, PartyId } from '@wasl/record';
import { nodeCrypto } from '../src/crypto/node-crypto.ts';
import { nodeRandom } from '../src/crypto/node-random.ts';
import { createSigner } from '../src/crypto/node-signer.ts';
import { makeBundle, openBundle } from '../src/join/bundle.ts';
import type { ProofSummary } from '../src/join/join-events.ts';
import { memoryKeys } from '../src/keys/memory-keys.ts';
import { makeAgencyKeys } from '../src/root/agency-keys.ts';
import { type Officer, officerWith } from '../src/root/officers.ts';
import { firstRootText, signRoot } from '../src/root/root-ceremony.ts';

/** Noon of 10 January 2030. */
export const nowMs = Date.UTC(2030, 0, 10, 12);

export const capabilities = {
  software: 'wasl 0.1.0',
  recordTypes: ['incident', 'logEntry', 'alert'],
  obligations: ['expire', 'logPurpose'],
  algorithms: ['Ed25519', 'ES256'],
  versions: { agreement: [1], exchange: [1] },
};

/** One party with three officers and one police agency. */
export interface Side {
  readonly party: PartyId;
  readonly officers: readonly Officer[];
  readonly bundle: string;
  readonly rootDigest: string;
  /** The sixty digits that this side's officers read aloud. */
  readonly digits: string;
}

export async function makeSide(name: string, changes: Partial<typeof capabilities> = {}): Promise<Side> {
  const party = name as PartyId;
  const agency = `${name}.police` as AgencyId;
  const officers = [0, 1, 2].map(() => officerWith(createSigner('Ed25519'), nodeCrypto));
  const next = [0, 1, 2].map(() => officerWith(createSigner('Ed25519'), nodeCrypto));
  const made = await makeAgencyKeys(memoryKeys(nodeRandom), {
    agency,
    function: 'police',
    desks: [`${agency}/ops` as DeskId],
    nowMs,
    random: nodeRandom,
  });
  const custody = { keys: officers.map((one) => one.row), threshold: 2, next: next.map((one) => one.row), nextThreshold: 2 };
  const root = signRoot(firstRootText({ party, nowMs, ...custody, agencies: [made.row] }, nodeCrypto), officers.slice(0, 2));
  const [first] = officers;
  if (first === undefined) throw new Error('officers');
  const agencies = [{ agency, exchange: '127.0.0.1:7201', authority: made.authority }];
  const bundle = makeBundle({ party, roots: [root], agencies, capabilities: { ...capabilities, ...changes } }, first, nodeRandom);
  const { rootDigest } = openBundle(bundle, { crypto: nodeCrypto, nowMs });
  return { party, officers, bundle, rootDigest, digits: fingerprintOfDigest(rootDigest) };
}

function words(en: string): { lang: string; text: string }[] {
  return [{ lang: 'en', text: en }];
}

const permit: Permit = {
  id: '4.1',
  from: ['*'],
  to: ['*'],
  types: ['incident'],
  units: ['*'],
  purposes: ['event-safety'],
  obligations: [{ type: 'expire', id: 'o1', days: 90 }],
  basis: 'Art. 4(1)',
  text: words('Incidents at the event are reported.'),
};

/** Canonical text of a small arrangement between two sides. */
export function draftOf(a: Side, b: Side, change: Partial<Agreement> = {}): string {
  const agencies = [a, b].map(({ party }) => ({
    agency: `${party}.police`,
    party,
    function: 'police' as const,
    ceiling: 2,
    caveats: [],
    supports: ['expire', 'logPurpose'],
  }));
  const json: Agreement = {
    v: 1,
    id: 'ma-gb.canary',
    version: 1,
    title: words('Small arrangement'),
    parent: { title: words('Parent instrument'), date: '2024-10-23', article: '7' },
    languages: ['en'],
    prevails: 'en',
    alternat: true,
    parties: [a, b].map(({ party, rootDigest }) => ({ party, name: words(party), root: rootDigest, threshold: 2 })),
    agencies,
    control: { [a.party]: `${a.party}.police`, [b.party]: `${b.party}.police` },
    rights: { scheme: 'OSJA', reference: 'none', rating: 'low', date: '2029-12-01' },
    dataProtection: [],
    impactAssessments: [],
    purposes: [{ purpose: 'event-safety', text: words('Safety of the event') }],
    modes: ['exercise', 'test'],
    topics: [{ topic: 'operations', types: ['incident', 'logEntry'] }],
    audiences: [{ audience: 'event', agencies: agencies.map((one) => one.agency) }],
    channels: [{ audience: 'event', topic: 'operations' }],
    nevers: [{ id: 'N1', types: ['logEntry'], units: ['*'], to: ['*'], basis: 'Art. 3', text: words('No log entry leaves.') }],
    permits: [permit],
    emergency: [],
    retention: [{ types: ['*'], days: 365 }],
    erasure: { deadlineHours: 72 },
    clocks: { rfiHours: { urgent: 8 }, acknowledgeSeconds: 60, leadDays: { match: 14 } },
    equivalences: [],
    onward: { rule: 'grant' },
    properties: [{ id: 'P1', never: { types: ['logEntry'], to: ['*'] }, text: words('No log entry leaves.') }],
    effective: '2030-01-01T00:00:00Z',
    sunset: '2031-12-31T23:59:59Z',
    suspension: { by: 'one-officer', resume: 'threshold' },
    succession: { signatures: 'all-parties' },
    ...change,
  };
  return agreementText(parseAgreement(json));
}

/** A proof report as a prover gives it. */
export function proofOf(draft: string, outcome: 'proved' | 'refuted' = 'proved'): ProofSummary {
  return { agreement: { digest: digestOf(parseAgreement(draft), nodeCrypto) }, outcome, properties: [{ id: 'P1', outcome }] };
}
