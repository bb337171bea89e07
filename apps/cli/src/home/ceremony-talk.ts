import { type JoinPhase, nextAct, type Officer } from '@wasl/identity';
import { fail } from '../codes.ts';
import { readText } from '../io/files.ts';
import type { Io, Outcome } from '../io/io.ts';
import { failureOutcome } from '../io/problem.ts';
import { wanted } from '../io/wanted.ts';
import { type CeremonyFolder, openCeremony, standing, stepIn } from './ceremony-folder.ts';
import { importFile, proveDraft, type Stepped, signDraft, takeDraftFile } from './ceremony-steps.ts';
import { installJoined } from './install-joined.ts';
import { openOfficer } from './officer-file.ts';
import { homeOf } from './open-home.ts';

/** What a step came to: what was done, what must be sent, what comes next. */
export function stepped(done: string, { state, files }: Stepped, extra: Readonly<Record<string, string | number | boolean>> = {}): Outcome {
  return {
    text: [done, ...files.map((file) => `  send them ${file}`), `  → ${nextAct[state.phase]}`].join('\n'),
    json: { done, ...extra, party: state.party, phase: state.phase, send: [...files], next: nextAct[state.phase] },
  };
}

/** Officers and the digits each of them typed, in order; what is missing is asked for at a terminal. */
export interface Typed {
  readonly typedBy: readonly string[];
  readonly fingerprint: readonly string[];
}

/**
 * The officers named, each after the other, type the digits that the partner reads to them. One officer alone is fine: the other comes
 * later. The digits at hand are never shown before both have typed.
 */
export async function typeDigits(io: Io, ceremony: CeremonyFolder, { typedBy, fingerprint }: Typed): Promise<Stepped> {
  if (fingerprint.length > typedBy.length && typedBy.length > 0)
    throw fail('command-usage', `${fingerprint.length} --fingerprint for ${typedBy.length} --typed-by: each officer types them`);
  const officers = typedBy.length > 0 ? typedBy : [undefined];
  let now: Stepped = { ...ceremony, files: [] };
  for (const [at, file] of officers.entries()) {
    const officer = await openOfficer(io, file);
    const question = 'The sixty digits as the partner reads them to you';
    const typed = await wanted(io, fingerprint[at], { option: '--fingerprint (once for each --typed-by)', question });
    now = await stepIn(now, { step: 'fingerprint', officer, typed });
  }
  return now;
}

/** What a step asks the officers for besides their key; an empty answer puts the ceremony away. */
const asks: Readonly<Partial<Record<JoinPhase, string>>> = {
  start: "file with the partner's bundle",
  identified: 'file of the draft arrangement',
  drafted: "file with the partner's log line for the draft",
  proved: "file with the partner's log line for the proof",
  assured: "file with the partner's signatures, or the word sign",
  tested: "file with the partner's log line for the canary pack",
  confirmed: "file with the partner's whole log",
  active: 'file of the next draft arrangement',
};

async function walkOne(io: Io, ceremony: CeremonyFolder, answer: string): Promise<Stepped> {
  const { phase } = ceremony.state;
  if (phase === 'exchanged') return typeDigits(io, ceremony, { typedBy: [], fingerprint: [] });
  const officer: Officer = await openOfficer(io, undefined);
  switch (phase) {
    case 'identified':
    case 'active':
      return takeDraftFile(ceremony, answer, officer);
    case 'agreed':
      return proveDraft(ceremony, officer);
    case 'assured':
      return answer === 'sign' ? signDraft(ceremony, officer) : importFile(ceremony, answer, officer);
    case 'signed':
      return stepIn(ceremony, { step: 'canary', officer });
    case 'confirmed':
      return stepIn(ceremony, { step: 'activate', officer, peerLog: await readText(answer) });
    default:
      return importFile(ceremony, answer, officer);
  }
}

/** Takes step after step at a terminal until the ceremony is over or put away. A refused step is told and may be tried again. */
export async function walk(io: Io, folder: string): Promise<Outcome> {
  if (!io.interactive) throw fail('input-needed', 'walking through a ceremony needs a terminal; take the steps one by one');
  for (;;) {
    const ceremony = await openCeremony(io, folder);
    const { phase } = ceremony.state;
    for (const line of standing(ceremony.state).lines) io.say(line);
    const question = asks[phase] ?? 'Enter to go on, or the word later';
    const answer = phase === 'aborted' ? '' : await io.ask(question, { instead: 'take the steps one by one' });
    const leave = asks[phase] === undefined ? answer !== '' : answer === '';
    if (phase === 'aborted' || leave) return { text: '', json: standing(ceremony.state).json };
    try {
      const after = await walkOne(io, ceremony, answer);
      for (const file of after.files) io.say(`  send them ${file}`);
      if (after.state.phase === 'active') await askHomes(io, after);
    } catch (error) {
      io.say((await failureOutcome(error, false)).text);
    }
  }
}

async function askHomes(io: Io, ceremony: CeremonyFolder): Promise<void> {
  for (;;) {
    const folder = await io.ask('folder of a node to install this in; Enter when there is no other', { instead: 'wasl agreement install' });
    if (folder === '') return;
    const done = await installJoined(ceremony, homeOf(io, folder));
    io.say(`${done.agency}: ${done.agreement ?? 'no arrangement of its own'}`);
  }
}
