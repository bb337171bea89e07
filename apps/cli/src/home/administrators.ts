import { fileState, nodeRandom, openAccounts } from '@wasl/identity';
import type { DeskId } from '@wasl/record';
import type { NodeHome } from '@wasl/server';
import { fail } from '../codes.ts';
import type { Io } from '../io/io.ts';
import { wanted } from '../io/wanted.ts';
import { newSecretFrom } from './open-home.ts';

/** Folder of officers' accounts, sessions and approvals in a home. */
const stateFolder = 'officers';

/** The names of the first two administrators, asked for at a terminal; none for a demonstration. Throws `command-usage`. */
export async function administratorNames(
  io: Io,
  given: readonly string[],
  demonstration: boolean,
): Promise<readonly [string, string] | undefined> {
  if (demonstration && given.length === 0) return undefined;
  if (given.length > 2) throw fail('command-usage', `--admin was given ${given.length} times: the first two are enrolled together`);
  const of = (which: string) => ({ option: '--admin (twice)', question: `login name of the ${which} administrator` });
  return [await wanted(io, given[0], of('first')), await wanted(io, given[1], of('second'))];
}

/**
 * Enrols the first two administrators, each in the presence of the other. First passwords come from
 * WASL_ADMIN_PASSWORD_FILE (one for both, to be changed) or are typed twice by each. A second run with accounts there does nothing.
 */
export async function enrolAdministrators(
  io: Io,
  home: NodeHome,
  of: { readonly names: readonly [string, string]; readonly desks: readonly DeskId[] },
): Promise<void> {
  const cost = io.keyCost === undefined ? {} : { cost: io.keyCost };
  const book = await openAccounts({ state: await fileState(home.path(stateFolder)), random: nodeRandom, nowMs: () => Date.now(), ...cost });
  if (book.all().length > 0) return;
  const enrolment = async (name: string) => ({
    name,
    roles: ['admin'] as const,
    desks: of.desks,
    password: await newSecretFrom(io, `First password of ${name} (12 characters or more)`, 'WASL_ADMIN_PASSWORD_FILE'),
  });
  await book.bootstrap(await enrolment(of.names[0]), await enrolment(of.names[1]));
}
