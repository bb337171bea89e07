import type { LadderEvent } from '../declaration.ts';

/** Where a desk stands with a record. `sent`: on its way. `void`: the record was withdrawn, erased or superseded, and nothing is owed any more. */
export type LadderState = 'sent' | 'delivered' | 'seen' | 'accepted' | 'partial' | 'refused' | 'deferred' | 'done' | 'void';

/** What can happen to a ladder: a desk's steps, and the end of the record. */
export type LadderInput = LadderEvent | 'ended';

/** States and inputs, in the order in which they are shown. */
export const ladderStates: readonly LadderState[] = [
  'sent',
  'delivered',
  'seen',
  'accepted',
  'partial',
  'refused',
  'deferred',
  'done',
  'void',
];
export const ladderInputs: readonly LadderInput[] = [
  'delivered',
  'seen',
  'acknowledged',
  'accepted',
  'partial',
  'refused',
  'deferred',
  'done',
  'ended',
];

type Row = Readonly<Record<LadderInput, LadderState>>;

/** From an answer on, a desk may answer otherwise; reading it again changes nothing. */
function answered(state: LadderState): Row {
  return {
    delivered: state,
    seen: state,
    acknowledged: state,
    accepted: 'accepted',
    partial: 'partial',
    refused: 'refused',
    deferred: 'deferred',
    done: 'done',
    ended: 'void',
  };
}

function final(state: LadderState): Row {
  return Object.fromEntries(ladderInputs.map((input) => [input, state])) as unknown as Row;
}

/**
 * The receipt ladder, total: every state has an answer to every input. A step down is no step: late proof of delivery leaves `seen` as it is. `done`
 * stays done; only the end of the record ends it.
 */
export const ladderTable: Readonly<Record<LadderState, Row>> = {
  sent: { ...answered('sent'), delivered: 'delivered', seen: 'seen', acknowledged: 'seen' },
  delivered: { ...answered('delivered'), seen: 'seen', acknowledged: 'seen' },
  seen: answered('seen'),
  accepted: answered('accepted'),
  partial: answered('partial'),
  refused: answered('refused'),
  deferred: answered('deferred'),
  done: { ...final('done'), ended: 'void' },
  void: final('void'),
};
