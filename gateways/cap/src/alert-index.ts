import type { Actor, NodeService, RecordView } from '@wasl/node';
import { accept, type Json, type Mode, type Result } from '@wasl/record';
import type { CapReference } from './document.ts';
import type { KnownAlert } from './map.ts';

/** Which records the node holds for which (sender, identifier, sent), by mode: a message of an exercise never refers to a real one (I12). */
export interface AlertIndex {
  /** Takes in what arrived since the last call; answers the node's refusal to list, if any. */
  refresh(): Promise<Result<true>>;
  /** The record of this key: this agency's own when there is one, else a partner's. */
  find(mode: Mode, reference: CapReference): KnownAlert | undefined;
}

const pageSize = 200;
const maxKeys = 200_000;

function textField(view: RecordView, name: string): string | undefined {
  const value: Json | undefined = view.fields.find((field) => field.name === name)?.value;
  return typeof value === 'string' ? value : undefined;
}

function keyOf(mode: Mode, reference: CapReference): string {
  return `${mode} ${reference.sender},${reference.identifier},${reference.sent}`;
}

/** An index over `node.list`, kept in memory and rebuilt by reading; at most 200,000 keys, the oldest go first. */
export function createAlertIndex(node: Pick<NodeService, 'agency' | 'list'>, reader: Actor): AlertIndex {
  const byKey = new Map<string, KnownAlert>();
  let since = 0;
  let last: Promise<unknown> = Promise.resolve();

  function take(view: RecordView): void {
    const [sender, identifier, sent] = ['sender', 'identifier', 'sent'].map((name) => textField(view, name));
    if (sender === undefined || identifier === undefined || sent === undefined) return;
    const key = keyOf(view.mode, { sender, identifier, sent });
    const own = view.issuer === node.agency;
    if (byKey.get(key)?.own === true && !own) return;
    byKey.set(key, { id: view.id, subject: view.subject, own, shared: !own || (view.delivery?.readers ?? 0) > 0 });
    if (byKey.size > maxKeys) for (const oldest of byKey.keys()) return void byKey.delete(oldest);
  }

  async function read(): Promise<Result<true>> {
    for (;;) {
      const page = await node.list(reader, { type: 'alert', since, limit: pageSize });
      if (!page.ok) return page;
      for (const view of page.value.records) {
        take(view);
        since = Math.max(since, view.seq);
      }
      if (page.value.next === undefined || page.value.records.length === 0) return accept(true);
    }
  }

  return {
    refresh() {
      // One after the other, each from its own start: who asks after a put is answered with what was put.
      const next = last.then(read);
      last = next.catch(() => undefined);
      return next;
    },
    find: (mode, reference) => byKey.get(keyOf(mode, reference)),
  };
}
