import { encodeBase64url } from '@wasl/record';
import { expect, test } from 'vitest';
import { crypto } from '../../test/crypto.ts';
import { firstRoot, nextRoot, officersOf, policeKeys, signRoot } from '../../test/party.ts';
import { agreementSignatureMessage, verifyAgreementStatement } from './agreement-statement.ts';
import { verifyRootChain } from './root-chain.ts';
import { type RootDocument, rootDigest, type SignedRoot } from './root-document.ts';

const digest = crypto.sha256Text('an agreement');
const officers = officersOf('ma', 'now');

/** A chain of versions that differ in the agency's keys alone. */
function chainOf(versions: number) {
  const chain: SignedRoot[] = [];
  let root: RootDocument = firstRoot('ma');
  chain.push(signRoot(root, officers.slice(0, 2)));
  while (chain.length < versions) {
    root = nextRoot(root, { agencies: [policeKeys('ma', ` ${chain.length}`)] });
    chain.push(signRoot(root, officers.slice(0, 1)));
  }
  const verified = verifyRootChain(chain, { pin: rootDigest(chain[0]?.document ?? '', crypto), crypto });
  if (!verified.ok) throw new Error(verified.reason.message);
  return verified.value;
}

function signaturesOf(signers: typeof officers, of = digest) {
  return signers.map(({ signer, row }) => ({
    party: 'ma',
    keyId: row.id,
    signature: encodeBase64url(signer.sign(agreementSignatureMessage(of))),
  }));
}

function outcome(signatures: ReturnType<typeof signaturesOf>, threshold = 2): string {
  const result = verifyAgreementStatement({ digest, threshold, signatures }, chainOf(1), crypto);
  return result.ok ? 'ok' : result.reason.code;
}

test('[EV1.7] a party agrees by distinct officers of its agreement role, as many as root and agreement ask', () => {
  expect(outcome(signaturesOf(officers.slice(0, 2)))).toBe('ok');
  expect(outcome(signaturesOf(officers.slice(0, 2)), 3)).toBe('root-threshold');
  expect(outcome(signaturesOf(officers), 3)).toBe('ok');
  expect(outcome(signaturesOf(officers.slice(0, 1)), 1)).toBe('root-threshold');
  const [only] = officers;
  expect(outcome(only === undefined ? [] : signaturesOf([only, only, only]))).toBe('root-threshold');
  expect(outcome(signaturesOf(officersOf('ma', 'thief')))).toBe('root-threshold');
  expect(outcome(signaturesOf(officers.slice(0, 2)).map((each) => ({ ...each, party: 'gb' })))).toBe('root-threshold');
  expect(outcome(signaturesOf(officers.slice(0, 2), crypto.sha256Text('another')))).toBe('root-signature-bad');
});

test('[EV1.8] each signature is checked once, however many versions the root has and however often it is repeated', () => {
  let checks = 0;
  const counting: typeof crypto = {
    ...crypto,
    verify: (...args) => {
      checks += 1;
      return crypto.verify(...args);
    },
  };
  const chain = chainOf(30);
  const signatures = Array.from({ length: 50 }, () => signaturesOf(officers.slice(0, 1))).flat();
  expect(verifyAgreementStatement({ digest, threshold: 2, signatures }, chain, counting).ok).toBe(false);
  expect(checks).toBe(1);
});
