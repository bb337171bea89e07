import { type AgreementSignature, digestOf, parseAgreement, signAgreement } from '@wasl/agreement';
import { fingerprintOfDigest } from '@wasl/log';
import type { Crypto } from '@wasl/record';
import { fail } from '../codes.ts';
import type { Officer } from '../root/officers.ts';
import { openBundle } from './bundle.ts';
import { encodeLog } from './ceremony-line.ts';
import { type Joined, joined, lineFor, startJoin, takeJoinStep } from './join.ts';
import type { JoinEvent, ProofSummary } from './join-events.ts';
import type { JoinState } from './join-state.ts';
import { encodeSigned } from './signed-text.ts';

/** One side of an unattended ceremony: its bundle and the keys of its officers, at least two, which only a demonstration has in one place. */
export interface UnattendedSide {
  readonly bundle: string;
  readonly officers: readonly Officer[];
}

/** What must be shown, loudly, wherever an unattended ceremony ran; en · fr · ar. */
export const unattendedWarning = {
  en: "DEMONSTRATION: this join ceremony ran without any officer. The digits were not typed by people, and both sides' keys were in one place. It proves nothing about who is at the other end.",
  fr: 'DÉMONSTRATION : cette cérémonie s’est déroulée sans aucun officier. Personne n’a saisi les chiffres, et les clés des deux côtés étaient au même endroit. Elle ne prouve rien sur l’identité du correspondant.',
  ar: 'عرض تجريبي: جرت مراسم الربط هذه دون حضور أي ضابط. لم يكتب الأرقامَ أحد، وكانت مفاتيح الطرفين في مكان واحد. وهي لا تثبت شيئا عن هوية الطرف الآخر.',
} as const;

/** How an unattended ceremony is run. `say` gets a line for each step; the first and the last are the warning. */
export interface UnattendedOptions {
  /** Texts of the agreements to bring into force, one after the other. */
  readonly agreements: readonly string[];
  readonly prove: (agreement: string) => Promise<ProofSummary>;
  readonly crypto: Crypto;
  readonly nowMs: () => number;
  readonly say: (line: string) => void;
}

/** The two sides after the ceremony, and what each agreement gives to each side's node, in the order of the agreements. */
export interface UnattendedOutcome {
  readonly states: readonly [JoinState, JoinState];
  readonly joined: readonly [readonly Joined[], readonly Joined[]];
}

/**
 * Runs the whole ceremony for both sides with the real steps, each line marked `attended: false`. Rejects with the code of
 * the first refused step.
 */
export async function runUnattended(
  sides: readonly [UnattendedSide, UnattendedSide],
  options: UnattendedOptions,
): Promise<UnattendedOutcome> {
  const { crypto, nowMs, say } = options;
  const tools = (): { crypto: Crypto; nowMs: number } => ({ crypto, nowMs: nowMs() });
  say(unattendedWarning.en);
  const states = sides.map((side) => startJoin(side.bundle, { ...tools(), attended: false })) as [JoinState, JoinState];
  const results: [Joined[], Joined[]] = [[], []];
  const officerOf = (at: 0 | 1, which: number): Officer => {
    const officer = sides[at].officers[which];
    if (officer === undefined) throw fail('join-officer-unknown', `side ${at} has ${sides[at].officers.length} officers, wanted two`);
    return officer;
  };
  function both(make: (at: 0 | 1, other: 0 | 1) => JoinEvent): void {
    for (const at of [0, 1] as const) {
      const event = make(at, at === 0 ? 1 : 0);
      const { state, outcome } = takeJoinStep(states[at], event, tools());
      states[at] = state;
      if (!outcome.ok) {
        throw fail(outcome.reason.code as 'join-out-of-order', outcome.reason.message, {
          details: { party: state.party, step: event.step },
        });
      }
      say(`${state.party}: ${event.step} done, now ${state.phase}`);
    }
  }
  const digitsOf = (at: 0 | 1): string => fingerprintOfDigest(openBundle(sides[at].bundle, tools()).rootDigest);
  function exchangeLines(step: 'draft' | 'proof' | 'canary'): void {
    const lines = states.map((state) => lineFor(state, step));
    both((at, other) => ({
      step: 'peer-line',
      officer: officerOf(at, 0),
      line: encodeSigned(lines[other] ?? { text: '', keyId: '', signature: '' }),
    }));
  }
  async function bringIntoForce(agreement: string): Promise<void> {
    both((at) => ({ step: 'draft', officer: officerOf(at, 0), agreement }));
    exchangeLines('draft');
    const report = await options.prove(agreement);
    both((at) => ({ step: 'proof', officer: officerOf(at, 0), report }));
    exchangeLines('proof');
    const digest = digestOf(parseAgreement(agreement), crypto);
    const signatures: AgreementSignature[] = ([0, 1] as const).flatMap((at) =>
      sides[at].officers.map(({ row, signer }) => signAgreement(digest, { party: states[at].party, keyId: row.id, signer })),
    );
    both((at) => ({ step: 'signature', officer: officerOf(at, 0), signatures }));
    both((at) => ({ step: 'canary', officer: officerOf(at, 0) }));
    exchangeLines('canary');
    const logs = states.map((state) => encodeLog(state.log));
    both((at, other) => ({ step: 'activate', officer: officerOf(at, 0), peerLog: logs[other] ?? '' }));
    for (const at of [0, 1] as const) results[at].push(joined(states[at], { ...tools(), demonstration: true }));
  }

  both((at, other) => ({ step: 'bundle', officer: officerOf(at, 0), file: sides[other].bundle }));
  for (const which of [0, 1]) both((at, other) => ({ step: 'fingerprint', officer: officerOf(at, which), typed: digitsOf(other) }));
  for (const agreement of options.agreements) await bringIntoForce(agreement);
  say(unattendedWarning.en);
  return { states, joined: results };
}
