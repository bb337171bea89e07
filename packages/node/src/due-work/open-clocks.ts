import type { RecordId } from '@wasl/record';
import type { NodeCore } from '../core.ts';

const prefix = 'clock-open/';

/**
 * State to commit with a record whose type has clocks, own or a partner's: the index is disposable and may be behind after a kill, deadlines may
 * not be. Empty for other types.
 */
export function clockOpening(core: NodeCore, id: RecordId, type: string): readonly { readonly key: string; readonly value: string }[] {
  return core.options.catalog[type]?.engine?.clocks === undefined ? [] : [{ key: `${prefix}${id}`, value: '' }];
}

/** State that says that every clock of a record has ended. */
export function clockClosing(id: RecordId): { readonly key: string; readonly value: undefined } {
  return { key: `${prefix}${id}`, value: undefined };
}

/** Records whose clocks had not all ended when last looked at. */
export async function openClocks(core: NodeCore): Promise<readonly RecordId[]> {
  return (await core.options.store.stateWithPrefix(prefix)).map(({ key }) => key.slice(prefix.length) as RecordId);
}
