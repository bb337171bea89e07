import { encodeBase64url, type Signer } from '@wasl/record';
import { beforeAll, expect, test } from 'vitest';
import { agreement, agreementJson, words } from '../test/fixture.ts';
import { crypto, newSigner } from '../test/node-crypto.ts';
import { digestOf, parseAgreement } from './document/parse.ts';
import type { Agreement } from './document.ts';
import { type AgreementRoots, type AgreementSignature, maySucceed, signAgreement, verifyAgreementSignatures } from './signatures.ts';

const officers: Record<string, Signer> = {};
let roots: AgreementRoots = {};

function rootOf(party: string, extra: readonly { id: string; officer: string }[] = []) {
  const rows = [1, 2, 3].map((each) => ({ id: `${party}-${each}`, officer: `${party}-${each}` })).concat(extra);
  const keys = rows.map(({ id, officer }) => ({
    id,
    alg: 'Ed25519' as const,
    key: encodeBase64url(officers[officer]?.key.bytes ?? new Uint8Array()),
  }));
  return { keys, roles: { agreement: { threshold: 2, keys: keys.map((each) => each.id) } } };
}

beforeAll(() => {
  for (const party of ['ma', 'gb', 'es']) for (const each of [1, 2, 3]) officers[`${party}-${each}`] = newSigner();
  roots = { ma: rootOf('ma'), gb: rootOf('gb'), es: rootOf('es') };
});

function signed(document: Agreement, ...keyIds: readonly string[]): AgreementSignature[] {
  const digest = digestOf(document, crypto);
  return keyIds.map((keyId) => {
    const signer = officers[keyId];
    if (signer === undefined) throw new Error(`no officer ${keyId}`);
    return signAgreement(digest, { party: keyId.slice(0, 2), keyId, signer });
  });
}

function code(result: ReturnType<typeof verifyAgreementSignatures>): string {
  return result.ok ? 'ok' : result.reason.code;
}

test('[AG8] stands when each party reaches its threshold', () => {
  const document = agreement();
  expect(code(verifyAgreementSignatures(document, signed(document, 'ma-1', 'ma-3', 'gb-2', 'gb-1'), { roots, crypto }))).toBe('ok');
});

test('[AG8] counts distinct keys, not signatures', () => {
  const document = agreement();
  const twice = signed(document, 'ma-1', 'ma-1', 'gb-1', 'gb-2');
  expect(code(verifyAgreementSignatures(document, twice, { roots, crypto }))).toBe('agreement-threshold');
});

test('[AG8] one key under two ids counts once', () => {
  const document = agreement();
  const doubled: AgreementRoots = { ...roots, ma: rootOf('ma', [{ id: 'ma-9', officer: 'ma-1' }]) };
  officers['ma-9'] = officers['ma-1'] as Signer;
  const both = signed(document, 'ma-1', 'ma-9', 'gb-1', 'gb-2');
  expect(code(verifyAgreementSignatures(document, both, { roots: doubled, crypto }))).toBe('agreement-threshold');
});

test('[AG8] needs at least what the root of the party asks, whatever the document says', () => {
  const document = agreement({ parties: agreementJson().parties.map((each) => ({ ...each, threshold: 1 })) });
  expect(code(verifyAgreementSignatures(document, signed(document, 'ma-1', 'gb-1'), { roots, crypto }))).toBe('agreement-threshold');
});

test('[AG8] a key outside the agreement role and a foreign party add nothing', () => {
  const document = agreement();
  const root = rootOf('ma');
  const narrow: AgreementRoots = { ...roots, ma: { ...root, roles: { agreement: { threshold: 2, keys: ['ma-1', 'ma-2'] } } } };
  expect(
    code(verifyAgreementSignatures(document, signed(document, 'ma-1', 'ma-3', 'es-1', 'gb-1', 'gb-2'), { roots: narrow, crypto })),
  ).toBe('agreement-threshold');
});

