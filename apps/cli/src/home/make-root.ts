import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { changedAgenciesText, firstRootText, nodeCrypto, type Officer, type ScryptCost, signRoot } from '@wasl/identity';
import type { AgencyKeys, SignedRoot } from '@wasl/log';
import { partyOf } from '@wasl/record';
import { fail } from '../codes.ts';
import type { Io } from '../io/io.ts';
import { makeOfficer, openOfficer } from './officer-file.ts';
import { newSecretFrom } from './open-home.ts';
import { readRoot, saveRoot } from './party-root.ts';

/** All versions of a root, and the officers' files that were made with it. */
export interface MadeRoot {
  readonly signed: readonly SignedRoot[];
  readonly files: readonly string[];
}

function countOf(option: string, text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 2 && count <= 16) return count;
  throw fail('command-usage', `${option} ${text}: wanted 2 to 16`);
}

/** Makes the first version of a party's root: every officer types a passphrase of one's own, the first `threshold` of them sign. */
export async function makeRoot(
  io: Io,
  folder: string,
  of: { readonly row: AgencyKeys; readonly officers: string; readonly threshold: string; readonly cost: ScryptCost | undefined },
): Promise<MadeRoot> {
  const count = countOf('--officers', of.officers);
  const threshold = countOf('--threshold', of.threshold);
  if (threshold > count) throw fail('command-usage', `--threshold ${threshold} of ${count} officers`);
  const keys = join(folder, 'officers');
  // Keys that no root names protect nothing and are never used again: their owner says so by moving them away.
  if (existsSync(keys))
    throw fail('file-exists', `${keys} is there without a root: an earlier start was interrupted; move it away and start again`);
  if ((io.env['WASL_OFFICER_PASSPHRASE_FILE'] ?? '') !== '')
    io.say('One passphrase seals the files of all officers. Where it matters, let each of them type their own.');
  const officers: Officer[] = [];
  const next: Officer[] = [];
  const files: string[] = [];
  for (let n = 1; n <= count; n++) {
    const passphrase = await newSecretFrom(io, `Officer ${n}: new passphrase (12 characters or more)`, 'WASL_OFFICER_PASSPHRASE_FILE');
    for (const [kind, list] of [
      ['key', officers],
      ['next.key', next],
    ] as const) {
      const file = join(keys, `officer-${n}.${kind}`);
      list.push(await makeOfficer(file, passphrase, of.cost));
      files.push(file);
    }
  }
  const rows = (list: readonly Officer[]) => list.map((officer) => officer.row);
  const text = firstRootText(
    {
      party: partyOf(of.row.agency),
      nowMs: Date.now(),
      agencies: [of.row],
      keys: rows(officers),
      threshold,
      next: rows(next),
      nextThreshold: threshold,
    },
    nodeCrypto,
  );
  const signed = [signRoot(text, officers.slice(0, threshold))];
  await saveRoot(folder, signed);
  return { signed, files: [join(folder, 'root.json'), ...files] };
}

/** Adds an agency to the root of its party in a new version that one officer signs. A second run with the same keys changes nothing. */
export async function addToRoot(
  io: Io,
  folder: string,
  of: { readonly row: AgencyKeys; readonly officer: string | undefined },
): Promise<MadeRoot> {
  const { row } = of;
  const { chain, signed } = await readRoot(folder);
  if (chain.party !== partyOf(row.agency))
    throw fail('root-incomplete', `${folder} is the root of ${chain.party}, not of ${partyOf(row.agency)}`);
  const known = chain.latest.agencies.find((each) => each.agency === row.agency);
  if (known?.logKey === row.logKey && known.tlsCa === row.tlsCa) return { signed, files: [] };
  if (known !== undefined)
    throw fail('agency-in-root', `${row.agency} stands in the root of ${chain.party} with other keys than those of this home`);
  const officer = await openOfficer(io, of.officer);
  const agencies = [...chain.latest.agencies, row].sort((a, b) => (a.agency < b.agency ? -1 : 1));
  const next = [...signed, signRoot(changedAgenciesText(chain.latest, { agencies }, nodeCrypto), [officer])];
  await saveRoot(folder, next);
  return { signed: next, files: [] };
}
