import { type Agreement, type AgreementSignature, type CompiledAgreement, compile, type Never } from '@wasl/agreement';
import type { AgencyId, Mode } from '@wasl/record';
import { type Channel, controlTopic } from './logs/channel.ts';

export type AgreementState = 'active' | 'suspended' | 'expired' | 'not-proved';

/** An agreement version this node has verified, with what it needs to decide quickly. */
export interface ActiveAgreement {
  readonly agreement: Agreement;
  readonly text: string;
  readonly digest: string;
  /** Digest of version 1: what channels are bound to. */
  readonly chain: string;
  readonly signatures: readonly AgreementSignature[];
  readonly compiled: CompiledAgreement;
  /** Digest of the journalled proof report (RL3). */
  readonly proof: string;
  /** Agencies whose suspension stands; empty when in force (I9). */
  readonly suspendedBy: Set<AgencyId>;
}

/** The agreements of a node: the newest version of each decides, older ones still explain what they released. */
export class Agreements {
  readonly #byId = new Map<string, ActiveAgreement>();
  readonly #byDigest = new Map<string, ActiveAgreement>();
  readonly #pending = new Map<string, ActiveAgreement>();
  /** Grows with every version added: what was worked out from the agreements before is then stale. */
  generation = 0;

  /** Adds a verified and proved version; it replaces the one before. */
  add(options: Omit<ActiveAgreement, 'compiled'> & { readonly localForbids?: readonly Never[] }): ActiveAgreement {
    const { localForbids, ...rest } = options;
    const active: ActiveAgreement = {
      ...rest,
      compiled: compile(rest.agreement, { digest: rest.digest, localForbids: localForbids ?? [] }),
    };
    this.generation += 1;
    this.#byId.set(active.agreement.id, active);
    this.#byDigest.set(active.digest, active);
    return active;
  }

  /** Keeps a verified successor that is not in force here yet: what comes under it is understood, nothing goes out under it. */
  hold(options: Parameters<Agreements['add']>[0]): ActiveAgreement {
    const { localForbids, ...rest } = options;
    const pending: ActiveAgreement = {
      ...rest,
      compiled: compile(rest.agreement, { digest: rest.digest, localForbids: localForbids ?? [] }),
    };
    this.#pending.set(pending.agreement.id, pending);
    this.#byDigest.set(pending.digest, pending);
    return pending;
  }

  /** The successor that waits, if one does. */
  pending(id: string): ActiveAgreement | undefined {
    return this.#pending.get(id);
  }

  /** The successor takes the place of the version before. */
  promote(id: string): void {
    const next = this.#pending.get(id);
    if (next === undefined) return;
    this.#pending.delete(id);
    this.generation += 1;
    this.#byId.set(id, next);
  }

  byId(id: string): ActiveAgreement | undefined {
    return this.#byId.get(id);
  }

  byDigest(digest: string): ActiveAgreement | undefined {
    return this.#byDigest.get(digest);
  }

  all(): readonly ActiveAgreement[] {
    return [...this.#byId.values()];
  }

  stateOf(active: ActiveAgreement, nowMs: number): AgreementState {
    if (nowMs >= Date.parse(active.agreement.sunset) || nowMs < Date.parse(active.agreement.effective)) return 'expired';
    return active.suspendedBy.size > 0 ? 'suspended' : 'active';
  }

  /** Channels of `issuer` on which records of `type` travel under this agreement. */
  channels(active: ActiveAgreement, issuer: AgencyId, ask: { readonly type: string; readonly mode: Mode }): readonly Channel[] {
    const { agreement, chain } = active;
    if (!agreement.modes.includes(ask.mode)) return [];
    const topics = new Set(agreement.topics.filter((topic) => topic.types.includes(ask.type)).map((topic) => topic.topic));
    const found: Channel[] = [];
    for (const { audience, topic } of agreement.channels) {
      if (!topics.has(topic)) continue;
      const agencies = this.audience(active, audience);
      if (agencies.includes(issuer)) found.push({ agreement: agreement.id, chain, audience: agencies, topic, mode: ask.mode });
    }
    return found;
  }

  /** The control channel of an agreement: all its agencies, whatever their audiences. */
  controlChannel(active: ActiveAgreement, mode: Mode): Channel {
    const audience = active.agreement.agencies.map((entry) => entry.agency as AgencyId).sort();
    return { agreement: active.agreement.id, chain: active.chain, audience, topic: controlTopic, mode };
  }

  /** Agencies of a named audience, sorted. */
  audience(active: ActiveAgreement, name: string): readonly AgencyId[] {
    const entry = active.agreement.audiences.find((candidate) => candidate.audience === name);
    return [...(entry?.agencies ?? [])].sort() as AgencyId[];
  }

  /** Types that may stand in a log of this topic. */
  typesOf(active: ActiveAgreement, topic: string): ReadonlySet<string> {
    return new Set(active.agreement.topics.filter((entry) => entry.topic === topic).flatMap((entry) => entry.types));
  }
}
