import type { Said, Settings } from '@wasl/engine';
import { type DeskId, isDeskId, type Json } from '@wasl/record';
import type { NodeCore } from '../core.ts';

/** Amounts that arrangements set: of those in force under which the record's type travels for its issuer, the first that sets it. */
export function settingsOf(core: NodeCore): Settings {
  return (name: string, said: Said): Json | undefined => {
    for (const { agreement } of core.agreements.all()) {
      const travels =
        agreement.topics.some(({ types }) => types.includes(said.type)) && agreement.agencies.some(({ agency }) => agency === said.issuer);
      const clocks = agreement.clocks as unknown as Readonly<Record<string, Json>>;
      if (travels && Object.hasOwn(clocks, name)) return clocks[name];
    }
    return undefined;
  };
}

/** Deputies of desks, as the agencies' own directory records name them: the deputy first, then the order of escalation. */
export class Deputies {
  readonly #of = new Map<DeskId, { readonly hlc: string; readonly desks: readonly DeskId[] }>();

  /** Record type that carries them. */
  static readonly type = 'desk';

  add(said: Said): void {
    const { desk, deputy, escalation } = said.fields;
    if (said.type !== Deputies.type || typeof desk !== 'string' || !isDeskId(desk) || !desk.startsWith(`${said.issuer}/`)) return;
    if ((this.#of.get(desk)?.hlc ?? '') >= said.hlc) return;
    const named = [deputy, ...(Array.isArray(escalation) ? (escalation as readonly Json[]) : [])];
    const desks = named.filter((one): one is DeskId => typeof one === 'string' && isDeskId(one) && one !== desk);
    this.#of.set(desk, { hlc: said.hlc, desks: [...new Set(desks)] });
  }

  of(desk: DeskId): readonly DeskId[] {
    return this.#of.get(desk)?.desks ?? [];
  }
}
