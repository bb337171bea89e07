import type { AgencyId } from '@wasl/record';
import type { ActiveAgreement } from '../agreements.ts';
import type { NodeCore } from '../core.ts';
import { type DutyKind, dueState } from '../duties/calendar.ts';
import { controlTopic, journalTopic } from '../logs/channel.ts';
import type { LeafPlan } from '../logs/flusher.ts';
import type { OwnLog } from '../logs/own-log.ts';
import type { RecordWrite } from '../ports/store.ts';
import { isPartOf } from '../release/part-channel.ts';
import { closeLogs } from './close-log.ts';
import { controlRecord } from './control-record.ts';

const kind = 'version';

/** State key of what an agency announced last: the version of an arrangement that it holds. */
export function announcedKey(agreement: string, by: AgencyId): string {
  return `version-of/${agreement}/${by}`;
}

/** State key of a version that is held and not in force yet. */
export function pendingKey(digest: string): string {
  return `version-pending/${digest}`;
}

/** What an agency announced: number and digest. */
export interface Announced {
  readonly number: number;
  readonly digest: string;
}

/** The entry that tells partners which version this node holds now (LG6.12): in the control log of the version before, and of its own where that has other readers. */
export function versionRecord(
  core: NodeCore,
  of: { readonly next: ActiveAgreement; readonly before: ActiveAgreement },
): { readonly record: RecordWrite; readonly leaves: readonly LeafPlan[] } {
  const { agreement, digest } = of.next;
  const made = controlRecord(core, {
    type: 'agreement',
    mode: 'system',
    fields: {
      agreement: digest,
      number: agreement.version,
      effective: agreement.effective,
      ...(agreement.previous === undefined ? {} : { previous: agreement.previous }),
    },
    refs: [],
  });
  const logs = new Set([of.before, of.next].map((version) => core.log(core.agreements.controlChannel(version, 'system'))));
  return { record: made.record, leaves: [...logs].map((log) => made.leafIn(log, of.next)) };
}

/** A partner announced a version: when it is not held here a person must install it; else it may now take effect. */
export async function versionAnnounced(core: NodeCore, agreement: string, by: { readonly agency: AgencyId } & Announced): Promise<void> {
  const current = core.agreements.byId(agreement);
  if (current === undefined) return;
  if (core.agreements.byDigest(by.digest) === undefined && by.number > current.agreement.version)
    core.alarms.raise('version-behind', `${by.agency} holds version ${by.number} of ${agreement}: install it here`, {
      agreement,
      number: by.number,
    });
  await promoteWhenAgreed(core, agreement);
}

/**
 * A successor takes effect here once it is effective and every other agency that keeps a control log of it has announced it (LG6.12): until
 * then the version before goes on, so that nothing goes out under terms that its reader does not hold yet. Logs that it no longer has a
 * channel for are closed.
 */
export async function promoteWhenAgreed(core: NodeCore, id: string): Promise<void> {
  const next = core.agreements.pending(id);
  if (next === undefined) return;
  const effectiveMs = Date.parse(next.agreement.effective);
  if (core.nowMs() < effectiveMs) {
    const row = dueState(kind, { atMs: effectiveMs, tail: id, value: next.digest });
    await core.flusher.submit({ state: [row] });
    core.calendar.expect(row.key);
    return;
  }
  for (const agency of new Set(Object.values(next.agreement.control) as AgencyId[])) {
    if (agency === core.agency) continue;
    const text = await core.options.store.state(announcedKey(id, agency));
    const announced = text === undefined ? undefined : (JSON.parse(text) as Announced);
    if (announced === undefined || announced.number < next.agreement.version) return;
    if (announced.number === next.agreement.version && announced.digest !== next.digest) return;
  }
  core.agreements.promote(id);
  await core.flusher.submit({
    state: [{ key: pendingKey(next.digest), value: undefined }],
    acts: [{ act: 'version-in-force', about: id, details: { digest: next.digest, version: next.agreement.version } }],
  });
  core.alarms.clear('version-behind', { agreement: id });
  const gone = [...core.logs.all()].filter((log) => log.channel.agreement === id && !fits(core, next, log));
  await closeLogs(core, gone, { reason: `version ${next.agreement.version}` });
  for (const log of core.logs.all()) if (log.channel.agreement === id) log.wake();
  core.events.emit('agreement', { agreement: id, version: next.agreement.version, state: core.agreements.stateOf(next, core.nowMs()) });
}

function fits(core: NodeCore, version: ActiveAgreement, log: OwnLog): boolean {
  const { topic, audience, mode } = log.channel;
  if (topic === controlTopic || topic === journalTopic) return true;
  if (!version.agreement.modes.includes(mode)) return false;
  return version.agreement.channels.some(
    (channel) => channel.topic === topic && isPartOf(audience, core.agreements.audience(version, channel.audience), core.agency),
  );
}

/** Successors that become effective at a time. */
export function versionsDue(core: NodeCore): DutyKind {
  return {
    name: kind,
    atOnce: 4,
    needsTime: true,
    async run(rows) {
      for (const row of rows) {
        await core.flusher.submit({ state: [{ key: row.key, value: undefined }] });
        await promoteWhenAgreed(core, row.tail);
      }
    },
  };
}
