import { expect, test } from 'vitest';
import {
  hashLeaf,
  openNote,
  parseCheckpoint,
  parseEntryBundle,
  parseHashTile,
  parseNote,
  parseVerifierKey,
  TreeBuilder,
  verifyInclusion,
} from '../src/index.ts';
import { corpusBytes, corpusFiles, corpusText, hasCorpus } from './corpus.ts';
import { crypto } from './crypto.ts';

const folder = 'vectors-tlog';
const present = hasCorpus(folder);

test.skipIf(!present)('[LG4.11] opens the signed note of the C2SP specification with its verifier key', () => {
  const verifier = parseVerifierKey(corpusText(folder, 'c2sp__signed-note-example.vkey').trim(), crypto);
  expect(openNote(corpusBytes(folder, 'c2sp__signed-note-example.txt'), [verifier], { crypto })).toMatchObject({
    ok: true,
    value: { unknown: 0 },
  });
});

test.skipIf(!present)('[LG4.7] reads the checkpoints of the C2SP specifications', () => {
  expect(parseCheckpoint(corpusText(folder, 'c2sp__tlog-checkpoint-1.txt'))).toMatchObject({
    origin: 'example.com/behind-the-sofa',
    size: 20852163,
  });
  expect(parseCheckpoint(corpusText(folder, 'c2sp__tlog-cosignature-1.txt')).signatures.map((s) => s.bytes.length)).toEqual([64, 72]);
});

test.skipIf(!present)('[LG4.8] accepts no Rekor checkpoint: its ECDSA key is unknown here, and the bad ones are malformed', () => {
  const verifier = parseVerifierKey(corpusText(folder, 'tessera-log.vkey').trim(), crypto);
  for (const file of corpusFiles(folder, 'rekor-checkpoint')) {
    let outcome: string;
    try {
      const opened = openNote(corpusBytes(folder, file), [verifier], { crypto });
      outcome = opened.ok ? 'opened' : opened.reason.code;
    } catch (error) {
      outcome = (error as { code: string }).code;
    }
    expect(['note-unsigned', 'note-grammar', 'checkpoint-malformed'], file).toContain(outcome);
  }
  expect(parseNote(corpusBytes(folder, 'rekor-checkpoint-test__01.txt')).signatures.length).toBe(1);
});

test.skipIf(!present)('[LG4.7] follows the Tessera log of 15 entries from checkpoint to checkpoint', () => {
  const verifier = parseVerifierKey(corpusText(folder, 'tessera-log.vkey').trim(), crypto);
  const entries = parseEntryBundle(corpusBytes(folder, 'tessera-log__tile__entries__000.p__15'), 15);
  const builder = new TreeBuilder(crypto);
  for (let size = 0; size <= 15; size++) {
    const note = corpusText(folder, `tessera-log__checkpoint.${size}`);
    expect(openNote(note, [verifier], { crypto }).ok).toBe(true);
    const checkpoint = parseCheckpoint(note);
    expect(checkpoint.size).toBe(size);
    expect(Buffer.from(checkpoint.root).equals(builder.root())).toBe(true);
    const entry = entries[size];
    if (entry !== undefined) builder.push(hashLeaf(entry, crypto));
  }
});

test.skipIf(!present)('[LG4.13] the partial tiles and bundles of the Tessera log hold the same leaves', () => {
  for (let width = 1; width <= 15; width++) {
    const hashes = parseHashTile(corpusBytes(folder, `tessera-log__tile__0__000.p__${width}`), width);
    const entries = parseEntryBundle(corpusBytes(folder, `tessera-log__tile__entries__000.p__${width}`), width);
    expect(entries.every((entry, i) => Buffer.from(hashLeaf(entry, crypto)).equals(hashes[i] ?? new Uint8Array(0)))).toBe(true);
  }
});

test.skipIf(!present)('[LG4.4] verifies the inclusion proofs of the public Sigstore bundles', () => {
  let proofs = 0;
  for (const file of corpusFiles(folder, 'sigstore__')) {
    const bundled = JSON.parse(corpusText(folder, file)) as SigstoreBundle;
    for (const entry of bundled.verificationMaterial.tlogEntries) {
      if (entry.inclusionProof === undefined) continue;
      const { logIndex, treeSize, hashes, rootHash, checkpoint } = entry.inclusionProof;
      const root = Buffer.from(rootHash, 'base64');
      const claim = {
        index: Number(logIndex),
        size: Number(treeSize),
        leafHash: hashLeaf(Buffer.from(entry.canonicalizedBody, 'base64'), crypto),
        proof: hashes.map((hash) => Buffer.from(hash, 'base64')),
        root,
      };
      expect(verifyInclusion(claim, crypto), file).toBe(true);
      expect(parseCheckpoint(checkpoint.envelope).size).toBe(claim.size);
      proofs += 1;
    }
  }
  expect(proofs).toBeGreaterThan(4);
});

interface SigstoreBundle {
  readonly verificationMaterial: {
    readonly tlogEntries: readonly {
      readonly canonicalizedBody: string;
      readonly inclusionProof?: {
        readonly logIndex: string;
        readonly treeSize: string;
        readonly hashes: readonly string[];
        readonly rootHash: string;
        readonly checkpoint: { readonly envelope: string };
      };
    }[];
  };
}