test('[AG8] a bad signature of a known key refuses the whole, and a signature on another version does not carry over', () => {
  const document = agreement();
  const [first, ...rest] = signed(document, 'ma-1', 'ma-2', 'gb-1', 'gb-2');
  const bad = { ...(first as AgreementSignature), signature: 'not base64url!' };
  expect(code(verifyAgreementSignatures(document, [bad, ...rest], { roots, crypto }))).toBe('agreement-signature');
  const other = agreement({ alternat: false });
  expect(code(verifyAgreementSignatures(other, signed(document, 'ma-1', 'ma-2', 'gb-1', 'gb-2'), { roots, crypto }))).toBe(
    'agreement-signature',
  );
});

test('[AG8] without the root of a party nothing stands', () => {
  const document = agreement();
  const { gb: _, ...some } = roots;
  expect(code(verifyAgreementSignatures(document, signed(document, 'ma-1', 'ma-2', 'gb-1', 'gb-2'), { roots: some, crypto }))).toBe(
    'agreement-root',
  );
});

function successor(previous: Agreement, change: Partial<Agreement> = {}): Agreement {
  return parseAgreement({ ...previous, version: previous.version + 1, previous: digestOf(previous, crypto), ...change });
}

const everyone = ['ma-1', 'ma-2', 'gb-1', 'gb-2'];

test('[AG9] the next version of the same agreement, signed by all, may succeed', () => {
  const first = agreement();
  const second = successor(first, { title: words('Amended') });
  expect(code(maySucceed(first, second, { signatures: signed(second, ...everyone), roots, crypto }))).toBe('ok');
  expect(code(maySucceed(first, second, { signatures: signed(second, 'ma-1', 'ma-2', 'gb-1'), roots, crypto }))).toBe(
    'agreement-threshold',
  );
});

test.each<[string, Partial<Agreement>]>([
  ['another id', { id: 'ma-gb.other' }],
  ['a skipped version', { version: 3 }],
  ['another predecessor', { previous: 'C'.repeat(42).concat('A') }],
  ['a replaced first root', { parties: agreementJson().parties.map((each) => ({ ...each, root: 'D'.repeat(42).concat('A') })) }],
])('[AG9] refuses %s', (_, change) => {
  const first = agreement();
  const second = successor(first, change);
  expect(code(maySucceed(first, second, { signatures: signed(second, ...everyone), roots, crypto }))).toBe('agreement-succession');
});

function withSpain(first: Agreement): Agreement {
  return parseAgreement({
    ...first,
    parties: [...first.parties, { party: 'es', name: words('Spain'), root: 'E'.repeat(42).concat('A'), threshold: 2 }],
    agencies: [...first.agencies, { agency: 'es.police', party: 'es', function: 'police', ceiling: 2, caveats: [], supports: [] }],
    control: { ...first.control, es: 'es.police' },
  });
}

test('[AG9] a party that leaves signs too, unless the rule is continuing-parties', () => {
  for (const [signatures, expected] of [
    ['all-parties', 'agreement-threshold'],
    ['continuing-parties', 'ok'],
  ] as const) {
    const three = withSpain(agreement({ succession: { signatures } }));
    const two = successor(agreement({ succession: { signatures } }), { version: 2, previous: digestOf(three, crypto) });
    expect(code(maySucceed(three, two, { signatures: signed(two, ...everyone), roots, crypto }))).toBe(expected);
    expect(code(maySucceed(three, two, { signatures: signed(two, ...everyone, 'es-1', 'es-2'), roots, crypto }))).toBe('ok');
  }
});

test('[AG9] a party that joins signs under either rule', () => {
  const first = agreement({ succession: { signatures: 'continuing-parties' } });
  const second = successor(first, { ...withSpain(first), version: 2, previous: digestOf(first, crypto) });
  expect(code(maySucceed(first, second, { signatures: signed(second, ...everyone), roots, crypto }))).toBe('agreement-threshold');
  expect(code(maySucceed(first, second, { signatures: signed(second, ...everyone, 'es-2', 'es-3'), roots, crypto }))).toBe('ok');
});
