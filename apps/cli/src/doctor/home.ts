import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { agencyKeyNames, authorKeyName, fileState, nodeRandom, openAccounts, openSealedKeys, Secret } from '@wasl/identity';
import { refusalOf, WaslError } from '@wasl/record';
import type { NodeConfig, NodeHome } from '@wasl/server';
import { bad, type Finding, ok, warn } from './finding.ts';

const largestQuickBytes = 4 * 2 ** 30;

/** Whether others on this machine may read what is the owner's alone. */
export async function checkPermissions(home: NodeHome): Promise<readonly Finding[]> {
  if (process.platform === 'win32') return [ok('permissions', 'left to the access lists of Windows')];
  const exposed: string[] = [];
  const look = async (path: string): Promise<void> => {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) exposed.push(`${path} has mode ${(mode & 0o777).toString(8)}`);
  };
  await look(home.folder);
  for (const name of ['keys.sealed', 'passphrase', 'officers', 'store', 'mark'])
    if (existsSync(home.path(name))) await look(home.path(name));
  const officers = existsSync(home.path('officers')) ? await readdir(home.path('officers')) : [];
  for (const name of officers) await look(home.path('officers', name));
  return exposed.length === 0 ? [ok('permissions', 'the owner alone')] : exposed.map((each) => bad('permissions', 'home-exposed', each));
}

/** The sealed keys: that they are there and, with a passphrase at hand, that they open and are complete. */
export async function checkKeys(home: NodeHome, config: NodeConfig, passphraseFile: string | undefined): Promise<readonly Finding[]> {
  const check = 'keys';
  const found: Finding[] = [];
  if (!existsSync(home.path('keys.sealed'))) return [bad(check, 'keys-absent', `there is no ${home.path('keys.sealed')}`)];
  if (!config.demonstration && existsSync(home.path('passphrase')))
    found.push(warn(check, 'keys-exposed', `${home.path('passphrase')} lies beside the keys that it should protect`));
  const file = passphraseFile ?? (existsSync(home.path('passphrase')) ? home.path('passphrase') : undefined);
  if (file === undefined) return [...found, ok(check, 'sealed; set WASL_PASSPHRASE_FILE and they are opened too')];
  try {
    const passphrase = new Secret((await readFile(file, 'utf8')).trimEnd());
    await using storage = await openSealedKeys(home.path('keys.sealed'), { passphrase, random: nodeRandom });
    const names = [agencyKeyNames.log, agencyKeyNames.receipt, agencyKeyNames.authority, ...config.desks.map(authorKeyName)];
    const missing: string[] = [];
    for (const name of names) if ((await storage.signer(name)) === undefined) missing.push(name);
    found.push(
      missing.length === 0
        ? ok(check, `open with the passphrase, ${names.length} keys`)
        : bad(check, 'keys-absent', `no key ${missing.join(', ')}`),
    );
  } catch (error) {
    const { code, message } = error instanceof WaslError ? refusalOf(error) : { code: 'file-unreadable', message: String(error) };
    found.push(bad(check, code, message));
  }
  return found;
}

/** The database of a stopped node, quickly: its pages, not its records; `wasl fsck` checks those. */
export async function checkStore(home: NodeHome, running: boolean): Promise<readonly Finding[]> {
  const check = 'store';
  const file = home.path('store', 'store.db');
  if (!existsSync(file)) return [warn(check, 'store-never-opened', 'the node has never run')];
  if (running) return [ok(check, 'in use by the node, which checks what it reads; "wasl fsck" checks all when it is stopped')];
  const findings: Finding[] = [];
  const { size } = await stat(file);
  if (size > largestQuickBytes) findings.push(warn(check, 'store-unsound', `${size} bytes were not looked through here: run "wasl fsck"`));
  else findings.push(quickCheck(file));
  if (!existsSync(home.path('mark')))
    findings.push(warn('mark', 'store-unsound', 'the mark of the last committed heads is missing: every own log will count as restored'));
  return findings;
}

function quickCheck(file: string): Finding {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    const [row] = database.prepare('PRAGMA quick_check(1)').all();
    const said = String(row?.['quick_check'] ?? 'nothing');
    return said === 'ok' ? ok('store', 'its pages hold together') : bad('store', 'store-unsound', said);
  } catch (error) {
    return bad('store', 'store-unsound', error instanceof Error ? error.message : String(error));
  } finally {
    database?.close();
  }
}

/** Who may administer: changes of accounts need two. */
export async function checkAdministrators(home: NodeHome, config: NodeConfig): Promise<Finding> {
  const check = 'administrators';
  if (config.demonstration) return ok(check, 'a demonstration has none');
  if (!existsSync(home.path('officers'))) return bad(check, 'admins-few', 'there are no accounts');
  try {
    const book = await openAccounts({ state: await fileState(home.path('officers')), random: nodeRandom, nowMs: () => Date.now() });
    const active = book.all().filter((account) => account.state === 'active' && account.roles.includes('admin')).length;
    const officers = book.all().filter((account) => account.state === 'active').length;
    return active >= 2
      ? ok(check, `${active} of ${officers} active accounts`)
      : bad(check, 'admins-few', `${active} active administrators, wanted two`);
  } catch (error) {
    const { code, message } = error instanceof WaslError ? refusalOf(error) : { code: 'file-unreadable', message: String(error) };
    return bad(check, code, message);
  }
}
