import { fileState, nodeRandom, openAccounts } from '@wasl/identity';
import type { NodeHome } from '@wasl/server';
import { fail } from '../codes.ts';
import type { Io } from '../io/io.ts';
import { passphraseFrom } from './open-home.ts';

/** Folder of officers' accounts, sessions and approvals in a home. */
const stateFolder = 'officers';

/**
 * Enrols the first two administrators, each in the presence of the other; none when no name was given. Passwords come from
 * WASL_ADMIN_PASSWORD_FILE (one for both, to be changed) or are typed.
 */
export async function administrators(io: Io, home: NodeHome, names: readonly string[]): Promise<readonly string[]> {
  if (names.length === 0) return [];
  const [first, second] = names;
  if (first === undefined || second === undefined || names.length > 2)
    throw fail('command-usage', `${names.length} administrator(s) were named: the first two are enrolled together`);
  const { desks } = await home.config();
  const book = await openAccounts({ state: await fileState(home.path(stateFolder)), random: nodeRandom, nowMs: () => Date.now() });
  const enrolment = async (name: string) => ({
    name,
    roles: ['admin'] as const,
    desks,
    password: await passphraseFrom(io, `First password of ${name} (12 characters or more)`, [io.env['WASL_ADMIN_PASSWORD_FILE']]),
  });
  await book.bootstrap(await enrolment(first), await enrolment(second));
  return names;
}
