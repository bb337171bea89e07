import type { ProofReport } from '@wasl/agreement';
import { catalog } from '@wasl/catalog';
import { chunkCipher, nodeCrypto, nodeRandom } from '@wasl/identity';
import { type Actor, type AttachmentStore, activateAgreement, type Clock, type Peer, type Store, type Views, WaslNode } from '@wasl/node';
import { type AgencyId, type DeskId, partyOf } from '@wasl/record';
import { MemoryStore } from '../fakes/memory-store.ts';
import { FakeClock } from './fake-clock.ts';
import { type Identities, makeIdentities } from './identities.ts';
import { MemoryAttachments } from './memory-attachments.ts';
import { MemoryViews } from './memory-views.ts';

/** One node of a federation, with everything a test wants to look at. */
export interface Member {
  readonly agency: AgencyId;
  readonly peer: Peer;
  readonly node: WaslNode;
  readonly store: Store;
  readonly attachments: AttachmentStore;
  /** Errors for which the node asked to be ended. */
  readonly fatal: unknown[];
  /** An officer of this agency with every role, so that tests of other rules need not choose. */
  readonly officer: Actor;
  /** Another officer with given roles, all unless given. */
  actor(user: string, roles?: Actor['roles']): Actor;
}

/** Replaces parts of a member at opening. */
export interface MemberParts {
  readonly store?: Store;
  readonly views?: Views;
  readonly attachments?: AttachmentStore;
  readonly clock?: Clock;
  readonly prove?: () => Promise<ProofReport>;
}

const everyRole: Actor['roles'] = ['duty', 'release', 'liaison', 'cooperation', 'oversight', 'admin'];
export const arrangementId = 'ma-gb.major-events';

/** Agencies joined under one arrangement, each openable as a node over its own store, all on one clock that the test moves. */
export class Federation {
  readonly clock: FakeClock;
  readonly identities: Identities;

  private constructor(identities: Identities, clock: FakeClock) {
    this.identities = identities;
    this.clock = clock;
  }

  static async make(
    agencies: readonly string[] = ['ma.police', 'gb.police'],
    options: { readonly edit?: Parameters<typeof makeIdentities>[1]['edit'] } = {},
  ): Promise<Federation> {
    const clock = new FakeClock();
    const edit = options.edit === undefined ? {} : { edit: options.edit };
    return new Federation(await makeIdentities(agencies as readonly AgencyId[], { nowMs: clock.nowMs(), ...edit }), clock);
  }

  /** Opens an agency's node; the arrangement takes effect when it had not yet. */
  async open(agency: string, parts: MemberParts = {}): Promise<Member> {
    const id = agency as AgencyId;
    const identity = this.identities.agencies.get(id);
    if (identity === undefined) throw new Error(`${agency} is no member`);
    const store = parts.store ?? new MemoryStore();
    const attachments = parts.attachments ?? new MemoryAttachments();
    const fatal: unknown[] = [];
    const node = await WaslNode.open({
      agency: id,
      ownDesk: `${agency}/ops` as DeskId,
      mode: 'demonstration',
      crypto: nodeCrypto,
      random: nodeRandom,
      clock: parts.clock ?? this.clock,
      keys: identity.keys,
      directory: this.identities.directory,
      store,
      views: parts.views ?? new MemoryViews(),
      attachments,
      cipher: chunkCipher,
      catalog,
      prove: parts.prove ?? (async () => this.proved()),
      pseudonym: (user, partner) => nodeCrypto.sha256Text(`${agency}|${partner}|${user}`).slice(0, 16),
      onFatal: (error) => fatal.push(error),
    });
    if (node.core.agreements.all().length === 0) await this.activate(node);
    const actor = (user: string, roles: Actor['roles'] = everyRole): Actor => ({ user, desk: `${agency}/ops` as DeskId, roles });
    return { agency: id, peer: { agency: id, party: partyOf(id) }, node, store, attachments, fatal, officer: actor('hind'), actor };
  }

  /** Lets the arrangement take effect at a node. */
  async activate(node: WaslNode, version?: Pick<Identities, 'text' | 'signatures'>): Promise<void> {
    const { chains } = this.identities;
    const { text, signatures } = version ?? this.identities;
    const roots = Object.fromEntries([...chains].map(([party, chain]) => [party, chain.latest]));
    const done = await activateAgreement(node.core, { text, signatures, roots });
    if (!done.ok) throw new Error(`${done.reason.code}: ${done.reason.message}`);
  }

  /** A proof report as the prover gives it, without the seconds it takes. */
  proved(): ProofReport {
    return {
      agreement: { id: arrangementId, version: 1, digest: this.identities.digest },
      outcome: 'proved',
      properties: [],
      points: 1,
      stands: 1,
      releases: 1,
      tookMs: 0,
      exhaustiveMs: 0,
      solverMs: 0,
    };
  }
}
