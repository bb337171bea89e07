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

/** Where a secret may come from instead of the keyboard: a file that the variable names, or one that lies there. */
export interface SecretSource {
  readonly variable: string;
  readonly file?: string;
}

/** A secret that exists: from its file, else typed. Throws `input-needed` where there is no terminal. */
export async function passphraseFrom(io: Io, question: string, { variable, file }: SecretSource): Promise<Secret<string>> {
  const named = io.env[variable];
  const from = named === undefined || named === '' ? file : named;
  if (from !== undefined) return new Secret((await readText(from)).trimEnd());
  return new Secret(await io.ask(question, { secret: true, instead: `set ${variable} to a file that holds it` }));
}

/** A new passphrase or password, typed twice so that a slip does not lock its owner out; from a file it is taken as it is. */
export async function newSecretFrom(io: Io, question: string, variable: string): Promise<Secret<string>> {
  const first = await passphraseFrom(io, question, { variable });
  if ((io.env[variable] ?? '') !== '') return first;
  const second = await passphraseFrom(io, 'The same once more', { variable });
  if (first.reveal() !== second.reveal()) throw fail('typed-differs', 'the two are not the same');
  return first;
}

/** The passphrase of a node: WASL_PASSPHRASE_FILE, the demonstration's own file, or typed. */
export function nodePassphrase(io: Io, home: NodeHome): Promise<Secret<string>> {
  const own = home.path('passphrase');
  const file = existsSync(own) ? { file: own } : {};
  return passphraseFrom(io, `Passphrase of ${home.folder}`, { variable: 'WASL_PASSPHRASE_FILE', ...file });
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
