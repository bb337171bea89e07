import { type AgencyId, accept, type Result, refuse } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import { personOf } from '../duties/person.ts';
import { controlTopic, journalTopic } from '../logs/channel.ts';
import type { JournalAct } from '../logs/journal.ts';
import type { OwnLog } from '../logs/own-log.ts';
import type { Actor } from '../service.ts';
import { controlRecord } from './control-record.ts';

const excludedPrefix = 'excluded/';
const readmitPrefix = 'readmit/';
const needed = 2;

/** State key of a reader that this agency sends nothing more under an arrangement. */
function excludedKey(agreement: string, agency: AgencyId): string {
  return `${excludedPrefix}${agreement}/${agency}`;
}

/** Readers excluded by hand, read at opening. */
export async function loadExcluded(core: NodeCore): Promise<void> {
  for (const { key } of await core.options.store.stateWithPrefix(excludedPrefix)) core.excluded.add(key.slice(excludedPrefix.length));
}

/**
 * Closes own logs for good (LG6): nothing is planned for them from now on, what was planned is written, then the control log states each
 * one's cut-off. Heads above it do not stand (LG6.9). The channel's next record opens the next epoch.
 */
export async function closeLogs(core: NodeCore, logs: readonly OwnLog[], act: Omit<JournalAct, 'act' | 'about'>): Promise<void> {
  const open = logs.filter((log) => !log.closed);
  for (const log of open) core.logs.retire(log);
  await core.flusher.settled();
  for (const log of open) {
    const active = core.agreements.byId(log.channel.agreement);
    const made = controlRecord(core, {
      type: 'log',
      mode: log.channel.mode,
      fields: { act: 'closed', log: log.origin, size: log.size },
      refs: [],
    });
    const control = active === undefined ? undefined : core.log(core.agreements.controlChannel(active, log.channel.mode));
    await core.flusher.submit({
      records: [made.record],
      leaves: active === undefined || control === undefined ? [] : [made.leafIn(control, active)],
      state: [core.logs.stateOf(log)],
      acts: [{ ...act, act: 'close-log', about: log.origin, details: { size: log.size } }],
    });
    log.wake();
  }
}

/** Closes one own log by hand. Refuses `log-unknown`; control logs and the activity record are never closed by hand. */
export async function closeByHand(
  core: NodeCore,
  actor: Actor,
  of: { readonly origin: string; readonly reason: string },
): Promise<Result<true>> {
  const log = core.logs.byOrigin(of.origin);
  const fixed = log?.channel.topic === controlTopic || log?.channel.topic === journalTopic;
  if (log === undefined || log.closed || fixed)
    return refuse('log-unknown', `${of.origin} is no open log of this agency that can be closed`);
  await closeLogs(core, [log], { actor: actor.user, reason: of.reason });
  return accept(true);
}

/**
 * Sends an agency nothing more under an arrangement (LG1.5): one officer, at once. Logs that it reads are closed, open streams end, and
 * the rest of each audience goes on in logs of its own. Recalls and erasures still reach it. Refuses `agreement-unknown`.
 */
export async function excludeReader(
  core: NodeCore,
  actor: Actor,
  of: { readonly agreement: string; readonly agency: AgencyId; readonly reason: string },
): Promise<Result<true>> {
  const { agreement, agency, reason } = of;
  const active = core.agreements.byId(agreement);
  if (active === undefined || agency === core.agency || !active.agreement.agencies.some((row) => row.agency === agency))
    return refuse('agreement-unknown', `${agency} is no other agency of an arrangement ${agreement}`);
  core.excluded.add(`${agreement}/${agency}`);
  core.agreements.generation += 1;
  const done = await core.flusher.submit({
    state: [
      { key: excludedKey(agreement, agency), value: core.nowText() },
      { key: `${readmitPrefix}${agreement}/${agency}`, value: undefined },
    ],
    acts: [{ act: 'exclude-reader', about: agency, actor: actor.user, reason, details: { agreement } }],
  });
  if (!done.ok) return done;
  const logs = [...core.logs.all()].filter(
    ({ channel }) => channel.agreement === agreement && channel.topic !== controlTopic && channel.audience.includes(agency),
  );
  for (const log of logs) log.wake();
  await closeLogs(core, logs, { actor: actor.user, reason });
  return accept(true);
}

/** Takes the exclusion back; two officers, the first call counts as the first. Refuses `reader-not-excluded`, `approval-same-person`. */
export async function readmitReader(
  core: NodeCore,
  actor: Actor,
  of: { readonly agreement: string; readonly agency: AgencyId; readonly reason: string },
): Promise<Result<{ readonly readmitted: boolean; readonly approvals: number; readonly needed: number }>> {
  const { agreement, agency, reason } = of;
  const name = `${agreement}/${agency}`;
  if (!core.excluded.has(name)) return refuse('reader-not-excluded', `${agency} is not excluded under ${agreement}`);
  const key = `${readmitPrefix}${name}`;
  const first = await core.options.store.state(key);
  const person = personOf(core, actor);
  if (first === person) return refuse('approval-same-person', 'another officer must agree');
  const whole = first !== undefined;
  const done = await core.flusher.submit({
    state: whole
      ? [
          { key, value: undefined },
          { key: excludedKey(agreement, agency), value: undefined },
        ]
      : [{ key, value: person }],
    acts: [{ act: whole ? 'readmit-reader' : 'approve-readmit', about: agency, actor: actor.user, reason, details: { agreement } }],
  });
  if (!done.ok) return done;
  if (!whole) return accept({ readmitted: false, approvals: 1, needed });
  core.excluded.delete(name);
  core.agreements.generation += 1;
  return accept({ readmitted: true, approvals: needed, needed });
}
