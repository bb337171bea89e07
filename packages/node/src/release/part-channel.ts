import type { AgencyId, DeskId } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import type { Channel } from '../logs/channel.ts';

/** Who reads a channel besides this agency, those excluded by hand left out (LG1.5). */
export function readersOf(core: NodeCore, channel: Channel): readonly AgencyId[] {
  return channel.audience.filter((agency) => agency !== core.agency && !core.excludes(channel.agreement, agency));
}

/**
 * The channel of a part of an audience (LG1.4): a log is read whole, so readers with other terms than the rest have a log that only they
 * and the issuer read. The channel itself where everyone in it has the same terms.
 */
export function channelFor(channel: Channel, readers: readonly (AgencyId | DeskId)[], issuer: AgencyId): Channel {
  if (readers.length === channel.audience.length - 1) return channel;
  return { ...channel, audience: channel.audience.filter((agency) => agency === issuer || readers.includes(agency)) };
}

/** Whether `audience` is one of `whole`, or the issuer with at least one other reader of it: what an issuer may make a log for. */
export function isPartOf(audience: readonly string[], whole: readonly AgencyId[], issuer: AgencyId): boolean {
  return audience.length > 1 && audience.includes(issuer) && audience.every((agency) => whole.includes(agency as AgencyId));
}
