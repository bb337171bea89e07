import { accept, parseRecordId, type RecordId, type Result } from '@wasl/record';
import { closeByHand, excludeReader, readmitReader } from '../control/close-log.ts';
import { holdsOf, liftHold, placeHold } from '../control/legal-hold.ts';
import type { NodeCore } from '../core.ts';
import type { DutyService, StandingDraft } from '../duty-service.ts';
import { type Act, may } from '../roles.ts';
import type { Actor } from '../service.ts';
import { readRetained } from './retained.ts';
import { openReviews, reviewRelease } from './review.ts';
import { approveStanding, endStanding, proposeStanding, standingApprovals } from './standing.ts';
import { usesOf } from './use-notice.ts';

/** Duties around releases, for officers whose roles include them; each list that is read is in the activity record first (JO1). */
export class NodeDuties implements DutyService {
  readonly #core: NodeCore;

  constructor(core: NodeCore) {
    this.#core = core;
  }

  holds(actor: Actor): ReturnType<DutyService['holds']> {
    return this.#list(actor, 'erase', { act: 'read-holds', of: () => holdsOf(this.#core) });
  }

  async placeHold(actor: Actor, id: RecordId, hold: Parameters<DutyService['placeHold']>[2]): Promise<Result<true>> {
    const allowed = may(actor, 'erase');
    const { ground, until, reason } = hold;
    return allowed.ok ? placeHold(this.#core, actor, { id: parseRecordId(id), hold: { ground, until }, reason }) : allowed;
  }

  async liftHold(actor: Actor, id: RecordId, reason: string): Promise<Result<true>> {
    const allowed = may(actor, 'erase');
    return allowed.ok ? liftHold(this.#core, actor, { id: parseRecordId(id), reason }) : allowed;
  }

  async readRetained(actor: Actor, id: RecordId, reason: string): ReturnType<DutyService['readRetained']> {
    const allowed = may(actor, 'audit');
    return allowed.ok ? readRetained(this.#core, actor, { id: parseRecordId(id), reason }) : allowed;
  }

  uses(actor: Actor, id: RecordId): ReturnType<DutyService['uses']> {
    return this.#list(actor, 'read', { act: 'read-uses', of: () => usesOf(this.#core, parseRecordId(id)) });
  }

  async closeLog(actor: Actor, origin: string, reason: string): Promise<Result<true>> {
    const allowed = may(actor, 'suspend');
    return allowed.ok ? closeByHand(this.#core, actor, { origin, reason }) : allowed;
  }

  async excludeReader(actor: Actor, agreement: string, of: Parameters<DutyService['excludeReader']>[2]): Promise<Result<true>> {
    const allowed = may(actor, 'suspend');
    return allowed.ok ? excludeReader(this.#core, actor, { agreement, ...of }) : allowed;
  }

  async readmitReader(
    actor: Actor,
    agreement: string,
    of: Parameters<DutyService['readmitReader']>[2],
  ): ReturnType<DutyService['readmitReader']> {
    const allowed = may(actor, 'release');
    return allowed.ok ? readmitReader(this.#core, actor, { agreement, ...of }) : allowed;
  }

  reviews(actor: Actor): ReturnType<DutyService['reviews']> {
    return this.#list(actor, 'erase', { act: 'read-reviews', of: () => openReviews(this.#core) });
  }

  async review(
    actor: Actor,
    id: RecordId,
    of: { readonly outcome: 'confirmed' | 'objected'; readonly reason: string },
  ): Promise<Result<true>> {
    const allowed = may(actor, 'erase');
    return allowed.ok ? reviewRelease(this.#core, actor, { id: parseRecordId(id), ...of }) : allowed;
  }

  standing(actor: Actor): ReturnType<DutyService['standing']> {
    return this.#list(actor, 'read', { act: 'read-standing', of: () => standingApprovals(this.#core) });
  }

  async proposeStanding(actor: Actor, draft: StandingDraft): ReturnType<DutyService['proposeStanding']> {
    const allowed = may(actor, 'release');
    return allowed.ok ? proposeStanding(this.#core, actor, draft) : allowed;
  }

  async approveStanding(actor: Actor, id: string, reason: string): ReturnType<DutyService['approveStanding']> {
    const allowed = may(actor, 'release');
    return allowed.ok ? approveStanding(this.#core, actor, { id, reason }) : allowed;
  }

  async endStanding(actor: Actor, id: string, reason: string): Promise<Result<true>> {
    const allowed = may(actor, 'suspend');
    return allowed.ok ? endStanding(this.#core, actor, { id, reason }) : allowed;
  }

  async #list<T>(actor: Actor, act: Act, read: { readonly act: string; readonly of: () => Promise<T> }): Promise<Result<T>> {
    const allowed = may(actor, act);
    if (!allowed.ok) return allowed;
    await this.#core.flusher.submit({ acts: [{ act: read.act, actor: actor.user }] });
    return accept(await read.of());
  }
}
