import type { CatalogType, Client, ClientResult, NodeStatus, Problem, RecordPage, RecordView } from '@wasl/contract';
import type { Mode, RecordId } from '@wasl/record';
import { useCallback, useEffect, useRef, useState } from 'react';
import { afterEvent, merged, nothingToRead, pendingFrom, type ToRead } from './record-window.ts';

const pageSize = 50;
const settleMs = 250;
const reconnectMs = 2000;
/** Records that not everyone has are looked at again this often: that they are late is no event. */
const lateMs = 15_000;

/** Everything that the page shows of its server, kept fresh by the event stream. */
export interface Live {
  readonly loaded: boolean;
  /** True while the server's stream is open, and only then. */
  readonly connected: boolean;
  readonly problem: Problem | undefined;
  readonly types: ReadonlyMap<string, CatalogType>;
  readonly status: NodeStatus | undefined;
  readonly records: readonly RecordView[];
  /** Where the next older page begins; undefined at the end. */
  readonly older: number | undefined;
}

const nothing: Live = {
  loaded: false,
  connected: false,
  problem: undefined,
  types: new Map(),
  status: undefined,
  records: [],
  older: undefined,
};

/**
 * Shows records of one mode (I12): the newest page first, then what the stream says has changed, read by itself. The stream begins at the
 * cursor of the page, so that nothing between the two is missed; after lost events the first page is read anew.
 */
export function useLive(
  client: Client,
  mode: Mode,
): Live & { readonly reload: () => Promise<void>; readonly showOlder: () => Promise<void> } {
  const [live, setLive] = useState(nothing);
  const now = useRef(nothing);
  const turn = useRef<Promise<unknown>>(Promise.resolve());

  const show = useCallback((change: Partial<Live>) => {
    now.current = { ...now.current, ...change };
    setLive(now.current);
  }, []);
  /** One reading at a time, so that an older answer never covers a newer one. */
  const inTurn = useCallback(<T>(run: () => Promise<T>): Promise<T> => {
    const next = turn.current.then(run, run);
    turn.current = next.catch(() => undefined);
    return next;
  }, []);
  const took = useCallback(
    <T>(answer: ClientResult<T>): T | undefined => {
      if (answer.ok) return answer.value;
      show({ problem: answer.problem, loaded: true });
      return undefined;
    },
    [show],
  );

  const readStatus = useCallback(async () => {
    const status = took(await client.status());
    if (status !== undefined) show({ status });
  }, [client, show, took]);

  /** The newest page, whose cursor the stream begins at. Undefined: it could not be read. */
  const readAll = useCallback(async (): Promise<number | undefined> => {
    const page = took(await client.records({ mode, limit: pageSize }));
    if (page === undefined) return undefined;
    if (now.current.types.size === 0) {
      const catalog = took(await client.catalog());
      if (catalog !== undefined) show({ types: new Map(catalog.types.map((type) => [type.type, type])) });
    }
    show({ loaded: true, problem: undefined, records: merged([], page.records), older: page.older });
    await readStatus();
    return page.cursor;
  }, [client, mode, show, took, readStatus]);

  const readFrom = useCallback(
    async (start: number) => {
      let since: number | undefined = start;
      while (since !== undefined) {
        const page: RecordPage | undefined = took(await client.records({ mode, since, limit: 100 }));
        if (page === undefined) return;
        show({ records: merged(now.current.records, page.records), problem: undefined });
        since = page.next;
      }
    },
    [client, mode, show, took],
  );

  const read = useCallback(
    async (wanted: ToRead) => {
      if (wanted.all) {
        await readAll();
        return;
      }
      const newest = now.current.records[0]?.seq ?? 0;
      const pending = wanted.deliveries ? pendingFrom(now.current.records) : undefined;
      if (pending !== undefined) await readFrom(pending);
      else if (wanted.newer) await readFrom(newest);
      for (const id of wanted.records) {
        const record = took(await client.record(id));
        if (record !== undefined) show({ records: merged(now.current.records, [record]), problem: undefined });
      }
      if (wanted.status) await readStatus();
    },
    [client, readAll, readFrom, readStatus, show, took],
  );

  const reload = useCallback(
    () => inTurn(() => read({ ...nothingToRead, all: !now.current.loaded, newer: true, deliveries: true, status: true })),
    [inTurn, read],
  );
  const showOlder = useCallback(
    () =>
      inTurn(async () => {
        const { older } = now.current;
        if (older === undefined) return;
        const page = took(await client.records({ mode, before: older, limit: pageSize }));
        if (page !== undefined) show({ records: merged(now.current.records, page.records), older: page.older });
      }),
    [client, mode, inTurn, show, took],
  );

  useEffect(() => {
    const ended = new AbortController();
    let wanted = nothingToRead;
    let timer: number | undefined;
    const soon = (): void => {
      timer ??= window.setTimeout(() => {
        timer = undefined;
        const taken = wanted;
        wanted = nothingToRead;
        void inTurn(() => read(taken));
      }, settleMs);
    };
    const late = window.setInterval(() => {
      if (pendingFrom(now.current.records) === undefined) return;
      wanted = { ...wanted, deliveries: true };
      soon();
    }, lateMs);
    const follow = async (): Promise<void> => {
      let since: number | undefined;
      while (!ended.signal.aborted) {
        since ??= await inTurn(readAll);
        try {
          if (since !== undefined)
            for await (const event of client.events({ since, signal: ended.signal, opened: () => show({ connected: true }) })) {
              since = event.id;
              const ids = new Set<RecordId>(now.current.records.map((record) => record.id));
              wanted = afterEvent(wanted, event, { mode, ids });
              soon();
            }
        } catch {
          // The stream broke or was never opened: it goes on after the pause from the last event seen.
        }
        if (ended.signal.aborted) return;
        show({ connected: false });
        await new Promise((resolve) => window.setTimeout(resolve, reconnectMs));
        wanted = { ...wanted, status: true };
        soon();
      }
    };
    void follow();
    return () => {
      ended.abort();
      window.clearTimeout(timer);
      window.clearInterval(late);
    };
  }, [client, mode, inTurn, read, readAll, show]);

  return { ...live, reload, showOlder };
}
