import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type BundledAgency, type Certificate, parseCertificate, replaceFile } from '@wasl/identity';
import { type AgencyId, parseAgencyId } from '@wasl/record';
import { fail } from '../codes.ts';
import { readJsonObject } from '../io/files.ts';

/** What partners must know of an agency of the party; nothing in it is secret. It lies beside the root, so that the officers need no node. */
function cardFile(root: string, agency: AgencyId): string {
  return join(root, 'agencies', `${agency}.json`);
}

/** Writes the card of one agency beside the party's root, durably. */
export async function saveCard(
  root: string,
  card: { readonly agency: AgencyId; readonly exchange: string; readonly authority: Certificate },
): Promise<string> {
  const file = cardFile(root, card.agency);
  await mkdir(join(root, 'agencies'), { recursive: true, mode: 0o700 });
  const row = { v: 1, agency: card.agency, exchange: card.exchange, authority: card.authority.pem };
  await replaceFile(file, `${JSON.stringify(row, undefined, 2)}\n`);
  return file;
}

/** The cards of every agency of the party. Throws `file-not-json`, `root-incomplete`. */
export async function readCards(root: string): Promise<readonly BundledAgency[]> {
  const folder = join(root, 'agencies');
  if (!existsSync(folder)) throw fail('root-incomplete', `${folder} is not there: "wasl init" of each agency writes into it`);
  const cards: BundledAgency[] = [];
  for (const name of (await readdir(folder)).filter((each) => each.endsWith('.json')).sort()) {
    const row = await readJsonObject(join(folder, name));
    const { agency, exchange, authority } = row;
    if (row['v'] !== 1 || typeof agency !== 'string' || typeof exchange !== 'string' || typeof authority !== 'string')
      throw fail('file-not-json', `${join(folder, name)} is no card of an agency`);
    cards.push({ agency: parseAgencyId(agency), exchange, authority: parseCertificate(authority) });
  }
  return cards;
}
