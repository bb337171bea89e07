import { accept, type Result, refuse } from '@wasl/record';
import type { ActiveAgreement } from '../agreements.ts';
import type { NodeCore } from '../core.ts';
import type { Actor } from '../service.ts';
import { controlRecord } from './control-record.ts';

const needed = 2;

/** One officer, alone and at once (I9): nothing more of the agreement leaves or is read from the moment this resolves. */
export async function suspendAgreement(
  core: NodeCore,
  actor: Actor,
  of: { readonly agreement: string; readonly reason: string },
): Promise<Result<true>> {
  const active = core.agreements.byId(of.agreement);
  if (active === undefined) return refuse('agreement-unknown', `no arrangement ${of.agreement}`);
  core.setSuspension(of.agreement, core.agency, true);
  return commit(core, { active, actor, reason: of.reason, suspended: true });
}

/** Needs two different officers: the first call keeps the approval, the second resumes. */
export async function resumeAgreement(
  core: NodeCore,
  actor: Actor,
  agreement: string,
): Promise<Result<{ readonly resumed: boolean; readonly approvals: number; readonly needed: number }>> {
  const active = core.agreements.byId(agreement);
  if (active === undefined) return refuse('agreement-unknown', `no arrangement ${agreement}`);
  const key = `resume/${agreement}`;
  const first = await core.options.store.state(key);
  if (first === undefined) {
    await core.flusher.submit({
      state: [{ key, value: actor.user }],
      acts: [{ act: 'approve-resume', about: agreement, actor: actor.user }],
    });
    return accept({ resumed: false, approvals: 1, needed });
  }
  if (first === actor.user) return refuse('approval-same-person', 'another officer must approve resuming');
  const done = await commit(core, { active, actor, reason: 'resume', suspended: false });
  if (!done.ok) return done;
  core.setSuspension(agreement, core.agency, false);
  return accept({ resumed: true, approvals: needed, needed });
}

async function commit(
  core: NodeCore,
  of: { active: ActiveAgreement; actor: Actor; reason: string; suspended: boolean },
): Promise<Result<true>> {
  const { active, actor, suspended } = of;
  const { id } = active.agreement;
  const made = controlRecord(core, {
    type: suspended ? 'suspend' : 'resume',
    mode: 'system',
    fields: { agreement: active.digest },
    refs: [],
  });
  const log = core.log(core.agreements.controlChannel(active, 'system'));
  const result = await core.flusher.submit({
    records: [made.record],
    leaves: [made.leafIn(log, active)],
    state: [
      { key: `suspended/${id}/${core.agency}`, value: suspended ? core.nowText() : undefined },
      { key: `resume/${id}`, value: undefined },
    ],
    acts: [{ act: suspended ? 'suspend' : 'resume', about: id, actor: actor.user, reason: of.reason }],
  });
  if (!result.ok) return result;
  core.index([made.row], []);
  return accept(true);
}
