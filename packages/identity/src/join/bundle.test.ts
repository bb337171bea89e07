import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAgreement } from '@wasl/agreement';
import { WaslError } from '@wasl/record';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { capabilities, draftOf, makeSide, nowMs, type Side } from '../../test/sides.ts';
import { nodeCrypto } from '../crypto/node-crypto.ts';
import { nodeRandom } from '../crypto/node-random.ts';
import { makeBundle, openBundle } from './bundle.ts';
import { canaryPack, runCanary } from './canary.ts';
import { commonCapabilities } from './capability.ts';
import { parseLog } from './ceremony-line.ts';
import { decodeJoin } from './join-state.ts';
import { parseSigned } from './signed-text.ts';

const tools = { crypto: nodeCrypto, nowMs };
let ma: Side;
let gb: Side;
beforeAll(async () => {
  [ma, gb] = [await makeSide('ma'), await makeSide('gb')];
});

test('[ID11] a bundle carries roots, authorities and capabilities, and pins follow from it', () => {
  const bundle = openBundle(`${ma.bundle}\n`, tools);
  expect(bundle).toMatchObject({ party: 'ma', rootDigest: ma.rootDigest, capabilities });
  expect(bundle.pins.map((pin) => [pin.party, pin.agencies])).toEqual([['ma', ['ma.police']]]);
});

test('[ID11] a bundle that contradicts itself is refused: foreign signer, foreign authority, foreign agency', () => {
  const [mine, theirs] = [openBundle(ma.bundle, tools), openBundle(gb.bundle, tools)];
  const [own, foreign] = [ma.officers[0], gb.officers[0]];
  if (own === undefined || foreign === undefined) throw new Error('officers');
  const refusals = [
    makeBundle(mine, foreign, nodeRandom),
    makeBundle({ ...mine, party: theirs.party }, own, nodeRandom),
    makeBundle({ ...mine, agencies: theirs.agencies }, own, nodeRandom),
    makeBundle(
      { ...mine, agencies: mine.agencies.map((row, at) => ({ ...row, authority: (theirs.agencies[at] ?? row).authority })) },
      own,
      nodeRandom,
    ),
    makeBundle({ ...mine, roots: [] }, own, nodeRandom),
  ];
  const codes = refusals.map((file) => {
    try {
      openBundle(file, tools);
      return 'opened';
    } catch (error) {
      return (error as WaslError).code;
    }
  });
  expect(codes).toEqual([
    'join-bundle-refused',
    'join-bundle-refused',
    'join-bundle-refused',
    'authority-not-in-root',
    'join-bundle-refused',
  ]);
});

test('[BY3] random and mutated bundles, logs and ceremony files never throw but by code', () => {
  const decoders = [(text: string) => openBundle(text, tools), parseSigned, parseLog, decodeJoin];
  fc.assert(
    fc.property(
      fc.nat({ max: ma.bundle.length - 1 }),
      fc.integer({ min: 32, max: 126 }),
      fc.string({ maxLength: 200 }),
      (at, char, noise) => {
        const mutated = ma.bundle.slice(0, at) + String.fromCharCode(char) + ma.bundle.slice(at + 1);
        return decoders.every((decode) =>
          [mutated, noise, `{"${noise}":1}`].every((text) => {
            try {
              decode(text);
              return true;
            } catch (error) {
              return error instanceof WaslError;
            }
          }),
        );
      },
    ),
    { seed: 51, numRuns: 200 },
  );
});

test('[ID8] common capabilities are what both sides can do', () => {
  const less = { ...capabilities, recordTypes: ['alert', 'incident'], obligations: [] };
  expect(commonCapabilities(capabilities, less)).toEqual({
    recordTypes: ['incident', 'alert'],
    obligations: [],
    algorithms: ['Ed25519', 'ES256'],
    versions: { agreement: [1], exchange: [1] },
  });
});

test('[ID9] the canary pack goes both ways, releases something, and nothing that must be denied', () => {
  const agreement = parseAgreement(draftOf(ma, gb));
  const pack = canaryPack(agreement, nodeCrypto);
  expect([...new Set(pack.map((one) => `${one.from}>${one.to}`))]).toEqual(['ma.police>gb.police', 'gb.police>ma.police']);
  expect(pack.filter((one) => one.must === 'deny').map((one) => one.id.split(' ').slice(2).join(' '))).toEqual(
    [1, 2].flatMap(() => [
      '4.1 level',
      '4.1 owner-only',
      '4.1 purpose',
      '4.1 type',
      '4.1 stranger',
      '4.1 early',
      '4.1 late',
      '4.1 suspended',
      'never N1',
    ]),
  );
  const result = runCanary(agreement, nodeCrypto);
  expect(result).toMatchObject({ leaks: [], cases: 20, released: 2, denied: 18 });
  expect(runCanary(parseAgreement(draftOf(ma, gb)), nodeCrypto).digest).toBe(result.digest);
});

const arrangements = join(import.meta.dirname, '../../../../examples/arrangements');
const files = existsSync(arrangements) ? readdirSync(arrangements).filter((name) => name.endsWith('.json')) : [];
for (const name of files) {
  test(`[ID9] the canary pack of ${name} shows releases and no leak`, () => {
    const text = readFileSync(join(arrangements, name), 'utf8').replaceAll('ROOT:ma', ma.rootDigest).replaceAll('ROOT:gb', gb.rootDigest);
    const result = runCanary(parseAgreement(text), nodeCrypto);
    expect(result.leaks).toEqual([]);
    expect(result.released).toBeGreaterThan(0);
  });
}
