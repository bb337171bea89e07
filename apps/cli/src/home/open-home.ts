import { existsSync } from 'node:fs';
import { type KeyStorage, nodeRandom, openSealedKeys, Secret } from '@wasl/identity';
import type { Store } from '@wasl/node';
import { isRunning, lockFolder, NodeHome } from '@wasl/server';
import { openStore } from '@wasl/store';
import { fail } from '../codes.ts';
import { readText } from '../io/files.ts';
import type { Io } from '../io/io.ts';

/** The option every command on a home takes. */
export const homeOption = ['--home <folder>', 'folder of the node (WASL_HOME)'] as const;

/** The home that was named, by option or WASL_HOME. Throws `command-usage`. */
export function homeOf(io: Io, given: string | undefined): NodeHome {
  const folder = given ?? io.env['WASL_HOME'];
  if (folder === undefined || folder === '') throw fail('command-usage', 'no node was named: give --home, or set WASL_HOME');
  return new NodeHome(folder);
}

/**
 * The passphrase of sealed keys: the first of the named files that is set, else typed. `files` are paths from options and
 * the environment, in order of precedence.
 */
export async function passphraseFrom(io: Io, question: string, files: readonly (string | undefined)[]): Promise<Secret<string>> {
  const file = files.find((each) => each !== undefined && each !== '');
  if (file !== undefined) return new Secret((await readText(file)).trimEnd());
  return new Secret(await io.ask(question, { secret: true, instead: 'set WASL_PASSPHRASE_FILE' }));
}

/** The passphrase of a node: WASL_PASSPHRASE_FILE, the demonstration's own file, or typed. */
function nodePassphrase(io: Io, home: NodeHome): Promise<Secret<string>> {
  const own = home.path('passphrase');
  return passphraseFrom(io, `Passphrase of ${home.folder}`, [io.env['WASL_PASSPHRASE_FILE'], existsSync(own) ? own : undefined]);
}

/** The sealed keys of a home. */
async function openKeys(io: Io, home: NodeHome): Promise<KeyStorage> {
  await home.config();
  return openSealedKeys(home.path('keys.sealed'), { passphrase: await nodePassphrase(io, home), random: nodeRandom });
}

/** The store of a stopped node, held by this command alone. Throws `already-running`, and the codes of `openStore`. */
export async function openHomeStore(io: Io, home: NodeHome): Promise<{ readonly store: Store } & AsyncDisposable> {
  await home.config();
  if (!existsSync(home.path('store', 'store.db'))) throw fail('file-unreadable', `${home.folder} has no store yet: the node never ran`);
  if (await isRunning(home.folder)) throw fail('node-is-running', `a node runs from ${home.folder}`);
  const keys = await openKeys(io, home);
  const unlock = await lockFolder(home.folder);
  try {
    const masterKey = (await keys.secret('store-master')).reveal();
    const store = await openStore({ folder: home.path('store'), unlock: { masterKey }, markFile: home.path('mark') });
    return {
      store,
      async [Symbol.asyncDispose]() {
        await store.close();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}
