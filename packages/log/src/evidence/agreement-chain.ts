import { type Crypto, parseCanonical, refusalOf } from '@wasl/record';
import { fail } from '../codes.ts';
import { digestOf, listOf, type Members, textOf } from '../members.ts';
import { verifyAgreementStatement } from '../roots/agreement-statement.ts';
import { verifyRootChain } from '../roots/root-chain.ts';
import type { RootChain } from '../roots/root-document.ts';
import { isSize } from '../size.ts';
import { type EvidenceBundle, maxAgreementLength, type SignedAgreement } from './bundle.ts';
import { need } from './refused.ts';

/** What evidence reads of an agreement's text; the rest is for packages/agreement and for people. */
interface AgreementFacts {
  readonly digest: string;
  readonly previous?: string;
  readonly parties: readonly { readonly party: string; readonly root: string; readonly threshold: number }[];
  readonly agencies: readonly { readonly agency: string; readonly party: string }[];
}

/** The agreement that a release names, with the verified root chain of each of its parties. */
export interface VerifiedAgreement {
  readonly facts: AgreementFacts;
  readonly versions: number;
  readonly chains: ReadonlyMap<string, RootChain>;
}

const bounds = { maxBytes: 3 * maxAgreementLength, maxDepth: 32, maxMembers: 65_536, maxStringLength: 65_536 };
const partyForm = /^[a-z]{2,12}$/;
const agencyForm = /^[a-z]{2,12}\.[a-z][a-z0-9-]{0,31}$/;
const maxParties = 64;
const maxAgencies = 1024;

function refused(path: string, why: string) {
  return fail('evidence-agreement', `agreement${path}: ${why}`, { path });
}

/**
 * Verifies the versions from the one that the log's descriptor names to the one that the release names: each digest is of its text, each
 * version names the one before, every party's chain starts at the root that the version pins, and every party signed every version.
 */
export function verifyAgreements(
  bundle: Pick<EvidenceBundle, 'agreements' | 'roots'>,
  named: { readonly first: string; readonly last: string },
  crypto: Crypto,
): VerifiedAgreement {
  const chains = new Map<string, RootChain>();
  let before: AgreementFacts | undefined;
  for (const signed of bundle.agreements) {
    const facts = readFacts(signed, crypto);
    const follows = before === undefined ? named.first : before.digest;
    const link = before === undefined ? facts.digest : facts.previous;
    if (link !== follows) throw refused('', `version ${facts.digest} does not follow ${follows}`);
    for (const party of facts.parties) {
      const chain = chainOf(bundle, party, { chains, crypto });
      need(verifyAgreementStatement({ digest: facts.digest, threshold: party.threshold, signatures: signed.signatures }, chain, crypto));
    }
    before = facts;
  }
  if (before?.digest !== named.last)
    throw refused('', `the release names ${named.last}, the last version in the bundle is ${before?.digest ?? 'absent'}`);
  return { facts: before, versions: bundle.agreements.length, chains };
}

function chainOf(
  bundle: Pick<EvidenceBundle, 'roots'>,
  party: AgreementFacts['parties'][number],
  context: { readonly chains: Map<string, RootChain>; readonly crypto: Crypto },
): RootChain {
  const known = context.chains.get(party.party);
  if (known !== undefined) {
    if (known.digests[0] !== party.root) throw refused('/parties', `the first root of ${party.party} differs between versions`);
    return known;
  }
  const row = bundle.roots.find((each) => each.party === party.party);
  if (row === undefined) throw refused('/parties', `the bundle holds no root chain of ${party.party}`);
  const chain = need(verifyRootChain(row.chain, { pin: party.root, crypto: context.crypto }));
  if (chain.party !== party.party) throw refused('/parties', `the root chain of ${party.party} is one of ${chain.party}`);
  context.chains.set(party.party, chain);
  return chain;
}

function readFacts(signed: SignedAgreement, crypto: Crypto): AgreementFacts {
  if (crypto.sha256Text(signed.text) !== signed.digest) throw refused('', `the text does not have the digest ${signed.digest}`);
  const members = objectOf(parseText(signed.text), '');
  const parties = listOf(members['parties'], maxParties, refused, '/parties').map((item, i) => {
    const row = objectOf(item, `/parties/${i}`);
    if (!isSize(row['threshold']) || row['threshold'] === 0) throw refused(`/parties/${i}/threshold`, 'not a number from 1');
    return {
      party: textOf(row['party'], partyForm, refused, `/parties/${i}/party`),
      root: digestOf(row['root'], refused, `/parties/${i}/root`),
      threshold: row['threshold'],
    };
  });
  if (parties.length === 0) throw refused('/parties', 'empty');
  const agencies = listOf(members['agencies'], maxAgencies, refused, '/agencies').map((item, i) => {
    const row = objectOf(item, `/agencies/${i}`);
    return {
      agency: textOf(row['agency'], agencyForm, refused, `/agencies/${i}/agency`),
      party: textOf(row['party'], partyForm, refused, `/agencies/${i}/party`),
    };
  });
  const previous = members['previous'];
  return {
    digest: signed.digest,
    ...(previous === undefined ? {} : { previous: digestOf(previous, refused, '/previous') }),
    parties,
    agencies,
  };
}

function parseText(text: string): unknown {
  try {
    return parseCanonical(text, bounds);
  } catch (cause) {
    throw fail('evidence-agreement', `agreement: ${refusalOf(cause).message}`, { cause });
  }
}

function objectOf(value: unknown, path: string): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refused(path, 'not an object');
  return value as Members;
}
