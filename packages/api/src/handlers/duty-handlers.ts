import type { OperationId, StandingDraft } from '@wasl/contract';
import type { HoldGround } from '@wasl/node';
import { type AgencyId, accept, type RecordId } from '@wasl/record';
import { actorOf, type Call, type Handler } from '../http/call.ts';
import type { ApiOptions } from '../options.ts';
import { done, shown } from './answers.ts';

type DutyOperation = Extract<
  OperationId,
  | 'holds'
  | 'placeHold'
  | 'liftHold'
  | 'readRetained'
  | 'uses'
  | 'closeLog'
  | 'excludeReader'
  | 'readmitReader'
  | 'reviews'
  | 'review'
  | 'standing'
  | 'proposeStanding'
  | 'approveStanding'
  | 'endStanding'
>;

function idOf(call: Call): RecordId {
  return (call.params['id'] ?? '') as RecordId;
}

function readerOf(call: Call): { readonly agency: AgencyId; readonly reason: string } {
  return call.body as { readonly agency: AgencyId; readonly reason: string };
}

function reasonOf(call: Call): string {
  return (call.body as { readonly reason: string }).reason;
}

/** Handlers of holds, reviews and standing approvals. */
export function dutyHandlers({ node }: ApiOptions): Readonly<Record<DutyOperation, Handler>> {
  const { duties } = node;
  return {
    holds: async (call) => shown(await duties.holds(actorOf(call)), (holds) => ({ holds })),
    placeHold: async (call) => {
      const hold = call.body as { readonly ground: HoldGround; readonly until: string; readonly reason: string };
      return done(await duties.placeHold(actorOf(call), idOf(call), hold));
    },
    liftHold: async (call) => done(await duties.liftHold(actorOf(call), idOf(call), reasonOf(call))),
    readRetained: async (call) => shown(await duties.readRetained(actorOf(call), idOf(call), reasonOf(call))),
    uses: async (call) => shown(await duties.uses(actorOf(call), idOf(call)), (uses) => ({ uses })),
    closeLog: async (call) => {
      const { log, reason } = call.body as { readonly log: string; readonly reason: string };
      return done(await duties.closeLog(actorOf(call), log, reason));
    },
    excludeReader: async (call) => done(await duties.excludeReader(actorOf(call), call.params['id'] ?? '', readerOf(call))),
    readmitReader: async (call) => shown(await duties.readmitReader(actorOf(call), call.params['id'] ?? '', readerOf(call))),
    reviews: async (call) => shown(await duties.reviews(actorOf(call)), (reviews) => ({ reviews })),
    review: async (call) => {
      const of = call.body as { readonly outcome: 'confirmed' | 'objected'; readonly reason: string };
      return done(await duties.review(actorOf(call), idOf(call), of));
    },
    standing: async (call) => shown(await duties.standing(actorOf(call)), (standing) => ({ standing })),
    proposeStanding: async (call) => {
      const proposed = await duties.proposeStanding(actorOf(call), call.body as unknown as StandingDraft);
      return proposed.ok ? accept({ status: 201, json: proposed.value }) : proposed;
    },
    approveStanding: async (call) => shown(await duties.approveStanding(actorOf(call), call.params['id'] ?? '', reasonOf(call))),
    endStanding: async (call) => done(await duties.endStanding(actorOf(call), call.params['id'] ?? '', reasonOf(call))),
  };
}
