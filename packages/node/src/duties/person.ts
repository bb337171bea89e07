import type { NodeCore } from '../core.ts';
import type { Actor } from '../service.ts';

/** An officer as state may know one: the same text for the same officer, no name (I7). */
export function personOf(core: NodeCore, actor: Pick<Actor, 'user'>): string {
  return core.options.pseudonym(actor.user, core.agency);
}
