/** Where one side of a ceremony stands. From `active` the two sides may go on to their next agreement; `aborted` is final. */
export const joinPhases = [
  'start',
  'exchanged',
  'identified',
  'drafted',
  'agreed',
  'proved',
  'assured',
  'signed',
  'tested',
  'confirmed',
  'active',
  'aborted',
] as const;
export type JoinPhase = (typeof joinPhases)[number];

/** What can happen to one side. `peer-line` is the partner's signed log line about the step just taken. */
export const joinSteps = ['bundle', 'fingerprint', 'draft', 'peer-line', 'proof', 'signature', 'canary', 'activate', 'abort'] as const;
export type JoinStep = (typeof joinSteps)[number];

const abort = { abort: ['aborted'] } as const;

/**
 * Every phase with the steps it takes and the phases they may end in; a step that a phase does not name is refused as
 * `join-out-of-order`. A refused step stays where it was, but the third wrong fingerprint aborts.
 */
export const joinTable: Readonly<Record<JoinPhase, Readonly<Partial<Record<JoinStep, readonly JoinPhase[]>>>>> = {
  start: { bundle: ['exchanged'], ...abort },
  exchanged: { fingerprint: ['exchanged', 'identified', 'aborted'], ...abort },
  identified: { draft: ['drafted'], ...abort },
  drafted: { draft: ['drafted'], 'peer-line': ['agreed'], ...abort },
  agreed: { draft: ['drafted'], proof: ['proved'], ...abort },
  proved: { 'peer-line': ['assured'], ...abort },
  assured: { signature: ['assured', 'signed'], ...abort },
  signed: { canary: ['tested'], ...abort },
  tested: { 'peer-line': ['confirmed'], ...abort },
  confirmed: { activate: ['active'], ...abort },
  active: { draft: ['drafted'], ...abort },
  aborted: {},
};

/** What an officer does next, one sentence for each phase. */
export const nextAct: Readonly<Record<JoinPhase, string>> = {
  start: "Import the partner's bundle.",
  exchanged: 'Two officers, one after the other, type the sixty digits that the partner reads to them.',
  identified: 'Import the draft agreement.',
  drafted: "Import the partner's log line for the draft: both digests must be the same.",
  agreed: 'Prove the draft.',
  proved: "Import the partner's log line for the proof.",
  assured: 'Collect the signatures of both sides.',
  signed: 'Run the canary pack.',
  tested: "Import the partner's log line for the canary pack.",
  confirmed: "Import the partner's whole log and activate.",
  active: 'Nothing: the agreement is active. Another one may begin with its draft.',
  aborted: 'Start a new ceremony when the reason is understood.',
};
