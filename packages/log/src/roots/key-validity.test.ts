import { expect, test } from 'vitest';
import { firstRoot, keyText, policeKeys } from '../../test/party.ts';
import { headStands, keyAt, keysOf } from './key-validity.ts';
import { parsePublicKey } from './public-key.ts';

const now = policeKeys('ma', ' 2');
const agency = now.agency;
const origin = `${agency}/47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU`;
const other = `${agency}/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`;
const oldLog = policeKeys('ma').logKey;
const stolenLog = keyText('stolen log');
const oldAuthor = keyText('old author');
const root = firstRoot('ma', {
  agencies: [now],
  retired: [
    { agency, use: 'log', key: oldLog, compromised: false, cut: [{ origin, size: 100 }] },
    { agency, use: 'log', key: stolenLog, compromised: true, cut: [{ origin, size: 50 }] },
    { agency, use: 'author', key: oldAuthor, compromised: false, cut: [{ origin, size: 10 }] },
  ],
});

function standing(key: string, place: { origin: string; size: number }, use: 'log' | 'receipt' | 'author' = 'log'): string {
  const [author] = now.authors;
  const holder = use === 'author' && author !== undefined ? { agency, use, desk: author.desk } : { agency, use };
  const judged = keyAt(root, holder, { key, ...place });
  return judged.ok ? judged.value : judged.reason.code;
}

test('[LG6.7] a key is judged by tree size: retired keys stand up to their cut-off of that log only', () => {
  expect(standing(now.logKey, { origin, size: 1_000_000 })).toBe('current');
  expect(standing(oldLog, { origin, size: 100 })).toBe('retired');
  expect(standing(oldLog, { origin, size: 101 })).toBe('key-cut-off');
  expect(standing(oldLog, { origin: other, size: 1 })).toBe('key-cut-off');
  expect(standing(oldAuthor, { origin, size: 10 }, 'author')).toBe('retired');
  expect(standing(oldAuthor, { origin, size: 11 }, 'author')).toBe('key-cut-off');
  expect(standing(now.authors[0]?.key ?? '', { origin, size: 11 }, 'author')).toBe('current');
});

test('[LG6.7] a key of another role, desk or agency is unknown', () => {
  expect(standing(now.receiptKey, { origin, size: 1 })).toBe('key-unknown');
  expect(standing(now.logKey, { origin, size: 1 }, 'receipt')).toBe('key-unknown');
  expect(standing(keyText('nobody'), { origin, size: 1 })).toBe('key-unknown');
  expect(keysOf(root, { agency, use: 'log' })).toEqual([now.logKey, oldLog, stolenLog]);
  expect(keysOf(root, { agency: policeKeys('gb').agency, use: 'log' })).toEqual([]);
  expect(keysOf(root, { agency, use: 'author' })).toEqual([oldAuthor]);
});

test('[LG6.8] after a compromise only what another party cosigned, up to the cut-off, stands', () => {
  expect(standing(stolenLog, { origin, size: 50 })).toBe('compromised');
  expect(standing(stolenLog, { origin, size: 51 })).toBe('key-cut-off');
  const compromised = [{ origin, size: 50, reason: 'compromised' as const }];
  expect(headStands({ origin, size: 50 }, compromised, true).ok).toBe(true);
  expect(headStands({ origin, size: 50 }, compromised, false)).toMatchObject({ ok: false, reason: { code: 'key-cut-off' } });
  expect(headStands({ origin, size: 51 }, compromised, true).ok).toBe(false);
  expect(headStands({ origin: other, size: 51 }, compromised, false).ok).toBe(true);
});

test('[LG6.9] nothing above the size at which a log was suspended or closed stands', () => {
  for (const reason of ['closed', 'suspended'] as const) {
    expect(headStands({ origin, size: 7 }, [{ origin, size: 7, reason }], false).ok).toBe(true);
    expect(headStands({ origin, size: 8 }, [{ origin, size: 7, reason }], true)).toMatchObject({
      ok: false,
      reason: { code: 'key-cut-off' },
    });
  }
});

test('[LG6.1] the length of a key text tells its algorithm', () => {
  expect(parsePublicKey(keyText('x'))?.alg).toBe('Ed25519');
  const point = new Uint8Array(65);
  point[0] = 4;
  expect(parsePublicKey(Buffer.from(point).toString('base64url'))?.alg).toBe('ES256');
  for (const bad of ['', 'A', 'A'.repeat(42), `${'A'.repeat(42)}B`, '!'.repeat(43), 'A'.repeat(87), 'A'.repeat(44)])
    expect(parsePublicKey(bad)).toBeUndefined();
});
