import type { AgencyId } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import { journalTopic } from '../logs/channel.ts';
import type { LinkState } from '../ports/link.ts';
import type { NodeStatus, PartnerStatus } from '../service.ts';

type Links = ReadonlyMap<string, LinkState & { readonly lastSeenMs: number | undefined }>;

/** What the node knows of itself and its partners now; silence of a partner is a state of its own (I11). */
export function statusOf(core: NodeCore, links: Links): NodeStatus {
  const nowMs = core.nowMs();
  const partners = partnersOf(core);
  let records = 0;
  for (const log of core.logs.all()) if (log.channel.topic !== journalTopic) records += Math.max(0, log.size - 1);
  for (const log of core.remote.all()) records += Math.max(0, log.tree.size - 1);
  return {
    agency: core.agency,
    ready: true,
    mode: core.options.mode,
    agreements: core.agreements.all().map((active) => ({
      id: active.agreement.id,
      version: active.agreement.version,
      digest: active.digest,
      state: core.agreements.stateOf(active, nowMs),
      sunset: active.agreement.sunset,
    })),
    partners: [...partners].sort().map((partner) => partnerStatus(core, partner, links)),
    records,
    alarms: core.alarms.all(),
    timeUncertain: core.timeUncertain,
  };
}

/** Agencies that stand in an arrangement together with this one. */
export function partnersOf(core: NodeCore): ReadonlySet<AgencyId> {
  const partners = new Set<AgencyId>();
  for (const active of core.agreements.all()) {
    const agencies = active.agreement.agencies.map((entry) => entry.agency as AgencyId);
    if (agencies.includes(core.agency)) for (const agency of agencies) if (agency !== core.agency) partners.add(agency);
  }
  return partners;
}

/** Activity records: the newest head of ours that the partner cosigned, and how theirs stands here (EX6). */
function journalsWith(core: NodeCore, partner: AgencyId): PartnerStatus['journal'] {
  const cosigned = core.journals.stated.of(partner);
  const kept = core.journals.kept.of(partner);
  const theirs = kept?.doubt === 'journal-rewritten' ? 'rewritten' : kept?.doubt === 'journal-rolled-back' ? 'rolled-back' : 'ok';
  return {
    ...(cosigned === undefined ? {} : { cosigned: { size: cosigned.size, at: core.textOf(cosigned.atSeconds * 1000) } }),
    ...(kept === undefined ? {} : { kept: { size: kept.size, at: core.textOf(kept.seconds * 1000), state: theirs } }),
  };
}

function partnerStatus(core: NodeCore, partner: AgencyId, links: Links): PartnerStatus {
  const logs: PartnerStatus['logs'][number][] = [];
  let waiting = 0;
  for (const log of core.logs.all()) {
    if (log.channel.topic === journalTopic || !log.channel.audience.includes(partner)) continue;
    const confirmed = core.delivery.confirmed(log.origin, partner);
    waiting += Math.max(0, log.size - confirmed);
    logs.push({
      direction: 'out',
      agreement: log.channel.agreement,
      topic: log.channel.topic,
      mode: log.channel.mode,
      size: log.size,
      confirmed,
      state: log.closed ? 'closed' : !core.flows(log) ? 'suspended' : confirmed < log.size ? 'behind' : 'ok',
      compared: log.channel.audience.length > 2 ? 'compared' : 'not compared',
    });
  }
  for (const log of core.remote.all()) {
    if (log.descriptor.issuer !== partner) continue;
    logs.push({
      direction: 'in',
      agreement: log.agreement,
      topic: log.descriptor.topic,
      mode: log.descriptor.mode,
      size: log.tree.size,
      confirmed: log.tree.size,
      state: log.frozen === undefined ? 'ok' : 'frozen',
      compared: log.frozen === 'equivocation' ? 'conflict' : log.descriptor.audience.length > 2 ? 'compared' : 'not compared',
    });
  }
  const link = links.get(partner);
  return {
    agency: partner,
    link:
      link === undefined
        ? { state: 'down', sinceMs: 0 }
        : { state: link.state, sinceMs: link.sinceMs, ...(link.code === undefined ? {} : { code: link.code }) },
    lastSeenMs: link?.lastSeenMs,
    journal: journalsWith(core, partner),
    logs,
    waiting,
  };
}
