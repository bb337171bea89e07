import { encodeBatch } from '@wasl/exchange';
import type { LogBatch, SeenHead, WireLeaf } from '@wasl/node';
import type { IssuedLog } from './issued-log.ts';
import type { PartnerRoutes } from './lying-partner.ts';

/** Serves logs as an honest partner does: what each reader does not hold yet, then silence. Every lie below starts from here. */
export function honest(...logs: readonly IssuedLog[]): PartnerRoutes {
  const find = (origin: string): IssuedLog | undefined => logs.find((log) => log.origin === origin);
  return {
    logs: () => logs.map((log) => log.summary),
    checkpoint: (origin) => find(origin)?.summary.checkpoint ?? '',
    stream: (origin, { from }) => {
      const log = find(origin);
      if (log === undefined) return { status: 404, headers: { 'wasl-code': 'log-unknown' }, body: '' };
      if (from > log.size)
        return { status: 409, headers: { 'wasl-code': 'log-ahead' }, mediaType: 'text/x.tlog.size', body: `${log.size}\n` };
      return log.size > from ? [encodeBatch(log.batch(from))] : [];
    },
  };
}

/** Serves each batch of `log` after a lie was told about it. */
function lying(log: IssuedLog, lie: (batch: LogBatch) => LogBatch | string): PartnerRoutes {
  return {
    ...honest(log),
    stream: (_origin, { from }) => {
      if (log.size <= from) return [];
      const told = lie(log.batch(from));
      return [typeof told === 'string' ? told : encodeBatch(told)];
    },
  };
}

function change(batch: LogBatch, index: number, leaf: (honest: WireLeaf) => WireLeaf): LogBatch {
  return { ...batch, leaves: batch.leaves.map((old, at) => (batch.first + at === index ? leaf(old) : old)) };
}

/** The honest lines of a batch, one a string without its line feed. */
function linesOf(batch: LogBatch): string[] {
  return new TextDecoder().decode(encodeBatch(batch)).split('\n').slice(0, -1);
}

/** A note whose last signature has another character in its middle. */
function spoil(note: string): string {
  return note.replace(/(.)(.{20})\n$/, (_all, first: string, rest: string) => `${first === 'A' ? 'B' : 'A'}${rest}\n`);
}

