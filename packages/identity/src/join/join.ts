import { type Agreement, agreementText, digestOf, parseAgreement, verifyAgreementSignatures } from '@wasl/agreement';
import { agreementSignatureMessage, countQuorum, fingerprintOfDigest, parseFingerprint } from '@wasl/log';
import { accept, type Crypto, canonicalText, type PartyId, type Refusal, type Result, refusalOf, refuse } from '@wasl/record';
import { fail } from '../codes.ts';
import { type OpenedBundle, openBundle } from './bundle.ts';
import { runCanary } from './canary.ts';
import { canKeep, commonCapabilities } from './capability.ts';
import { type CeremonyLine, parseLine, parseLog, signLine, verifyLog } from './ceremony-line.ts';
import type { JoinEvent, ProofSummary } from './join-events.ts';
import type { JoinState } from './join-state.ts';
import { joinTable } from './join-table.ts';
import { parseSigned, type SignedText, verifyText } from './signed-text.ts';

/** What a step needs besides its input. */
export interface JoinTools {
  readonly crypto: Crypto;
  readonly nowMs: number;
}

/** The state after a step, with its log line, and whether the step was taken; a refusal is logged too. */
export interface JoinAnswer {
  readonly state: JoinState;
  readonly outcome: Result<true>;
}

const mostMismatches = 3;
const officersWhoType = 2;

/** What a step comes to: the digest for its line, and the state it would leave. */
interface Taken {
  readonly digest: string;
  readonly state: JoinState;
}

interface Scene {
  readonly state: JoinState;
  readonly tools: JoinTools;
  readonly own: OpenedBundle;
  readonly peer: OpenedBundle | undefined;
}

type Answer = Result<Taken>;

function taken(digest: string, state: JoinState): Answer {
  return accept({ digest, state });
}

/** The one side's beginning: its own bundle, made by `makeBundle`. Throws the codes of `openBundle`. */
export function startJoin(own: string, options: JoinTools & { readonly attended: boolean }): JoinState {
  const bundle = openBundle(own, options);
  return {
    phase: 'start',
    party: bundle.party,
    attended: options.attended,
    own,
    typedBy: [],
    mismatches: 0,
    signatures: [],
    digests: {},
    log: [],
  };
}

function ceremonyId(own: OpenedBundle, peer: OpenedBundle, crypto: Crypto): string {
  return crypto.sha256Text([own.digest, peer.digest].sort().join('\n'));
}

function takeBundle({ state, tools, own }: Scene, file: string): Answer {
  const peer = openBundle(file, tools);
  if (peer.party === own.party) return refuse('join-bundle-refused', `the bundle is of ${peer.party}, which is this side`);
  return taken(peer.digest, { ...state, phase: 'exchanged', peer: file });
}

function takeFingerprint({ state, peer }: Scene, typed: string, officer: string): Answer {
  if (peer === undefined) throw fail('join-bundle-malformed', 'ceremony file holds no bundle of the partner');
  const digits = parseFingerprint(typed);
  if (digits === undefined) return refuse('join-fingerprint-malformed', 'typed text is not twelve groups of five digits');
  if (state.typedBy.includes(officer)) return refuse('join-officer-twice', 'this officer has typed the digits already');
  if (digits !== fingerprintOfDigest(peer.rootDigest))
    return refuse('join-fingerprint-mismatch', `the digits are not those of the root of ${peer.party}`);
  const typedBy = [...state.typedBy, officer];
  return taken(peer.rootDigest, { ...state, typedBy, phase: typedBy.length >= officersWhoType ? 'identified' : 'exchanged' });
}

/** Why a draft does not fit the two bundles, or undefined. */
function draftFault(agreement: Agreement, side: OpenedBundle): string | undefined {
  const party = agreement.parties.find((each) => each.party === side.party);
  if (party === undefined) return `${side.party} is no party of the draft`;
  if (party.root !== side.rootDigest) return `the draft pins root ${party.root} for ${side.party}, its bundle has ${side.rootDigest}`;
  const stranger = agreement.agencies.find(
    (each) =>
      each.party === side.party && !side.chain.latest.agencies.some((row) => row.agency === each.agency && row.function === each.function),
  );
  return stranger === undefined ? undefined : `${stranger.agency} (${stranger.function}) is no agency of the root of ${side.party}`;
}

