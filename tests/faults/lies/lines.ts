import { encodeHeartbeat } from '@wasl/exchange';
import { honest, type IssuedLog, type PartnerRoutes } from '@wasl/testkit/peers';

const heartbeatMs = 300;

type Streaming = NonNullable<PartnerRoutes['stream']>;
type Call = Parameters<Streaming>[1];
type Pieces = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

interface Told {
  readonly log: IssuedLog;
  readonly routes: PartnerRoutes;
  /** A heartbeat after everything else, as an honest issuer sends it. */
  readonly beats: boolean;
}

/** Everything the partner says, log by log: lies stand beside honest logs and beside each other. */
export class Lines {
  readonly #told = new Map<string, Told>();

  /** Serves a log from now on: honestly, or as `routes` say. Open streams go on with what they were. */
  tell(log: IssuedLog, routes: PartnerRoutes = honest(log), beats = true): void {
    this.#told.set(log.origin, { log, routes, beats });
  }

  forget(log: IssuedLog): void {
    this.#told.delete(log.origin);
  }

  /** Routes that answer for every log told, now and later. */
  routes(): PartnerRoutes {
    const of = (origin: string): PartnerRoutes => this.#told.get(origin)?.routes ?? {};
    const lists = <T>(pick: (routes: PartnerRoutes) => readonly T[] | object | undefined): readonly T[] =>
      [...this.#told.values()].flatMap(({ routes }) => {
        const found = pick(routes);
        return Array.isArray(found) ? (found as readonly T[]) : [];
      });
    return {
      logs: (call) => lists((routes) => routes.logs?.(call)),
      heads: (call) => lists((routes) => routes.heads?.(call)),
      checkpoint: (origin, call) => of(origin).checkpoint?.(origin, call) ?? '',
      receipt: (origin, call) => of(origin).receipt?.(origin, call) ?? call.body,
      stream: (origin, call) => {
        const pieces = of(origin).stream?.(origin, call) ?? [];
        return 'body' in pieces ? pieces : this.#beating(origin, pieces, call);
      },
    };
  }

  /** What the log has to say, then heartbeats; what is told anew goes on where the reader is. */
  async *#beating(origin: string, first: Pieces, call: Call): AsyncGenerator<Uint8Array | string> {
    yield* first;
    let said = this.#told.get(origin);
    while (!call.signal.aborted && said?.beats === true) {
      const now = this.#told.get(origin);
      if (now !== said) {
        const more = now?.routes.stream?.(origin, { ...call, from: said.log.size }) ?? [];
        if (!('body' in more)) yield* more;
        said = now;
      } else {
        yield encodeHeartbeat(said.log.summary.checkpoint);
        await new Promise((resolve) => setTimeout(resolve, heartbeatMs));
      }
    }
  }
}
