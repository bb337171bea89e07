import { WaslError } from '@wasl/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crypto } from '../../test/crypto.ts';
import { firstRoot, keyText, nextRoot, officersOf, policeKeys, signRoot, signRootText } from '../../test/party.ts';
import { fingerprint, fingerprintOfDigest, parseFingerprint } from './fingerprint.ts';
import { encodeRoot, parseRoot, parseSignedRoot } from './parse-root.ts';
import { verifyRootChain } from './root-chain.ts';
import { type RootDocument, rootDigest } from './root-document.ts';

const first = firstRoot('ma');
const [a, b, c] = officersOf('ma', 'now');
const after = officersOf('ma', 'next');
if (a === undefined || b === undefined || c === undefined) throw new Error('three officers');
const pin = rootDigest(encodeRoot(first, crypto), crypto);
const start = signRoot(first, [a, b]);
const rotated = nextRoot(first, {
  keys: after.map(({ row }) => row),
  roles: {
    agreement: { threshold: 2, keys: after.map(({ row }) => row.id) },
    agency: { threshold: 1, keys: after.slice(0, 1).map(({ row }) => row.id) },
  },
  next: officersOf('ma', 'third').map(({ row }) => row.id),
});

function outcome(chain: Parameters<typeof verifyRootChain>[0], at: { pin?: string; nowMs?: number } = {}): string {
  const result = verifyRootChain(chain, { pin, crypto, ...at });
  return result.ok ? 'ok' : result.reason.code;
}

test('[LG6.1] a root document is canonical and round-trips', () => {
  expect(parseRoot(encodeRoot(first, crypto), crypto)).toEqual(first);
  expect(parseRoot(encodeRoot(rotated, crypto), crypto)).toEqual(rotated);
});

test('[LG6.1] a root document in any other form is refused', () => {
  const text = encodeRoot(first, crypto);
  const key = first.keys[0]?.id ?? '';
  const bad: readonly (RootDocument | string)[] = [
    { ...first, threshold: 4 },
    { ...first, threshold: 0 },
    { ...first, version: 2 },
    { ...first, previous: pin },
    { ...first, nextThreshold: 4 },
    { ...first, next: [] },
    { ...first, keys: [...first.keys, ...first.keys.slice(0, 1)] },
    { ...first, keys: first.keys.map((each) => ({ ...each, id: pin })) },
    { ...first, keys: first.keys.map((each) => ({ ...each, alg: 'ES256' as const })) },
    { ...first, roles: { ...first.roles, agreement: { threshold: 1, keys: [pin] } } },
    { ...first, roles: { ...first.roles, agreement: { threshold: 2, keys: [key] } } },
    { ...first, roles: { ...first.roles, agreement: { threshold: 1, keys: [key, key] } } },
    { ...first, agencies: [...first.agencies, ...first.agencies] },
    { ...first, agencies: [policeKeys('gb')] },
    { ...first, expires: '2032-13-01T00:00:00Z' },
    text.replace('{', '{ '),
    text.replace('"v":1', '"v":1,"x":1'),
    text.replace('"v":1', '"v":2'),
    `${text}x`,
    'null',
    '[1]',
    '',
    'x'.repeat(70_000),
  ];
  for (const each of bad) {
    const shown = typeof each === 'string' ? each : signRoot(each, []).document;
    expect(() => parseRoot(shown, crypto), shown.slice(0, 200)).toThrowError(expect.objectContaining({ code: 'root-malformed' }));
  }
});

test('[LG6.10] one key in two roles or two agencies is refused', () => {
  const own = policeKeys('ma');
  const other = { ...policeKeys('ma', ' other'), agency: 'ma.defence' as typeof own.agency, authors: [] };
  expect(parseRoot(encodeRoot({ ...first, agencies: [own, other] }, crypto), crypto).agencies.length).toBe(2);
  for (const agencies of [
    [{ ...own, receiptKey: own.logKey }],
    [{ ...own, witnessKey: own.receiptKey }],
    [{ ...own, authors: own.authors.map(({ desk }) => ({ desk, key: own.logKey })) }],
    [own, { ...other, witnessKey: own.witnessKey }],
  ]) {
    expect(() => encodeRoot({ ...first, agencies }, crypto)).toThrowError(
      expect.objectContaining({ code: 'root-malformed', path: '/agencies' }),
    );
  }
});

test('[LG6.2] the first version needs the pin and its own threshold of distinct keys', () => {
  expect(outcome([start])).toBe('ok');
  expect(outcome([start], { pin: crypto.sha256Text('another') })).toBe('root-pin-mismatch');
  expect(outcome([])).toBe('root-chain-broken');
  expect(outcome([signRoot(first, [a])])).toBe('root-threshold');
  expect(outcome([signRoot(first, [a, a, a])])).toBe('root-threshold');
  expect(outcome([signRoot(first, [a, ...after])])).toBe('root-threshold');
  const forged = {
    ...start,
    signatures: start.signatures.map((each, i) => ({ ...each, signature: start.signatures[1 - i]?.signature ?? '' })),
  };
  expect(outcome([forged])).toBe('root-signature-bad');
  const alien = { ...start, signatures: [...start.signatures, { keyId: pin, signature: 'x' }] };
  expect(outcome([alien])).toBe('ok');
  expect(outcome([{ ...start, signatures: start.signatures.map((each) => ({ ...each, signature: 'not base64url!' })) }])).toBe(
    'root-signature-bad',
  );
});

