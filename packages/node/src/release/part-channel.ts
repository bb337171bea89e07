import type { AgencyId, DeskId } from '@wasl/record';
import type { Channel } from '../logs/channel.ts';

/**
 * The channel of a part of an audience (LG1.4): a log is read whole, so readers with other terms than the rest have a log that only they
 * and the issuer read. The channel itself where every reader has the same terms.
 */
export function channelFor(channel: Channel, some: readonly (AgencyId | DeskId)[], all: readonly AgencyId[]): Channel {
  if (some.length === all.length) return channel;
  const readers = new Set<string>(all);
  return { ...channel, audience: channel.audience.filter((agency) => !readers.has(agency) || some.includes(agency)) };
}

/** Whether `audience` is one of `whole`, or the issuer with at least one other reader of it: what an issuer may make a log for. */
export function isPartOf(audience: readonly string[], whole: readonly AgencyId[], issuer: AgencyId): boolean {
  return audience.length > 1 && audience.includes(issuer) && audience.every((agency) => whole.includes(agency as AgencyId));
}
