import type { Algorithm, RandomBytes, Signer } from '@wasl/record';
import { fail } from '../codes.ts';
import { createSigner, exportPrivateKey } from '../crypto/node-signer.ts';
import { Secret } from '../crypto/secret.ts';
import { type KeyStorage, keyNamePattern } from './key-storage.ts';

/** What a storage holds, before it is written anywhere. */
export interface HeldKeys {
  readonly signers: Map<string, Signer>;
  readonly secrets: Map<string, Secret<Uint8Array>>;
}

/** Storage logic over a map, with `persist` awaited after each change and the change undone when it fails. */
export function keysOver(
  held: HeldKeys,
  options: { kind: KeyStorage['kind']; random: RandomBytes; persist: () => Promise<void> },
): KeyStorage {
  let last: Promise<unknown> = Promise.resolve();
  /** Changes run one after the other: two saves never race for the file. */
  function serial<T>(change: () => Promise<T>): Promise<T> {
    const run = last.then(change, change);
    last = run.catch(() => undefined);
    return run;
  }
  async function put<V>(map: Map<string, V>, name: string, value: V): Promise<V> {
    if (held.signers.has(name) || held.secrets.has(name)) throw fail('key-exists', `a key named ${name} exists already`);
    map.set(name, value);
    try {
      await options.persist();
    } catch (error) {
      map.delete(name);
      throw error;
    }
    return value;
  }
  function checked(name: string): string {
    if (!keyNamePattern.test(name))
      throw fail('key-name-invalid', `key name ${JSON.stringify(name.slice(0, 80))} does not match ${keyNamePattern}`);
    return name;
  }
  return {
    kind: options.kind,
    names: async () => [...held.signers.keys()].sort(),
    signer: async (name) => held.signers.get(checked(name)),
    createSigner: (name: string, alg: Algorithm) => serial(() => put(held.signers, checked(name), createSigner(alg))),
    keepSigner: (name, signer) =>
      serial(async () => {
        exportPrivateKey(signer);
        await put(held.signers, checked(name), signer);
      }),
    secret: (name) =>
      serial(async () => held.secrets.get(checked(name)) ?? (await put(held.secrets, name, new Secret(options.random(32))))),
    remove: (name) =>
      serial(async () => {
        const [signer, secret] = [held.signers.get(checked(name)), held.secrets.get(name)];
        if (!held.signers.delete(name) && !held.secrets.delete(name)) return;
        try {
          await options.persist();
        } catch (error) {
          if (signer !== undefined) held.signers.set(name, signer);
          if (secret !== undefined) held.secrets.set(name, secret);
          throw error;
        }
      }),
    [Symbol.asyncDispose]: async () => {
      await last;
      held.signers.clear();
      held.secrets.clear();
    },
  };
}

/** Keys that live and die with the process: for tests and for keys that must never be written. */
export function memoryKeys(random: RandomBytes): KeyStorage {
  return keysOver({ signers: new Map(), secrets: new Map() }, { kind: 'memory', random, persist: async () => undefined });
}
