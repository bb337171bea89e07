import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  decodeJoin,
  encodeJoin,
  encodeLog,
  encodeSigned,
  type JoinEvent,
  type JoinState,
  lineFor,
  nextAct,
  nodeCrypto,
  openBundle,
  replaceFile,
  takeJoinStep,
} from '@wasl/identity';
import { fingerprintOfDigest } from '@wasl/log';
import { type Json, parsePartyId } from '@wasl/record';
import { fail } from '../codes.ts';
import { readText } from '../io/files.ts';
import type { Io } from '../io/io.ts';
import { Refused } from '../io/problem.ts';
import { wanted } from '../io/wanted.ts';

/** Option of every command that takes a step of a ceremony. */
export const ceremonyOption = ['--ceremony <folder>', "folder of this side's ceremony (WASL_CEREMONY)"] as const;

/** One side of a ceremony as it lies in its folder: the state, and `send/` with what the partner must get. Nothing in it is secret. */
export interface CeremonyFolder {
  readonly folder: string;
  readonly state: JoinState;
}

const stateName = 'ceremony.json';

/** Tools of a step: this machine's clock. */
export function joinTools(): { readonly crypto: typeof nodeCrypto; readonly nowMs: number } {
  return { crypto: nodeCrypto, nowMs: Date.now() };
}

/** The folder that was named, by option, WASL_CEREMONY, or at the terminal. */
export function ceremonyFolderOf(io: Io, given: string | undefined): Promise<string> {
  return wanted(io, given ?? io.env['WASL_CEREMONY'], { option: ceremonyOption[0], question: "folder of this side's ceremony" });
}

/** Reads a ceremony. Throws `ceremony-missing`, `join-bundle-malformed`. */
export async function openCeremony(io: Io, given: string | undefined): Promise<CeremonyFolder> {
  const folder = await ceremonyFolderOf(io, given);
  const file = join(folder, stateName);
  if (!existsSync(file)) throw fail('ceremony-missing', `there is no ${file}`);
  return { folder, state: decodeJoin(await readText(file)) };
}

/** Begins a folder. Throws `file-exists`. */
export async function newCeremony(folder: string, state: JoinState): Promise<CeremonyFolder> {
  if (existsSync(join(folder, stateName))) throw fail('file-exists', `${folder} holds a ceremony already`);
  await mkdir(join(folder, 'send'), { recursive: true, mode: 0o700 });
  await replaceFile(join(folder, stateName), encodeJoin(state));
  return { folder, state };
}

/** Writes a file that the partner must get, and answers its path. */
export async function toSend(folder: string, name: string, text: string): Promise<string> {
  const file = join(folder, 'send', name);
  await mkdir(join(folder, 'send'), { recursive: true, mode: 0o700 });
  await replaceFile(file, text);
  return file;
}

/** The name of a file about the arrangement at hand, such as `ma-gb.major-events.1.ma-draft`: one ceremony may see several. */
function nameOf(state: JoinState, what: string): string {
  const draft =
    state.agreement === undefined ? undefined : (JSON.parse(state.agreement) as { readonly id: string; readonly version: number });
  return draft === undefined ? `${state.party}-${what}` : `${draft.id}.${draft.version}.${state.party}-${what}`;
}

/** What the partner must get after a step was done here. */
async function filesAfter({ folder, state }: CeremonyFolder, event: JoinEvent): Promise<readonly string[]> {
  const files: string[] = [];
  const { step } = event;
  if (step === 'draft' || step === 'proof' || step === 'canary') {
    const line = lineFor(state, step);
    if (line !== undefined) files.push(await toSend(folder, nameOf(state, step), `${encodeSigned(line)}\n`));
  }
  if (step === 'signature' && event.signatures.some((one) => one.party === state.party)) {
    const own = state.signatures.filter((one) => one.party === state.party);
    files.push(await toSend(folder, nameOf(state, 'signatures'), `${JSON.stringify(own)}\n`));
  }
  // The whole log is asked for once, at the end.
  if (state.phase === 'confirmed') files.push(await toSend(folder, nameOf(state, 'log'), encodeLog(state.log)));
  return files;
}

/**
 * Takes one step and keeps what came of it, refused steps included: their line is in the log. Answers the new state and the files to
 * send. Throws `Refused` with the step's code.
 */
export async function stepIn(ceremony: CeremonyFolder, event: JoinEvent): Promise<CeremonyFolder & { readonly files: readonly string[] }> {
  const { state, outcome } = takeJoinStep(ceremony.state, event, joinTools());
  const after = { folder: ceremony.folder, state };
  await replaceFile(join(ceremony.folder, stateName), encodeJoin(state));
  if (!outcome.ok) {
    const ended = state.phase === 'aborted' ? '; this ended the ceremony' : '';
    throw new Refused({ ...outcome.reason, message: `${outcome.reason.message}${ended}` });
  }
  return { ...after, files: await filesAfter(after, event) };
}

/** The sixty digits of this side's root. */
export function digitsOf(state: JoinState): string {
  return fingerprintOfDigest(openBundle(state.own, joinTools()).rootDigest);
}

/** Where a ceremony stands, for people and as JSON. The partner's digits are shown only after two officers typed them. */
export function standing(state: JoinState): { readonly lines: readonly string[]; readonly json: { readonly [key: string]: Json } } {
  const tools = joinTools();
  const digits = digitsOf(state);
  const peer = state.peer === undefined ? undefined : openBundle(state.peer, tools);
  const known = peer !== undefined && state.typedBy.length >= 2;
  const peerDigits = known ? fingerprintOfDigest(peer.rootDigest) : undefined;
  const waiting = state.signatures.length === 0 ? [] : [`signatures: ${state.signatures.map((one) => one.party).join(', ')}`];
  return {
    lines: [
      `${state.party}${peer === undefined ? '' : ` with ${peer.party}`}: ${state.phase}`,
      `your digits, to be read to them: ${digits}`,
      ...(peerDigits === undefined ? [] : [`their digits, as two officers typed them: ${peerDigits}`]),
      ...(state.phase === 'exchanged' && state.typedBy.length === 1 ? ['one officer has typed their digits; a second one must'] : []),
      ...waiting,
      `next: ${nextAct[state.phase]}`,
    ],
    json: {
      party: state.party,
      phase: state.phase,
      attended: state.attended,
      fingerprint: digits,
      typed: state.typedBy.length,
      mismatches: state.mismatches,
      signatures: state.signatures.map(({ party, keyId }) => ({ party, keyId })),
      next: nextAct[state.phase],
      ...(peer === undefined ? {} : { peer: parsePartyId(peer.party) }),
      ...(peerDigits === undefined ? {} : { peerFingerprint: peerDigits }),
    },
  };
}
