import { chmod, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WaslError } from '@wasl/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nodeRandom } from '../crypto/node-random.ts';
import { Secret } from '../crypto/secret.ts';
import { openSealed, sealBytes } from './sealed-box.ts';
import { openSealedKeys } from './sealed-keys.ts';

const cheap = { n: 1024, r: 8, p: 1 };
const passphrase = new Secret('correct horse battery');
const content = Uint8Array.of(1, 2, 3, 4);

test('[ID2] opens what it sealed; another passphrase is refused by code', async () => {
  const sealed = await sealBytes(new Secret(content), passphrase, { random: nodeRandom, cost: cheap });
  expect(Uint8Array.from(await openSealed(sealed, passphrase))).toEqual(content);
  await expect(openSealed(sealed, new Secret('correct horse batterz'))).rejects.toMatchObject({ code: 'sealed-wrong-passphrase' });
  expect(await sealBytes(new Secret(content), passphrase, { random: nodeRandom, cost: cheap })).not.toBe(sealed);
});

test('[ID2] the default cost opens too, and one passphrase is one passphrase whatever its Unicode form', async () => {
  const sealed = await sealBytes(new Secret(content), new Secret('caf\u00e9 caf\u00e9 caf\u00e9'), { random: nodeRandom });
  expect(sealed).toContain('"n":131072');
  expect(Uint8Array.from(await openSealed(sealed, new Secret('cafe\u0301 cafe\u0301 cafe\u0301')))).toEqual(content);
});

test('[ID2] every changed header or content is refused, costs out of bounds before they are run', async () => {
  const sealed = await sealBytes(new Secret(content), passphrase, { random: nodeRandom, cost: cheap });
  await expect(openSealed(sealed.replace('"n":1024', '"n":2048'), passphrase)).rejects.toMatchObject({ code: 'sealed-wrong-passphrase' });
  await expect(openSealed(sealed.replace('"n":1024', '"n":1073741824'), passphrase)).rejects.toMatchObject({ code: 'sealed-malformed' });
  await expect(openSealed(sealed.replace('"v":1', '"v":2'), passphrase)).rejects.toMatchObject({ code: 'sealed-version-unknown' });
  await expect(openSealed('x'.repeat(2_000_000), passphrase)).rejects.toMatchObject({ code: 'sealed-malformed' });
});

test('[BY3] random and mutated files never throw but by code', async () => {
  const sealed = await sealBytes(new Secret(content), passphrase, { random: nodeRandom, cost: cheap });
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: sealed.length - 1 }), fc.integer({ min: 32, max: 126 }), async (at, char) => {
      const changed = sealed.slice(0, at) + String.fromCharCode(char) + sealed.slice(at + 1);
      const outcome = await openSealed(changed, passphrase).catch((error: unknown) => error);
      return changed === sealed || outcome instanceof WaslError;
    }),
    { seed: 21, numRuns: 150 },
  );
});

test('[ID2] the key file has mode 0600, holds no plain key, leaves no scrap, and is refused when others may read it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wasl-keys-'));
  try {
    const path = join(folder, 'keys.sealed');
    const options = { passphrase, random: nodeRandom, cost: cheap };
    await expect(openSealedKeys(path, options)).rejects.toMatchObject({ code: 'keys-absent' });
    await expect(openSealedKeys(path, { ...options, passphrase: new Secret('short'), create: true })).rejects.toMatchObject({
      code: 'passphrase-short',
    });
    await using keys = await openSealedKeys(path, { ...options, create: true });
    await keys.createSigner('log', 'Ed25519');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['keys.sealed']);
    expect(await readFile(path, 'utf8')).not.toContain('log"');
    await expect(openSealedKeys(path, { ...options, passphrase: new Secret('a wrong passphrase') })).rejects.toMatchObject({
      code: 'sealed-wrong-passphrase',
    });
    await chmod(path, 0o644);
    await expect(openSealedKeys(path, options)).rejects.toMatchObject({ code: 'keys-exposed' });
  } finally {
    await rm(folder, { recursive: true });
  }
});
