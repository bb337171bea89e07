import type { AgencyId, Mode } from '@wasl/record';

/** Topic of control logs: withdrawals, erasures, refusals, suspensions. They flow whatever is suspended or expired (LG7). */
export const controlTopic = 'control';
/** Topic of an agency's private activity record. */
export const journalTopic = 'journal';

/** agreement chain × audience × topic class × mode; with an issuer and an epoch it is a log (LG1). */
export interface Channel {
  /** Id of the agreement, `ma-gb.major-events`; `home` for the journal. */
  readonly agreement: string;
  /** Digest of the agreement's first version: the chain that the descriptor names. */
  readonly chain: string;
  /** Every agency of the audience, sorted, the issuer included. */
  readonly audience: readonly AgencyId[];
  readonly topic: string;
  readonly mode: Mode;
}

/** One text per channel, equal exactly when the channels are. */
export function channelKey(channel: Channel): string {
  return `${channel.chain}|${channel.audience.join(',')}|${channel.topic}|${channel.mode}`;
}

/** Bytes that are hashed for a leaf: leaf 0 is the bare descriptor, every other is release line ‖ LF ‖ entry (LG1, LG2). */
export function leafTextOf(releaseLine: string, entryText: string): string {
  return releaseLine === '' ? entryText : `${releaseLine}\n${entryText}`;
}