function takeDraft({ state, tools, own, peer }: Scene, text: string): Answer {
  if (peer === undefined) throw fail('join-bundle-malformed', 'ceremony file holds no bundle of the partner');
  const agreement = parseAgreement(text);
  const fault = draftFault(agreement, own) ?? draftFault(agreement, peer);
  if (fault !== undefined) return refuse('join-draft-foreign', fault);
  const keepable = canKeep(agreement, commonCapabilities(own.capabilities, peer.capabilities));
  if (!keepable.ok) return keepable;
  const digest = digestOf(agreement, tools.crypto);
  return taken(digest, { ...state, phase: 'drafted', agreement: agreementText(agreement), signatures: [], digests: { draft: digest } });
}

/** Digest of what both sides must have proved alike. */
export function proofDigest(report: ProofSummary, crypto: Pick<Crypto, 'sha256Text'>): string {
  const properties = report.properties.map(({ id, outcome }) => ({ id, outcome })).sort((a, b) => (a.id < b.id ? -1 : 1));
  return crypto.sha256Text(canonicalText({ v: 1, agreement: report.agreement.digest, outcome: report.outcome, properties }));
}

function takeProof({ state, tools }: Scene, report: ProofSummary): Answer {
  if (report.agreement.digest !== state.digests.draft)
    return refuse('join-digest-mismatch', 'the proof is of another agreement than the draft');
  const open = report.properties.filter((property) => property.outcome !== 'proved').map((property) => property.id);
  if (report.outcome !== 'proved' || open.length > 0) return refuse('join-not-proved', `not proved: ${open.join(', ') || report.outcome}`);
  const digest = proofDigest(report, tools.crypto);
  return taken(digest, { ...state, phase: 'proved', digests: { ...state.digests, proof: digest } });
}

const compared = { drafted: ['draft', 'agreed'], proved: ['proof', 'assured'], tested: ['canary', 'confirmed'] } as const;

/** The partner's line about the step just taken here: signed by an officer of its root, of this ceremony, with the same digest. */
function takePeerLine({ state, tools, own, peer }: Scene, text: string): Answer {
  if (peer === undefined) throw fail('join-bundle-malformed', 'ceremony file holds no bundle of the partner');
  const [step, next] = compared[state.phase as keyof typeof compared];
  const signed = parseSigned(text.trimEnd());
  const verified = verifyText('wasl/ceremony/v1', signed, { root: peer.chain.latest, crypto: tools.crypto });
  if (!verified.ok) return verified;
  const line = parseLine(signed.text);
  if (line.party !== peer.party || line.step !== step || line.outcome !== 'done' || line.ceremony !== ceremonyId(own, peer, tools.crypto)) {
    return refuse(
      'join-line-refused',
      `line says ${line.step} ${line.outcome} of ${line.party}, wanted ${step} done of ${peer.party} in this ceremony`,
    );
  }
  if (line.digest !== state.digests[step])
    return refuse('join-digest-mismatch', `${step} of ${peer.party} is ${line.digest}, here ${state.digests[step]}`);
  return taken(line.digest, { ...state, phase: next });
}

