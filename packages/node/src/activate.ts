import {
  type AgreementRoots,
  type AgreementSignature,
  digestOf,
  maySucceed,
  type ProofReport,
  parseAgreement,
  verifyAgreementSignatures,
} from '@wasl/agreement';
import { type AgencyId, accept, type Json, type Result, refuse } from '@wasl/record';
import type { ActiveAgreement } from './agreements.ts';
import { pendingKey, promoteWhenAgreed, versionRecord } from './control/versions.ts';
import type { NodeCore } from './core.ts';

const prefix = 'agreement/';

/** What is kept of an agreement version that took effect here. */
interface Kept {
  readonly text: string;
  readonly signatures: readonly AgreementSignature[];
  readonly chain: string;
  /** Digest of the proof report journalled when it took effect (RL3). */
  readonly proof: string;
}

/**
 * Lets a signed agreement version take effect: signatures of every party, succession from the version before, and its properties proved
 * (RL3, I10). Refusals: signature and succession codes, `agreement-not-proved`.
 */
export async function activateAgreement(
  core: NodeCore,
  of: { readonly text: string; readonly signatures: readonly AgreementSignature[]; readonly roots: AgreementRoots },
): Promise<Result<ActiveAgreement>> {
  const { crypto } = core.options;
  const agreement = parseAgreement(of.text);
  const digest = digestOf(agreement, crypto);
  const known = core.agreements.byDigest(digest);
  if (known !== undefined) return accept(known);
  const signed = verifyAgreementSignatures(agreement, of.signatures, { roots: of.roots, crypto });
  if (!signed.ok) return signed;
  const before = core.agreements.byId(agreement.id);
  if (before !== undefined) {
    const succession = maySucceed(before.agreement, agreement, { signatures: of.signatures, roots: of.roots, crypto });
    if (!succession.ok) return succession;
  } else if (agreement.version !== 1) {
    return refuse('agreement-unknown', `version ${agreement.version} of ${agreement.id} without the versions before it`);
  }
  const report = await core.options.prove(agreement);
  if (report.outcome !== 'proved') return refuse('agreement-not-proved', sentenceOf(report), { details: { agreement: agreement.id } });
  const chain = before?.chain ?? digest;
  const proof = crypto.sha256Text(JSON.stringify(report));
  const kept: Kept = { text: of.text, signatures: of.signatures, chain, proof };
  const version = { agreement, text: of.text, digest, chain, signatures: of.signatures, proof };
  // Suspensions stand over a change of version.
  const next = before === undefined ? undefined : core.agreements.hold({ ...version, suspendedBy: before.suspendedBy });
  const told = next === undefined || before === undefined ? undefined : versionRecord(core, { next, before });
  const result = await core.flusher.submit({
    ...(told === undefined ? {} : { records: [told.record], leaves: told.leaves }),
    state: [
      { key: `${prefix}${agreement.id}/${String(agreement.version).padStart(6, '0')}`, value: JSON.stringify(kept) },
      ...(next === undefined ? [] : [{ key: pendingKey(digest), value: agreement.id }]),
    ],
    acts: [
      {
        act: 'activate-agreement',
        about: agreement.id,
        details: { digest, version: agreement.version, proof, report: sentenceOf(report) },
      },
    ],
  });
  if (!result.ok) return result;
  if (next === undefined) return accept(core.agreements.add({ ...version, suspendedBy: new Set() }));
  await promoteWhenAgreed(core, agreement.id);
  return accept(next);
}

/**
 * On a restart: versions that took effect serve at once by their journalled proof, and are proved again in the background
 * (RL3): false suspends, unknown alarms.
 */
export async function reloadAgreements(core: NodeCore): Promise<void> {
  const { store, crypto } = core.options;
  for (const { value } of await store.stateWithPrefix(prefix)) {
    const kept = JSON.parse(value) as Kept;
    const agreement = parseAgreement(kept.text);
    const suspendedBy = new Set<AgencyId>();
    for (const { key } of await store.stateWithPrefix(`suspended/${agreement.id}/`))
      suspendedBy.add(key.slice(`suspended/${agreement.id}/`.length) as AgencyId);
    const digest = digestOf(agreement, crypto);
    const waits = (await store.state(pendingKey(digest))) !== undefined;
    const before = core.agreements.byId(agreement.id);
    const version = {
      agreement,
      text: kept.text,
      digest,
      chain: kept.chain,
      signatures: kept.signatures,
      proof: kept.proof,
      suspendedBy: before?.suspendedBy ?? suspendedBy,
    };
    if (waits) core.agreements.hold(version);
    else core.agreements.add(version);
  }
}

/** Proves every agreement in force again; meant to run some time after start. */
export async function proveAgain(core: NodeCore): Promise<void> {
  for (const active of core.agreements.all()) {
    const { id } = active.agreement;
    const report = await core.options.prove(active.agreement);
    if (report.outcome === 'proved') continue;
    if (report.properties.some((property) => property.outcome === 'refuted')) {
      core.setSuspension(id, core.agency, true);
      await core.flusher.submit({
        state: [{ key: `suspended/${id}/${core.agency}`, value: core.nowText() }],
        acts: [{ act: 'suspend', about: id, code: 'agreement-not-proved', reason: sentenceOf(report) }],
      });
    }
    core.alarms.raise('agreement-not-proved', `${id}: ${sentenceOf(report)}`, { agreement: id } satisfies Record<string, Json>);
  }
}

function sentenceOf(report: ProofReport): string {
  const failed = report.properties.filter((property) => property.outcome !== 'proved').map((property) => property.id);
  return failed.length === 0 ? 'every property proved' : `not proved: ${failed.join(', ')}`;
}
