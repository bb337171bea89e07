import { nodeCrypto, openBundle } from '@wasl/identity';
import { rootDigest } from '@wasl/log';
import { fail } from '../codes.ts';
import { readText } from '../io/files.ts';
import { joinTools } from './ceremony-folder.ts';
import { rootsIn } from './party-root.ts';

const digestForm = /^[A-Za-z0-9_-]{43}$/;

/**
 * `party=source` in its parts, the source turned into the digest of the party's first root: a digest itself, a `root.json`, or a bundle.
 * Whether the root is the party's is not known from a file: the ceremony's digits say that.
 */
export async function rootIn(text: string): Promise<readonly [party: string, digest: string]> {
  const at = text.indexOf('=');
  const [party, source] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 0 || !/^[a-z]{2,12}$/.test(party))
    throw fail('command-usage', `--root ${JSON.stringify(text)}: wanted party=file or party=digest`);
  if (digestForm.test(source)) return [party, source];
  const file = await readText(source);
  const found = file.includes('wasl-join-bundle')
    ? openBundle(file, joinTools())
    : { rootDigest: rootDigest(rootsIn(file, source)[0]?.document ?? '', nodeCrypto), party };
  if (found.party !== party) throw fail('root-incomplete', `${source} is the bundle of ${found.party}, not of ${party}`);
  return [party, found.rootDigest];
}
