import type { Approval } from '@wasl/agreement';
import { accept, type Crypto, encodeBase64url, isDigestText, isSubjectId, type RandomBytes, type Result, refuse } from '@wasl/record';
import { type codes, fail } from '../codes.ts';
import { type ApprovalDemand, approvalDigest, approvalsOf, decodeDemand, encodeDemand, type StandingScope } from './approval-demand.ts';
import type { StatePort } from './state-port.ts';

/** How many distinct officers must approve, the requester not among them (RL4). */
export const approversNeeded = 2;
/** The longest standing approval: one night shift. */
export const longestStandingMs = 12 * 3_600_000;
const longestOnceMs = 24 * 3_600_000;
const defaultOnceMs = 15 * 60_000;
const prefix = 'approval/';

export interface ApprovalOptions {
  readonly state: StatePort;
  readonly random: RandomBytes;
  readonly crypto: Pick<Crypto, 'sha256Text'>;
  readonly nowMs: () => number;
  /** Whether this home identity may approve now: an active account with the release role. */
  readonly mayApprove: (person: string) => boolean;
}

/**
 * An approval held for one commit. `write` goes into the same transaction as the release; `settle(true)` after it is
 * durable, `settle(false)` when it failed, and the approval can be used again.
 */
export interface HeldApproval {
  readonly demand: ApprovalDemand;
  readonly approvals: readonly Approval[];
  readonly write: { readonly key: string; readonly value: string };
  settle(committed: boolean): void;
}

/** Demands for approval and their use. Verdict approvals serve once; standing ones until they end. */
export interface Approvals {
  request(demand: { readonly requester: string; readonly verdict: string; readonly lifeMs?: number }): Promise<ApprovalDemand>;
  requestStanding(demand: {
    readonly requester: string;
    readonly scope: Omit<StandingScope, 'sinceMs'>;
    readonly lifeMs: number;
  }): Promise<ApprovalDemand>;
  /** What the console hashes from what it shows, and a passkey signs. */
  digestOf(demand: ApprovalDemand): string;
  /** One officer says yes to the demand whose digest the console computed. */
  approve(id: string, by: { readonly person: string; readonly digest: string; readonly proof?: string }): Promise<Result<ApprovalDemand>>;
  /** Holds a complete approval of exactly this verdict for one commit; a second holder is refused meanwhile. */
  hold(id: string, verdict: string): Result<HeldApproval>;
  /** Standing approvals in force for this type of record about this incident. */
  standing(scope: { readonly type: string; readonly incident: string }): readonly Approval[];
  /** Any one officer ends a demand or a standing approval at once. */
  end(id: string): Promise<void>;
  /** Demands that wait or stand, oldest expiry first. */
  open(): readonly ApprovalDemand[];
}

function no(
  code: keyof typeof codes,
  message: string,
): { readonly ok: false; readonly reason: { readonly code: string; readonly message: string } } {
  return refuse(code, message);
}