function takeSignatures({ state, tools, own, peer }: Scene, added: JoinState['signatures']): Answer {
  if (peer === undefined || state.agreement === undefined) throw fail('join-bundle-malformed', 'ceremony file holds no draft');
  const agreement = parseAgreement(state.agreement);
  const message = agreementSignatureMessage(digestOf(agreement, tools.crypto));
  const roots = { [own.party]: own.chain.latest, [peer.party]: peer.chain.latest };
  const signatures = [...state.signatures];
  for (const one of added) {
    const root = Object.hasOwn(roots, one.party) ? roots[one.party] : undefined;
    // Each is judged by itself: a bad one kept would spoil the set for ever.
    const good =
      root === undefined
        ? undefined
        : countQuorum({ message, signatures: [one], keys: root.keys, quorum: { ...root.roles.agreement, threshold: 1 } }, tools.crypto);
    if (good?.ok !== true)
      return refuse(
        'join-signature-refused',
        `signature of ${one.keyId} for ${one.party} is of no officer of its agreement role, or does not verify`,
      );
    if (!signatures.some((known) => known.keyId === one.keyId && known.party === one.party)) signatures.push(one);
  }
  const verified = verifyAgreementSignatures(agreement, signatures, { roots, crypto: tools.crypto });
  // A threshold not reached yet is no refusal: signatures come one by one.
  if (!verified.ok && verified.reason.code !== 'agreement-threshold') return verified;
  const digest = tools.crypto.sha256Text(canonicalText(signatures.map((one) => ({ ...one }))));
  return taken(digest, { ...state, signatures, phase: verified.ok ? 'signed' : 'assured' });
}

function takeCanary({ state, tools }: Scene): Answer {
  if (state.agreement === undefined) throw fail('join-bundle-malformed', 'ceremony file holds no draft');
  const result = runCanary(parseAgreement(state.agreement), tools.crypto);
  if (result.leaks.length > 0)
    return refuse('join-canary-failed', `released, though it must be denied: ${result.leaks.slice(0, 5).join('; ')}`);
  if (result.released === 0) return refuse('join-canary-failed', 'nothing at all was released: the pack shows nothing');
  return taken(result.digest, { ...state, phase: 'tested', digests: { ...state.digests, canary: result.digest } });
}

function did(lines: readonly CeremonyLine[], step: string, digest: string | undefined): readonly string[] {
  return [
    ...new Set(lines.filter((line) => line.step === step && line.outcome === 'done' && line.digest === digest).map((line) => line.actor)),
  ];
}

/** The partner's whole log: two of its officers typed our digits, and draft, proof and canary are ours. */
function takeActivation({ state, tools, own, peer }: Scene, file: string): Answer {
  if (peer === undefined) throw fail('join-bundle-malformed', 'ceremony file holds no bundle of the partner');
  const lines = parseLog(file);
  const verified = verifyLog(lines, { root: peer.chain.latest, crypto: tools.crypto });
  if (!verified.ok) return verified;
  const ceremony = ceremonyId(own, peer, tools.crypto);
  const here = verified.value.filter((line) => line.ceremony === ceremony);
  if (did(here, 'fingerprint', own.rootDigest).length < officersWhoType) {
    return refuse('join-line-refused', `the log of ${peer.party} does not show two officers who typed the digits of ${own.party}`);
  }
  const missing = (['draft', 'proof', 'canary'] as const).find((step) => did(here, step, state.digests[step]).length === 0);
  if (missing !== undefined) return refuse('join-line-refused', `the log of ${peer.party} shows no ${missing} of the same digest`);
  const attended = state.attended && here.every((line) => line.attended);
  return taken(tools.crypto.sha256Text(file), { ...state, attended, phase: 'active' });
}

function take(scene: Scene, event: JoinEvent): Answer {
  switch (event.step) {
    case 'bundle':
      return takeBundle(scene, event.file);
    case 'fingerprint':
      return takeFingerprint(scene, event.typed, event.officer.row.id);
    case 'draft':
      return takeDraft(scene, event.agreement);
    case 'peer-line':
      return takePeerLine(scene, event.line);
    case 'proof':
      return takeProof(scene, event.report);
    case 'signature':
      return takeSignatures(scene, event.signatures);
    case 'canary':
      return takeCanary(scene);
    case 'activate':
      return takeActivation(scene, event.peerLog);
    case 'abort':
      return taken(scene.tools.crypto.sha256Text(event.reason), { ...scene.state, phase: 'aborted' });
  }
}