function idle(signal: AbortSignal, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Every way to lie over the wire that has a name; signed data comes from the caller's log. */
export const lies = Object.freeze({
  /** A well signed head over a root that the leaves do not make. */
  wrongRoot: (log: IssuedLog): PartnerRoutes =>
    lying(log, (batch) => ({
      ...batch,
      checkpoint: log.head({ size: batch.first + batch.leaves.length, root: new Uint8Array(32).fill(7) }),
    })),

  /** A head whose signature is not that of its text. */
  badSignature: (log: IssuedLog): PartnerRoutes =>
    lying(log, (batch) => ({
      ...batch,
      checkpoint: spoil(log.head({ size: batch.first + batch.leaves.length })),
    })),

  /** A head signed by a key that is not the issuer's. */
  foreignKey: (log: IssuedLog, other: IssuedLog): PartnerRoutes =>
    lying(log, (batch) => {
      const size = batch.first + batch.leaves.length;
      return { ...batch, checkpoint: other.head({ origin: log.origin, size, root: log.root(size) }) };
    }),

  /** Another leaf on the wire than the one in the tree. */
  forgedLeaf: (log: IssuedLog, index: number, leaf: WireLeaf): PartnerRoutes => lying(log, (batch) => change(batch, index, () => leaf)),

  /** A leaf left out: its index skipped, or those after it counted down so that the stream looks dense. */
  missingLeaf: (log: IssuedLog, index: number, how: 'gap' | 'renumbered'): PartnerRoutes =>
    lying(log, (batch) => {
      if (how === 'renumbered') return { ...batch, leaves: batch.leaves.filter((_leaf, at) => batch.first + at !== index) };
      return `${linesOf(batch)
        .filter((line) => !line.startsWith(`{"e":[${index},`))
        .join('\n')}\n`;
    }),

  /** One history at first, then another one for the leaves already given: `second` must be longer than `first`. */
  rewrittenHistory: (first: IssuedLog, second: IssuedLog): PartnerRoutes => ({
    ...honest(first),
    logs: () => [second.summary],
    stream: (_origin, { from }) => {
      const log = from === 0 ? first : second;
      return log.size > from ? [encodeBatch(log.batch(from))] : [];
    },
  }),

  /** Two histories of one log, each told to one reader: two heads of one size, or a fork at different sizes. */
  twoHistories: (tellers: ReadonlyMap<string, IssuedLog>, otherwise: IssuedLog): PartnerRoutes => ({
    logs: ({ reader }) => [(tellers.get(reader) ?? otherwise).summary],
    checkpoint: (_origin, { reader }) => (tellers.get(reader) ?? otherwise).summary.checkpoint,
    stream: (_origin, { reader, from }) => {
      const log = tellers.get(reader) ?? otherwise;
      return log.size > from ? [encodeBatch(log.batch(from))] : [];
    },
  }),

  /** Heads of other members' logs that were never seen. */
  forgedHeads: (log: IssuedLog, heads: readonly SeenHead[]): PartnerRoutes => ({ ...honest(log), heads: () => heads }),

  /** Leaves of one log under the descriptor and head of another: a replay into another agreement, audience or mode. */
  replay: (log: IssuedLog, source: IssuedLog): PartnerRoutes => honest(log.fork(1, ...source.leaves.slice(1))),

  /** A disclosure more than the terms of release name. */
  surplusDisclosure: (log: IssuedLog, index: number, disclosure: string): PartnerRoutes =>
    lying(log, (batch) => change(batch, index, (leaf) => ({ ...leaf, disclosures: [...(leaf.disclosures ?? []), disclosure] }))),

  /** The disclosures of a leaf withheld under a pretended erasure. */
  pretendedErasure: (log: IssuedLog, index: number, gone: number): PartnerRoutes =>
    lying(log, (batch) => change(batch, index, ({ releaseLine, entryText }) => ({ releaseLine, entryText, disclosures: undefined, gone }))),

  /** A receipt answered with a note of which the last signature is spoilt. */
  badCosignature: (log: IssuedLog): PartnerRoutes => ({
    ...honest(log),
    receipt: (_origin, { body }) => spoil(body),
  }),

  /** Heads that run ahead of the leaves that are sent. */
  withheldLeaves: (log: IssuedLog, sent: number): PartnerRoutes => ({
    ...honest(log),
    stream: async function* (_origin, { from, signal }) {
      if (from < sent) yield encodeBatch(log.batch(from, sent));
      while (!signal.aborted) {
        yield `{"h":${JSON.stringify(log.summary.checkpoint)}}\n`;
        await idle(signal, 20);
      }
    },
  }),

  /** Fewer leaves than were given before: a restored backup. */
  rollback: (log: IssuedLog, size: number): PartnerRoutes => honest(log.fork(size)),

  /** One line longer than any bound. */
  oversizedLine: (log: IssuedLog, bytes = 4 * 1024 * 1024): PartnerRoutes => lying(log, () => `{"e":[0,"","${'x'.repeat(bytes)}",[]]}\n`),

  /** Leaves without end and never a head over them. */
  endlessBatch: (log: IssuedLog, leaf: WireLeaf): PartnerRoutes => ({
    ...honest(log),
    stream: (_origin, { from }) =>
      Array.from(
        { length: 1000 },
        (_, at) => `{"e":${JSON.stringify([from + at, leaf.releaseLine, leaf.entryText, leaf.disclosures ?? []])}}\n`,
      ),
  }),

  /** The honest bytes, one at a time with a pause after each. */
  slowLoris: (log: IssuedLog, pauseMs = 50): PartnerRoutes => ({
    ...honest(log),
    stream: async function* (_origin, { from, signal }) {
      for (const byte of encodeBatch(log.batch(from))) {
        if (signal.aborted) return;
        yield Uint8Array.of(byte);
        await idle(signal, pauseMs);
      }
    },
  }),

  /** Bytes that are no exchange at all. */
  garbage: (log: IssuedLog, bytes: Uint8Array | string = '\u0000\u0001 not an exchange\n'): PartnerRoutes =>
    lying(log, () => (typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('latin1'))),

  /** A listing that cannot be read. */
  malformedListing: (log: IssuedLog, body = '{"logs":[{"origin":1}]}'): PartnerRoutes => ({
    ...honest(log),
    logs: () => ({ mediaType: 'application/json', body }),
  }),

  /** A stream that says it is another version. */
  otherVersion: (log: IssuedLog): PartnerRoutes => ({
    ...honest(log),
    stream: () => ({ mediaType: 'application/vnd.wasl.exchange.v2+ndjson', body: '' }),
  }),

  /** Everything accepted, nothing ever answered on a stream. */
  silence: (log: IssuedLog): PartnerRoutes => ({ ...honest(log), stream: () => [] }),
});
