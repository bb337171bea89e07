import type { Contender } from '../exchange/contender.ts';
import { startWaslPair } from '../exchange/wasl-pair.ts';
import { startLimitPair } from '../limit/limit-pair.ts';
import { natsVersion, startNatsPair } from '../nats/nats-pair.ts';
import type { BenchContext } from '../report/measure.ts';

export interface Contenders extends AsyncDisposable {
  /** Subject, peer, limit: in the order in which each round runs them. */
  readonly all: readonly Contender[];
  readonly notes: readonly string[];
}

/** Starts subject, peer and limit; without nats-server the peer is missing and a note says so. */
export async function startContenders(context: BenchContext, name: string): Promise<Contenders> {
  await using started = new AsyncDisposableStack();
  const notes: string[] = [];
  context.say('starting two Wasl nodes (keys, ceremony, proof), NATS leaf and hub, and the bare limit');
  const all: Contender[] = [started.use(await startWaslPair(context, name))];
  const version = natsVersion();
  if (version === undefined) notes.push('NO PEER: nats-server is not installed (Debian: apt-get install nats-server)');
  else {
    try {
      all.push(started.use(await startNatsPair(context, name)));
      notes.push(
        `peer: ${version}, file storage, leaf linked to hub by mutual TLS; it proves nothing and does not fsync before it acknowledges`,
      );
    } catch (error) {
      notes.push(`NO PEER: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  all.push(started.use(await startLimitPair(context, name)));
  for (const note of notes) context.say(note);
  const kept = started.move();
  return { all, notes, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}
