import { encodeBase64url } from '@wasl/record';
import { expect, test } from 'vitest';
import { naiveLeaf } from '../test/naive-tree.ts';
import { judgeContinuation } from './continuation.ts';

const origin = 'ma.police/47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU';
const held = { origin, size: 9, root: naiveLeaf(9) };
const said = (size: number, root = naiveLeaf(9)) => ({ continues: { origin, size, root: encodeBase64url(root) } });

test('[LG1.3] an epoch that goes on from below a held head is a rollback, and says how much', () => {
  expect(judgeContinuation(said(9), held)).toEqual({ state: 'complete' });
  expect(judgeContinuation(said(6), held)).toEqual({ state: 'rollback', lost: 3 });
  expect(judgeContinuation(said(0), held)).toEqual({ state: 'rollback', lost: 9 });
  expect(judgeContinuation(said(11), held)).toEqual({ state: 'ahead', missing: 2 });
  expect(judgeContinuation(said(9, naiveLeaf(1)), held)).toEqual({ state: 'fork' });
  expect(judgeContinuation({}, held)).toEqual({ state: 'unrelated' });
  expect(judgeContinuation(said(9), { ...held, origin: origin.replace('47', '57') })).toEqual({ state: 'unrelated' });
});
