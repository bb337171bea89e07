import { consistencyNodes, detectEquivocation, encodeEquivocation } from '@wasl/log';
import { refusalOf } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import { cover } from '../read/tree-reader.ts';
import { openHead } from './heads.ts';
import type { RemoteLog } from './remote-logs.ts';

/**
 * EX5: compares a head that the issuer signed with the log as held here. Answers the transferable proof when no single log can have
 * both; undefined when they agree, when the head is not the issuer's, or when it is beyond what is held and can't be compared yet.
 */
export async function conflictWith(core: NodeCore, log: RemoteLog, note: string): Promise<string | undefined> {
  const { crypto, directory, store } = core.options;
  const keys = directory.agency(log.descriptor.issuer);
  if (keys === undefined || log.checkpoint === undefined) return undefined;
  const opened = openHead(note, keys, crypto);
  const held = log.tree.size;
  if (!opened.ok || opened.value.origin !== log.origin || opened.value.size > held || opened.value.size === 0) return undefined;
  const { size } = opened.value;
  const same = await store.boundary(log.origin, { after: size - 1, atMost: size });
  const mine = same?.checkpoint ?? (size === held ? log.checkpoint : undefined);
  const tree =
    mine === undefined ? await core.trees.reader(log.origin, [...consistencyNodes(size, held), ...cover(size), ...cover(held)]) : undefined;
  try {
    const compared = detectEquivocation(mine ?? log.checkpoint, note, { crypto, ...(tree === undefined ? {} : { tree }) });
    return compared.state === 'equivocation' ? encodeEquivocation(compared.proof) : undefined;
  } catch (error) {
    core.alarms.raise('exchange-failed', `heads of ${log.origin} could not be compared: ${refusalOf(error).message}`, {
      origin: log.origin,
    });
    return undefined;
  }
}

/** Freezes the log and keeps the proof; oversight is alarmed (EX5). */
export async function freezeOnProof(
  core: NodeCore,
  log: RemoteLog,
  of: { readonly proof: string; readonly seenAt: string },
): Promise<void> {
  await core.flusher.submit({
    state: [core.remote.freeze(log, 'equivocation'), { key: `proof/${log.origin}`, value: of.proof }],
    acts: [{ act: 'freeze', about: log.origin, code: 'equivocation', details: { seenAt: of.seenAt } }],
  });
  core.alarms.raise('equivocation', `${log.descriptor.issuer} signed two histories of ${log.origin}: ask both oversight desks to look`, {
    origin: log.origin,
    seenAt: of.seenAt,
  });
}
