import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { nodeCrypto } from '../crypto/node-crypto.ts';
import { nodeRandom } from '../crypto/node-random.ts';
import { createSigner } from '../crypto/node-signer.ts';
import { Secret } from '../crypto/secret.ts';
import type { KeyStorage } from './key-storage.ts';
import { memoryKeys } from './memory-keys.ts';
import { openSealedKeys } from './sealed-keys.ts';

const cheap = { n: 1024, r: 8, p: 1 };
const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

interface Subject {
  open(): Promise<KeyStorage>;
  /** Opens again what was written; undefined when nothing outlives the process. */
  reopen?(): Promise<KeyStorage>;
}

const kinds: Record<string, () => Promise<Subject>> = {
  memory: async () => ({ open: async () => memoryKeys(nodeRandom) }),
  'sealed-file': async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wasl-keys-'));
    folders.push(folder);
    const open = () =>
      openSealedKeys(join(folder, 'keys.sealed'), {
        passphrase: new Secret('a long passphrase'),
        random: nodeRandom,
        cost: cheap,
        create: true,
      });
    return { open, reopen: open };
  },
};

for (const [kind, make] of Object.entries(kinds)) {
  describe(`key storage: ${kind}`, () => {
    test('[ID2] keeps a key under its name and signs with it', async () => {
      const subject = await make();
      await using keys = await subject.open();
      expect(keys.kind).toBe(kind);
      const made = await keys.createSigner('log', 'Ed25519');
      await keys.createSigner('author/ma.police/ops', 'ES256');
      const message = Uint8Array.of(1, 2);
      const again = await keys.signer('log');
      expect(nodeCrypto.verify(made.key, message, again?.sign(message) ?? new Uint8Array())).toBe(true);
      expect(await keys.names()).toEqual(['author/ma.police/ops', 'log']);
      expect(await keys.signer('absent')).toBeUndefined();
      if (subject.reopen !== undefined) {
        await using later = await subject.reopen();
        expect((await later.signer('author/ma.police/ops'))?.key.alg).toBe('ES256');
        expect((await later.signer('log'))?.key.bytes).toEqual(made.key.bytes);
      }
    });

    test('[ID2] never overwrites a key, whoever asks first', async () => {
      await using keys = await (await make()).open();
      const outcomes = await Promise.allSettled([
        keys.createSigner('log', 'Ed25519'),
        keys.createSigner('log', 'Ed25519'),
        keys.secret('log'),
      ]);
      expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'rejected']);
      await expect(keys.keepSigner('log', createSigner('Ed25519'))).rejects.toMatchObject({ code: 'key-exists' });
      await expect(keys.createSigner('../log', 'Ed25519')).rejects.toMatchObject({ code: 'key-name-invalid' });
    });

    test('[ID2] a secret is made once, stays the same and does not print', async () => {
      const subject = await make();
      await using keys = await subject.open();
      const first = await keys.secret('pseudonyms');
      expect(first.reveal()).toHaveLength(32);
      expect((await keys.secret('pseudonyms')).reveal()).toEqual(first.reveal());
      expect(JSON.stringify({ first })).toBe('{"first":"[redacted]"}');
      if (subject.reopen !== undefined) {
        await using later = await subject.reopen();
        expect(Uint8Array.from((await later.secret('pseudonyms')).reveal())).toEqual(first.reveal());
      }
    });

    test('[ID2] forgets what is removed, also after a restart', async () => {
      const subject = await make();
      await using keys = await subject.open();
      await keys.createSigner('log', 'Ed25519');
      await keys.remove('log');
      await keys.remove('never-there');
      expect(await keys.names()).toEqual([]);
      if (subject.reopen !== undefined) {
        await using later = await subject.reopen();
        expect(await later.signer('log')).toBeUndefined();
      }
    });

    test('[ID2] keeps a signer made elsewhere, and refuses one whose key is in a token', async () => {
      await using keys = await (await make()).open();
      const made = createSigner('ES256');
      await keys.keepSigner('log', made);
      expect((await keys.signer('log'))?.key.bytes).toEqual(made.key.bytes);
      await expect(keys.keepSigner('other', { key: made.key, sign: () => new Uint8Array(64) })).rejects.toMatchObject({
        code: 'key-not-exportable',
      });
    });
  });
}

test('[ID2] a sealed file keeps the costs that it was made with when a key is added', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wasl-keys-'));
  folders.push(folder);
  const path = join(folder, 'keys.sealed');
  const of = { passphrase: new Secret('a long passphrase'), random: nodeRandom };
  const costs = async () => JSON.parse(await readFile(path, 'utf8')).kdf;
  await (await openSealedKeys(path, { ...of, cost: cheap, create: true }))[Symbol.asyncDispose]();
  await using keys = await openSealedKeys(path, of);
  await keys.createSigner('log', 'Ed25519');
  expect(await costs()).toMatchObject(cheap);
});
