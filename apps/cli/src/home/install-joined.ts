import { parseAgreement } from '@wasl/agreement';
import { encodeLog, joined, openBundle } from '@wasl/identity';
import { isRunning, type NodeHome } from '@wasl/server';
import { fail } from '../codes.ts';
import { type CeremonyFolder, joinTools } from './ceremony-folder.ts';

/** What an active ceremony left in a home. */
export interface Installed {
  readonly home: string;
  readonly agency: string;
  readonly agreement: string | undefined;
  readonly partners: readonly string[];
  /** Whether a node runs from the home and must be started anew to take it up. */
  readonly running: boolean;
}

/**
 * Writes what an active ceremony gave into the home of one agency of this side: both root chains, the partner's agencies, the ceremony's
 * log, and the arrangement when the agency stands in it. The same ceremony installed again changes nothing. Throws
 * `join-unattended-refused`, `join-out-of-order`, `root-incomplete`.
 */
export async function installJoined({ state }: CeremonyFolder, home: NodeHome): Promise<Installed> {
  const config = await home.config();
  const tools = joinTools();
  const result = joined(state, { ...tools, demonstration: config.demonstration });
  if (config.party !== state.party)
    throw fail('root-incomplete', `${home.folder} is a node of ${config.party}, this ceremony is of ${state.party}`);
  const own = openBundle(state.own, tools);
  if (!own.chain.latest.agencies.some((row) => row.agency === config.agency))
    throw fail('root-incomplete', `${config.agency} is no agency of the root in this ceremony`);
  const held = await home.roots();
  // A home may know later versions than this ceremony did; a chain only grows.
  for (const side of [own, result.peer])
    if ((held.get(side.party)?.length ?? 0) < side.roots.length) await home.saveRoots(side.party, side.roots);
  for (const partner of result.peer.agencies) await home.savePartner(partner);
  await home.saveCeremonyLog(`join-${result.peer.party}`, encodeLog(state.log));
  const agreement = parseAgreement(result.agreement);
  const mine = agreement.agencies.some((row) => row.agency === config.agency);
  if (mine) await home.saveAgreement(`${agreement.id}.${agreement.version}`, { text: result.agreement, signatures: result.signatures });
  const partners = agreement.agencies.filter((row) => row.party !== state.party).map((row) => row.agency);
  return {
    home: home.folder,
    agency: config.agency,
    agreement: mine ? `${agreement.id} v${agreement.version}` : undefined,
    partners,
    running: await isRunning(home.folder),
  };
}
