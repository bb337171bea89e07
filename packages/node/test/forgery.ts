import { nodeCrypto } from '@wasl/identity';
import type { WireLeaf } from '@wasl/node';
import type { Federation, Member } from '@wasl/testkit/federation';
import { IssuedLog } from '@wasl/testkit/peers';
import { ownLog } from './helpers.ts';

/** What a member has said to a reader on one topic, as a log that the test can go on writing with the member's own key. */
export async function copyOf(
  federation: Federation,
  of: { readonly issuer: Member; readonly reader: Member; readonly topic: string },
): Promise<IssuedLog> {
  const { issuer, reader, topic } = of;
  const log = ownLog(issuer, topic);
  const signer = federation.identities.agencies.get(issuer.agency)?.keys.log;
  if (log === undefined || signer === undefined) throw new Error(`${issuer.agency} has no log ${topic}`);
  const leaves: WireLeaf[] = [];
  const stop = new AbortController();
  const stream = await issuer.node.outlet.stream(reader.peer, log.origin, { from: 0, signal: stop.signal });
  if (!stream.ok) throw new Error(stream.reason.message);
  for await (const batch of stream.value) {
    leaves.push(...batch.leaves);
    if (leaves.length >= log.size) break;
  }
  stop.abort();
  return new IssuedLog({ descriptor: log.descriptor, signer, crypto: nodeCrypto, name: issuer.agency, leaves });
}

/** Gives a reader everything of a forged log that it does not hold yet, as its issuer would. */
export async function tell(reader: Member, issuer: Member, log: IssuedLog) {
  const learned = await reader.node.inlet.learn(issuer.peer, [log.summary]);
  const from = learned.ok ? learned.value.find((each) => each.origin === log.origin)?.from : undefined;
  if (from === undefined || from >= log.size) return { ok: false as const, reason: { code: 'nothing-asked', message: '' } };
  return reader.node.inlet.receive(issuer.peer, log.batch(from));
}