/** Opens the demands kept in `state`; those a day past their expiry are dropped. Throws `state-malformed`. */
export async function openApprovals(options: ApprovalOptions): Promise<Approvals> {
  const { state, random, crypto, nowMs, mayApprove } = options;
  const demands = new Map<string, ApprovalDemand>();
  const inUse = new Set<string>();
  for (const { key, value } of await state.loadWithPrefix(prefix)) {
    const demand = decodeDemand(value);
    if (demand.expiresMs + longestOnceMs < nowMs()) await state.save(key, undefined);
    else demands.set(demand.id, demand);
  }
  let last: Promise<unknown> = Promise.resolve();
  function serial<T>(act: () => Promise<T>): Promise<T> {
    const run = last.then(act, act);
    last = run.catch(() => undefined);
    return run;
  }
  async function keep(demand: ApprovalDemand): Promise<ApprovalDemand> {
    await state.save(prefix + demand.id, encodeDemand(demand));
    demands.set(demand.id, demand);
    return demand;
  }
  function live(id: string): Result<ApprovalDemand> {
    const demand = demands.get(id);
    if (demand === undefined) return no('approval-unknown', 'there is no such request for approval');
    if (demand.endedAtMs !== undefined) return no('approval-used', 'the approval was used or ended already');
    if (nowMs() >= demand.expiresMs) return no('approval-expired', 'the request for approval has expired');
    return accept(demand);
  }
  function fresh(requester: string, lifeMs: number): Pick<ApprovalDemand, 'id' | 'requester' | 'nonce' | 'expiresMs' | 'given'> {
    return { id: encodeBase64url(random(16)), requester, nonce: encodeBase64url(random(16)), expiresMs: nowMs() + lifeMs, given: [] };
  }
  const complete = (demand: ApprovalDemand): boolean => {
    const persons = new Set(demand.given.map((one) => one.person).filter((person) => person !== demand.requester && mayApprove(person)));
    return persons.size >= approversNeeded;
  };

  return {
    request: ({ requester, verdict, lifeMs = defaultOnceMs }) =>
      serial(async () => {
        if (!isDigestText(verdict)) throw fail('approval-malformed', 'verdict is no digest', { path: '/verdict' });
        if (!(lifeMs > 0 && lifeMs <= longestOnceMs))
          throw fail('approval-malformed', `life ${lifeMs} ms is not within a day`, { path: '/lifeMs' });
        return keep({ ...fresh(requester, lifeMs), verdict });
      }),
    requestStanding: ({ requester, scope, lifeMs }) =>
      serial(async () => {
        if (!(lifeMs > 0 && lifeMs <= longestStandingMs))
          throw fail('approval-too-long', `standing approval of ${lifeMs} ms, at most ${longestStandingMs}`);
        if (!isSubjectId(scope.incident) || scope.to.length === 0)
          throw fail('approval-malformed', 'standing approval needs an incident and recipients');
        return keep({ ...fresh(requester, lifeMs), standing: { ...scope, sinceMs: nowMs() } });
      }),
    digestOf: (demand) => approvalDigest(demand, crypto),
    approve: (id, { person, digest, proof }) =>
      serial(async () => {
        const found = live(id);
        if (!found.ok) return found;
        const demand = found.value;
        if (!mayApprove(person)) return no('approval-not-allowed', 'this officer may not approve releases');
        if (person === demand.requester) return no('approval-not-distinct', 'the requester cannot approve');
        if (demand.given.some((one) => one.person === person)) return no('approval-not-distinct', 'this officer has approved already');
        if (digest !== approvalDigest(demand, crypto)) return no('approval-digest-mismatch', 'what was shown is not what was requested');
        const given = { person, atMs: nowMs(), ...(proof === undefined ? {} : { proof }) };
        return accept(await keep({ ...demand, given: [...demand.given, given] }));
      }),
    hold: (id, verdict) => {
      const found = live(id);
      if (!found.ok) return found;
      const demand = found.value;
      if (inUse.has(id)) return no('approval-used', 'the approval is being used by another release');
      if (demand.verdict !== verdict) return no('approval-digest-mismatch', 'the verdict has changed since it was approved');
      if (!complete(demand)) return no('approval-incomplete', `fewer than ${approversNeeded} distinct officers have approved`);
      inUse.add(id);
      const used: ApprovalDemand = { ...demand, endedAtMs: nowMs() };
      return accept({
        demand: used,
        approvals: approvalsOf(demand),
        write: { key: prefix + id, value: encodeDemand(used) },
        settle: (committed) => {
          inUse.delete(id);
          if (committed) demands.set(id, used);
        },
      });
    },
    standing: ({ type, incident }) =>
      [...demands.values()]
        .filter(
          (demand) => demand.standing?.type === type && demand.standing.incident === incident && live(demand.id).ok && complete(demand),
        )
        .flatMap((demand) => approvalsOf(demand).filter((approval) => mayApprove(approval.person))),
    end: (id) =>
      serial(async () => {
        const found = live(id);
        if (found.ok) await keep({ ...found.value, endedAtMs: nowMs() });
      }),
    open: () => [...demands.values()].filter((demand) => live(demand.id).ok).sort((a, b) => a.expiresMs - b.expiresMs),
  };
}