function attempt(scene: Scene, event: JoinEvent): Answer {
  if (joinTable[scene.state.phase][event.step] === undefined) {
    return refuse('join-out-of-order', `${event.step} cannot be done at ${scene.state.phase}`);
  }
  try {
    return take(scene, event);
  } catch (error) {
    return { ok: false, reason: refusalOf(error) };
  }
}

function afterRefusal(state: JoinState, reason: Refusal): JoinState {
  if (reason.code !== 'join-fingerprint-mismatch') return state;
  const mismatches = state.mismatches + 1;
  return { ...state, mismatches, phase: mismatches >= mostMismatches ? 'aborted' : state.phase };
}

/**
 * Takes one step of one side. Pure: the same state and event give the same answer. A refused step leaves the phase as it was
 * (the third wrong fingerprint aborts) and is logged with its code. Only an officer of the own root takes steps:
 * `join-officer-unknown` is answered without a line, because nobody may sign it.
 */
export function takeJoinStep(state: JoinState, event: JoinEvent, tools: JoinTools): JoinAnswer {
  const own = openBundle(state.own, tools);
  const { row } = event.officer;
  if (!own.chain.latest.keys.some((key) => key.id === row.id)) {
    return { state, outcome: refuse('join-officer-unknown', `key ${row.id} is none of the officers of ${own.party}`) };
  }
  const peer = state.peer === undefined ? undefined : openBundle(state.peer, tools);
  const answer = attempt({ state, tools, own, peer }, event);
  const after = answer.ok ? answer.value.state : afterRefusal(state, answer.reason);
  const known = peer ?? (after.peer === undefined ? undefined : openBundle(after.peer, tools));
  const line = {
    party: state.party,
    step: event.step,
    attended: state.attended,
    ...(known === undefined ? {} : { ceremony: ceremonyId(own, known, tools.crypto) }),
    ...(answer.ok
      ? { outcome: 'done' as const, digest: answer.value.digest }
      : { outcome: 'refused' as const, code: answer.reason.code, digest: tools.crypto.sha256Text(answer.reason.message) }),
  };
  const log = [...state.log, signLine(line, state.log, { officer: event.officer, ...tools })];
  return { state: { ...after, log }, outcome: answer.ok ? accept(true) : answer };
}

/** The last line of this side's own log about a step that was done, to give to the partner; undefined when there is none. */
export function lineFor(state: JoinState, step: 'draft' | 'proof' | 'canary'): SignedText | undefined {
  return state.log.findLast((signed) => {
    const line = parseLine(signed.text);
    return line.step === step && line.outcome === 'done';
  });
}

/** What an active ceremony gives to the node. */
export interface Joined {
  readonly party: PartyId;
  readonly peer: OpenedBundle;
  readonly agreement: string;
  readonly agreementDigest: string;
  readonly proofDigest: string;
  readonly canaryDigest: string;
  readonly signatures: JoinState['signatures'];
  /** False: no officer was there on one side at least. */
  readonly attended: boolean;
}

/**
 * The result of an active ceremony. Throws `join-out-of-order` before it is active, and `join-unattended-refused` for an
 * unattended one unless `demonstration` is set.
 */
export function joined(state: JoinState, options: JoinTools & { readonly demonstration: boolean }): Joined {
  const { agreement, peer, digests, signatures } = state;
  const { draft, proof, canary } = digests;
  if (state.phase !== 'active' || !agreement || !peer || !draft || !proof || !canary)
    throw fail('join-out-of-order', `ceremony stands at ${state.phase}, wanted active`);
  if (!state.attended && !options.demonstration)
    throw fail('join-unattended-refused', 'no officer attended this ceremony on one side at least');
  return {
    party: state.party,
    peer: openBundle(peer, options),
    agreement,
    agreementDigest: draft,
    proofDigest: proof,
    canaryDigest: canary,
    signatures,
    attended: state.attended,
  };
}
