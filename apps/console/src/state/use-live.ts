import type { CatalogType, Client, NodeStatus, Problem, RecordView } from '@wasl/contract';
import type { Mode } from '@wasl/record';
import { useCallback, useEffect, useRef, useState } from 'react';

const pageSize = 200;
const settleMs = 250;
const reconnectMs = 2000;

/** Everything that the page shows of its server, kept fresh by the event stream. */
export interface Live {
  readonly loaded: boolean;
  readonly connected: boolean;
  readonly problem: Problem | undefined;
  readonly types: ReadonlyMap<string, CatalogType>;
  readonly status: NodeStatus | undefined;
  readonly records: readonly RecordView[];
}

const nothing: Live = { loaded: false, connected: false, problem: undefined, types: new Map(), status: undefined, records: [] };

/** Loads records of one mode (I12), their types and the partners, and loads them again when the server says that something changed. */
export function useLive(client: Client, mode: Mode): Live & { readonly reload: () => Promise<void> } {
  const [live, setLive] = useState(nothing);
  const haveTypes = useRef(false);

  const reload = useCallback(async () => {
    const [catalog, status, page] = await Promise.all([
      haveTypes.current ? undefined : client.catalog(),
      client.status(),
      client.records({ mode, limit: pageSize }),
    ]);
    if (catalog?.ok === true) haveTypes.current = true;
    setLive((before) => ({
      ...before,
      loaded: true,
      problem: [catalog, status, page].flatMap((each) => (each === undefined || each.ok ? [] : [each.problem]))[0],
      types: catalog?.ok === true ? new Map(catalog.value.types.map((type) => [type.type, type])) : before.types,
      status: status.ok ? status.value : before.status,
      records: page.ok ? page.value.records : before.records,
    }));
  }, [client, mode]);

  useEffect(() => {
    const ended = new AbortController();
    let timer: number | undefined;
    const soon = (): void => {
      timer ??= window.setTimeout(() => {
        timer = undefined;
        void reload();
      }, settleMs);
    };
    const follow = async (): Promise<void> => {
      let since: number | undefined;
      while (!ended.signal.aborted) {
        setLive((before) => ({ ...before, connected: true }));
        void reload();
        try {
          for await (const event of client.events({ ...(since === undefined ? {} : { since }), signal: ended.signal })) {
            since = event.id;
            soon();
          }
        } catch {
          // The stream broke or was never opened: what the page shows is read again after the pause.
        }
        if (ended.signal.aborted) return;
        setLive((before) => ({ ...before, connected: false }));
        await new Promise((resolve) => window.setTimeout(resolve, reconnectMs));
      }
    };
    void follow();
    return () => {
      ended.abort();
      window.clearTimeout(timer);
    };
  }, [client, reload]);

  return { ...live, reload };
}