test('[LG6, LG6.3] a rotation is signed by the thresholds of both versions', () => {
  expect(outcome([start, signRoot(rotated, [a, b, ...after.slice(0, 2)])])).toBe('ok');
  expect(outcome([start, signRoot(rotated, [a, b])])).toBe('root-threshold');
  expect(outcome([start, signRoot(rotated, after)])).toBe('root-threshold');
  expect(outcome([start, signRoot(rotated, [a, ...after])])).toBe('root-threshold');
  expect(outcome([signRoot(rotated, [a, b, ...after])])).toBe('root-chain-broken');
});

test('[LG6.4] a rotation installs only keys and a threshold that were committed before', () => {
  const thieves = officersOf('ma', 'thief');
  const stolen = { ...rotated, keys: thieves.map(({ row }) => row), roles: rolesOf(thieves.map(({ row }) => row.id)) };
  expect(outcome([start, signRoot(stolen, [a, b, c, ...thieves])])).toBe('root-not-committed');
  const lower = { ...rotated, threshold: 1 };
  expect(outcome([start, signRoot(lower, [a, b, ...after])])).toBe('root-not-committed');
  const recommit = nextRoot(first, { next: thieves.map(({ row }) => row.id) });
  expect(outcome([start, signRoot(recommit, [a, b, c])])).toBe('root-not-committed');
  const staying = { ...first, next: [...after.map(({ row }) => row.id), a.row.id] };
  const partly = nextRoot(staying, {
    keys: [a.row, ...after.map(({ row }) => row)].slice(0, 3),
    roles: rolesOf([a.row.id]),
    next: staying.next,
  });
  const kept = [signRoot(staying, [a, b]), signRoot(partly, [a, b, ...after.slice(0, 1)])];
  expect(outcome(kept, { pin: rootDigest(encodeRoot(staying, crypto), crypto) })).toBe('ok');
});

test('[LG6.5] a version that changes only agencies is signed by the agency quorum, any other by the threshold', () => {
  const newKeys = nextRoot(first, {
    agencies: [policeKeys('ma', ' 2')],
    retired: [{ agency: policeKeys('ma').agency, use: 'log', key: policeKeys('ma').logKey, compromised: false, cut: [] }],
  });
  expect(outcome([start, signRoot(newKeys, [a])])).toBe('ok');
  expect(outcome([start, signRoot(newKeys, [b])])).toBe('root-threshold');
  expect(outcome([start, signRoot(newKeys, [b, c])])).toBe('ok');
  const longer = nextRoot(first, { expires: '2040-01-01T00:00:00Z' });
  expect(outcome([start, signRoot(longer, [a])])).toBe('root-threshold');
  expect(outcome([start, signRoot(longer, [a, c])])).toBe('ok');
  expect(keyText('x')).toHaveLength(43);
});

test('[LG6.2] versions that skip, fork or change party are refused, and an expired last one when a time is given', () => {
  const good = signRoot(rotated, [a, b, ...after]);
  const resign = (changes: Partial<RootDocument>) => signRoot({ ...rotated, ...changes }, [a, b, ...after]);
  expect(outcome([start, resign({ version: 3 })])).toBe('root-chain-broken');
  expect(outcome([start, resign({ previous: crypto.sha256Text('fork') })])).toBe('root-chain-broken');
  expect(outcome([start, signRoot(firstRoot('gb', { version: 2, previous: pin }), [a, b])])).toBe('root-chain-broken');
  expect(outcome([start, good, good])).toBe('root-chain-broken');
  expect(outcome(Array.from({ length: 300 }, () => start))).toBe('root-chain-broken');
  expect(outcome([start, good], { nowMs: Date.parse('2031-12-31T23:59:59Z') })).toBe('ok');
  expect(outcome([start, good], { nowMs: Date.parse('2032-01-01T00:00:00Z') })).toBe('root-expired');
});

test('[LG6.6] a fingerprint is 12 groups of 5 digits of the whole digest and is read back however it is typed', () => {
  const text = encodeRoot(first, crypto);
  const shown = fingerprint(text, crypto);
  expect(shown).toMatch(/^([0-9]{5} ){11}[0-9]{5}$/);
  expect(fingerprintOfDigest(pin)).toBe(shown);
  expect(fingerprint(encodeRoot(rotated, crypto), crypto)).not.toBe(shown);
  expect(parseFingerprint(shown.replaceAll(' ', '-\n'))).toBe(shown);
  expect(parseFingerprint(shown.replaceAll(' ', ''))).toBe(shown);
  for (const bad of ['', shown.slice(1), `${shown}0`, 'x'.repeat(60), ' '.repeat(1000)]) expect(parseFingerprint(bad)).toBeUndefined();
  expect(fingerprintOfDigest('A'.repeat(43))).toBe(Array.from({ length: 12 }, () => '00000').join(' '));
});

test('[LG6.1] root documents and chains never throw but by code on mutated text', () => {
  const text = encodeRoot(first, crypto);
  const mutated = fc
    .tuple(fc.nat(text.length - 1), fc.constantFrom('', '"', '{', '}', '[', ']', '0', '-', 'é', '\\', ','), fc.nat(3))
    .map(([at, by, drop]) => text.slice(0, at) + by + text.slice(at + drop));
  fc.assert(
    fc.property(mutated, (each) => {
      const result = verifyRootChain([signRootText(each, [a, b])], { pin, crypto });
      expect(result.ok).toBe(each === text);
    }),
    { seed: 8, numRuns: 200 },
  );
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      try {
        parseSignedRoot(value);
      } catch (error) {
        expect(error).toBeInstanceOf(WaslError);
      }
    }),
    { seed: 9, numRuns: 200 },
  );
  expect(parseSignedRoot(JSON.parse(JSON.stringify(start)))).toEqual(start);
});

function rolesOf(keys: readonly string[]): RootDocument['roles'] {
  return { agreement: { threshold: 1, keys }, agency: { threshold: 1, keys } };
}
