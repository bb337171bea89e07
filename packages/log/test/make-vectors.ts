import { encodeBase64url } from '@wasl/record';
import {
  addSignature,
  consistencyProof,
  cosign,
  detectEquivocation,
  encodeCheckpoint,
  encodeDescriptor,
  encodeEquivocation,
  encodeEvidence,
  encodeRange,
  encodeReleaseLine,
  encodeVerifierKey,
  fingerprintOfDigest,
  inclusionProof,
  leafHashReader,
  parseDescriptor,
  parseReleaseLine,
  rootDigest,
  signCheckpoint,
  TreeBuilder,
  tilePath,
  verifierOf,
} from '../src/index.ts';
import { crypto, signerOf } from './crypto.ts';
import { bundleOf, type Changes, fingerprintOf, rootOfGb, rootOfMa } from './evidence-fixture.ts';
import { naiveLeaf, naiveRoot } from './naive-tree.ts';
import { nextRoot, officersOf, policeKeys, signRoot } from './party.ts';

/** One case of a vector file; `outcome` is `ok`, another good outcome, or the code of the refusal (false for plain proofs). */
export type Case = { readonly name: string; readonly outcome: string | boolean } & { readonly [input: string]: unknown };

/** A language-neutral vector file: what it is about, the rules it holds, and its cases. Hashes and keys are base64url. */
export interface VectorFile {
  readonly about: string;
  readonly rules: readonly string[];
  readonly cases: readonly Case[];
}

const text = encodeBase64url;
const sizes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 64, 65, 70];
const leaves = Array.from({ length: 70 }, (_, i) => naiveLeaf(i));
const reader = leafHashReader((i) => leaves[i], crypto);
const rootAt = (size: number) => naiveRoot(leaves.slice(0, size));
const leafAt = (i: number) => leaves[i] ?? naiveLeaf(i);

/** Every vector file by name; the same bytes in every run. */
export function makeVectors(): Readonly<Record<string, VectorFile>> {
  return {
    'inclusion.json': {
      about: 'Is this leaf hash at this index of the tree with this size and root?',
      rules: ['LG4.4', 'LG4.6'],
      cases: inclusion(),
    },
    'consistency.json': { about: 'Is the first tree a prefix of the second?', rules: ['LG4.5', 'LG4.6'], cases: consistency() },
    'range.json': {
      about: 'Text of the compact range and root after the leaves SHA-256(0x00 ‖ "leaf <i>"), i from 0.',
      rules: ['LG4.2', 'LG4.3'],
      cases: ranges(),
    },
    'checkpoint.json': {
      about: 'Opens the note with these verifier keys.',
      rules: ['LG4.7', 'LG4.8', 'LG4.9', 'LG4.11'],
      cases: checkpoints(),
    },
    'release-line.json': { about: 'Reads the text as a release line.', rules: ['LG2.1', 'LG2.2'], cases: releaseLines() },
    'descriptor.json': {
      about: 'Reads the text as a log descriptor and names the origin.',
      rules: ['LG1.1', 'LG1.2'],
      cases: descriptors(),
    },
    'root-chain.json': {
      about: 'Verifies the chain of root documents from the pin.',
      rules: ['LG6.2', 'LG6.3', 'LG6.4', 'LG6.5'],
      cases: rootChains(),
    },
    'fingerprint.json': { about: 'The fingerprint of a root document by its digest.', rules: ['LG6.6'], cases: fingerprints() },
    'evidence.json': { about: 'Verifies the bundle with these anchors.', rules: ['EV1.1', 'EV1.3', 'EV1.6', 'EV1.7'], cases: evidence() },
    'equivocation.json': {
      about: 'Verifies the proof of equivocation with these verifier keys of the issuer.',
      rules: ['LG9.1', 'LG9.2', 'LG9.3'],
      cases: equivocations(),
    },
    'tile-path.json': { about: 'The path of a tile; level -1 stands for entry bundles.', rules: ['LG4.12'], cases: tilePaths() },
  };
}

function inclusion(): readonly Case[] {
  const cases: Case[] = [];
  for (const size of sizes) {
    for (const index of new Set([0, size >> 1, size - 1])) {
      const proof = inclusionProof({ index, size }, reader, crypto).map(text);
      const claim = { index, size, leafHash: text(leafAt(index)), proof, root: text(rootAt(size)) };
      cases.push({ name: `leaf ${index} of ${size}`, ...claim, outcome: true });
      cases.push({ name: `leaf ${index} of ${size}, wrong leaf`, ...claim, leafHash: text(naiveLeaf(1000)), outcome: false });
      cases.push({ name: `leaf ${index} of ${size}, one hash too many`, ...claim, proof: [...proof, text(rootAt(size))], outcome: false });
      if (size > 1) cases.push({ name: `leaf ${index} of ${size}, one hash too few`, ...claim, proof: proof.slice(1), outcome: false });
      cases.push({ name: `leaf ${index} of ${size}, index beyond`, ...claim, index: size, outcome: false });
    }
  }
  return cases;
}

function consistency(): readonly Case[] {
  const cases: Case[] = [];
  for (const size2 of sizes) {
    for (const size1 of new Set([0, 1, size2 >> 1, size2 - 1, size2])) {
      const proof = consistencyProof({ size1, size2 }, reader, crypto).map(text);
      const claim = { size1, root1: text(rootAt(size1)), size2, root2: text(rootAt(size2)), proof };
      cases.push({ name: `${size1} to ${size2}`, ...claim, outcome: true });
      cases.push({ name: `${size1} to ${size2}, other first root`, ...claim, root1: text(naiveLeaf(1000)), outcome: false });
      cases.push({ name: `${size1} to ${size2}, one hash too many`, ...claim, proof: [...proof, text(rootAt(size2))], outcome: false });
      if (size1 !== size2) cases.push({ name: `${size1} to ${size2}, swapped`, ...claim, size1: size2, size2: size1, outcome: false });
    }
  }
  return cases;
}

function ranges(): readonly Case[] {
  const builder = new TreeBuilder(crypto);
  const cases: Case[] = [];
  for (let size = 0; size <= 70; size++) {
    if (size === 0 || sizes.includes(size))
      cases.push({ name: `${size} leaves`, size, range: encodeRange(builder.range()), root: text(builder.root()), outcome: 'ok' });
    builder.push(leafAt(size));
  }
  const bad = ['', '1', '1:', '01:AAAA', '0:AAAA', `3:${text(leafAt(0))}`, `1:${'A'.repeat(42)}B`, '9007199254740992:'];
  return [
    ...cases,
    ...bad.map((range) => ({ name: `refused ${JSON.stringify(range.slice(0, 24))}`, range, outcome: 'log-range-malformed' })),
  ];
}

function checkpoints(): readonly Case[] {
  const origin = 'ma.police/47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU';
  const log = signerOf('log');
  const reading = signerOf('reader');
  const keys = [
    verifierOf(log, { name: origin, type: 'log' }),
    verifierOf(reading, { name: 'gb.police/receipt', type: 'cosignature' }),
  ].map((key) => encodeVerifierKey(key, crypto));
  const body = encodeCheckpoint({ origin, size: 70, root: rootAt(70) });
  const signed = signCheckpoint(body, { name: origin, signer: log, crypto });
  const note = addSignature(signed, cosign(body, { name: 'gb.police/receipt', signer: reading, timestampSeconds: 1_906_000_000, crypto }));
  const forged = note.replace('\n70\n', '\n71\n');
  return [
    { name: 'log signature', note: signed, keys, outcome: 'ok' },
    { name: 'log signature and cosignature', note, keys, outcome: 'ok' },
    { name: 'the cosigner alone is known', note, keys: keys.slice(1), outcome: 'ok' },
    { name: 'altered body', note: forged, keys, outcome: 'note-signature-bad' },
    {
      name: 'no known key',
      note,
      keys: [encodeVerifierKey(verifierOf(signerOf('other'), { name: origin, type: 'log' }), crypto)],
      outcome: 'note-unsigned',
    },
    { name: 'no signature line', note: body, keys, outcome: 'note-grammar' },
    { name: 'carriage return', note: note.replace('\n', '\r\n'), keys, outcome: 'note-grammar' },
    { name: 'hyphen for em dash', note: note.replace('—', '-'), keys, outcome: 'note-grammar' },
    { name: 'no final line feed', note: note.slice(0, -1), keys, outcome: 'note-grammar' },
    {
      name: 'loose padding bits',
      note: note.replace(/(.)=\n$/, (_, last: string) => `${String.fromCharCode(last.charCodeAt(0) + 1)}=\n`),
      keys,
      outcome: 'note-grammar',
    },
  ];
}

function releaseLines(): readonly Case[] {
  const good = bundleOf().releaseLine;
  const { sig: _sig, ...unsigned } = parseReleaseLine(good);
  const bad = [
    good.replace('{', '{ '),
    good.replace(/"slots":\[(\d+),(\d+)/, '"slots":[$2,$1'),
    good.replace(/"slots":\[(\d+)/, '"slots":[$1,$1'),
    good.replace(/"slots":\[\d+/, '"slots":[0.5'),
    good.replace('"purpose":"event-safety",', ''),
    good.replace('"purpose"', '"extra":1,"purpose"'),
    good.replace('event-safety', 'event safety'),
    good.replace('T18:04:09Z', 'T18:04:09+00:00'),
    good.replace('2030-09-11', '2030-09-31'),
    good.replace('"days":90', '"days":9e1'),
    good.replace('"verdict":"', '"verdict":"='),
    '',
    '[]',
  ];
  return [
    { name: 'signed', text: good, outcome: 'ok' },
    { name: 'unsigned, no slots', text: encodeReleaseLine({ ...unsigned, slots: [], obligations: [] }), outcome: 'ok' },
    ...bad.map((each, i) => ({ name: `refused ${i}`, text: each, outcome: 'release-line-malformed' })),
  ];
}

function descriptors(): readonly Case[] {
  const good = bundleOf().descriptor;
  const continued = encodeDescriptor({
    ...parseDescriptor(good),
    epoch: 1,
    continues: { origin: `ma.police/${crypto.sha256Text(good)}`, size: 70, root: text(rootAt(70)) },
  });
  const bad = [
    good.replace('"v":1', '"v":2'),
    good.replace('exercise', 'live'),
    good.replace('["gb.police"]', '[]'),
    good.replace('["gb.police"]', '["ma.police","gb.police"]'),
    good.replace('"epoch":0', '"epoch":"0"'),
    good.replace('ma.police', 'MA.police'),
    `${good}\n`,
    '',
  ];
  return [
    { name: 'first epoch', text: good, origin: `ma.police/${crypto.sha256Text(good)}`, outcome: 'ok' },
    { name: 'continued', text: continued, origin: `ma.police/${crypto.sha256Text(continued)}`, outcome: 'ok' },
    ...bad.map((each, i) => ({ name: `refused ${i}`, text: each, outcome: 'descriptor-malformed' })),
  ];
}

function rootChains(): readonly Case[] {
  const now = officersOf('ma', 'now');
  const next = officersOf('ma', 'next');
  const thieves = officersOf('ma', 'thief');
  const start = signRoot(rootOfMa, now.slice(0, 2));
  const pin = rootDigest(start.document, crypto);
  const roles = (officers: typeof now) => ({
    agreement: { threshold: 2, keys: officers.map(({ row }) => row.id) },
    agency: { threshold: 1, keys: officers.slice(0, 1).map(({ row }) => row.id) },
  });
  const rotated = nextRoot(rootOfMa, { keys: next.map(({ row }) => row), roles: roles(next) });
  const stolen = nextRoot(rootOfMa, { keys: thieves.map(({ row }) => row), roles: roles(thieves) });
  const agencies = nextRoot(rootOfMa, { agencies: [policeKeys('ma', ' 2')] });
  const chain = (name: string, versions: readonly unknown[], outcome: string) => ({ name, pin, chain: versions, outcome });
  return [
    chain('first version', [start], 'ok'),
    { ...chain('other pin', [start], 'root-pin-mismatch'), pin: crypto.sha256Text('another') },
    chain('one signature', [signRoot(rootOfMa, now.slice(0, 1))], 'root-threshold'),
    chain('one key twice', [signRoot(rootOfMa, [...now.slice(0, 1), ...now.slice(0, 1)])], 'root-threshold'),
    chain('rotation by both', [start, signRoot(rotated, [...now, ...next])], 'ok'),
    chain('rotation by the old alone', [start, signRoot(rotated, now)], 'root-threshold'),
    chain('rotation by the new alone', [start, signRoot(rotated, next)], 'root-threshold'),
    chain('rotation to uncommitted keys', [start, signRoot(stolen, [...now, ...thieves])], 'root-not-committed'),
    chain('rotation to a lower threshold', [start, signRoot({ ...rotated, threshold: 1 }, [...now, ...next])], 'root-not-committed'),
    chain('agency keys by the agency role', [start, signRoot(agencies, now.slice(0, 1))], 'ok'),
    chain('agency keys by another officer', [start, signRoot(agencies, now.slice(1, 2))], 'root-threshold'),
    chain('skipped version', [start, signRoot({ ...rotated, version: 3 }, [...now, ...next])], 'root-chain-broken'),
    chain('other previous', [start, signRoot({ ...rotated, previous: crypto.sha256Text('fork') }, [...now, ...next])], 'root-chain-broken'),
    chain('altered after signing', [{ ...start, document: start.document.replace('2032', '2042') }], 'root-signature-bad'),
    chain('not canonical', [{ ...start, document: start.document.replace('{', '{ ') }], 'root-malformed'),
  ];
}

function fingerprints(): readonly Case[] {
  const digests = ['A'.repeat(43), `${'_'.repeat(42)}8`, text(rootAt(1)), text(rootAt(70))];
  return digests.map((digest) => ({ name: digest, digest, fingerprint: fingerprintOfDigest(digest), outcome: 'ok' }));
}

function evidence(): readonly Case[] {
  const anchors = { ma: fingerprintOf(rootOfMa) };
  const nowMs = Date.parse('2030-07-01T00:00:00Z');
  const made = (name: string, outcome: string, changes: Changes = {}) => ({
    name,
    bundle: encodeEvidence(bundleOf(changes)),
    anchors,
    nowMs,
    outcome,
  });
  const good = bundleOf();
  const altered = (name: string, outcome: string, changes: Partial<typeof good>) => ({
    name,
    bundle: encodeEvidence({ ...good, ...changes }),
    anchors,
    nowMs,
    outcome,
  });
  return [
    made('anchored at the issuer', 'anchored'),
    { ...made('anchored at the other party', 'anchored'), anchors: { gb: fingerprintOf(rootOfGb) } },
    { ...made('no anchor', 'UNANCHORED'), anchors: {} },
    { ...made('an anchor that differs', 'UNANCHORED'), anchors: { ma: fingerprintOf(rootOfGb) } },
    made('without author signature', 'anchored', { signed: false }),
    made('without cosignature', 'anchored', { cosigned: false }),
    altered('content gone', 'anchored', { disclosures: [], gone: 8 }),
    made('signed by a stranger’s log key', 'evidence-head', { logSeed: 'stranger' }),
    made('signed by a stranger as author', 'evidence-author', { authorSeed: 'stranger' }),
    made('log of another mode', 'evidence-log', { descriptor: { mode: 'actual' } }),
    made('one party did not sign the agreement', 'root-threshold', { agreementSigners: ['ma'] }),
    made('the agreement pins another root', 'root-pin-mismatch', { pins: { gb: crypto.sha256Text('other') } }),
    altered('altered terms', 'evidence-inclusion', { releaseLine: good.releaseLine.replace('event-safety', 'anything') }),
    altered('other place', 'evidence-inclusion', { index: 6 }),
    altered('a unit too few', 'disclosure-missing', { disclosures: good.disclosures.slice(1) }),
    altered('agreement version missing', 'evidence-agreement', { agreements: good.agreements.slice(0, 1) }),
    altered('root chain missing', 'evidence-agreement', { roots: good.roots.slice(0, 1) }),
  ];
}

function equivocations(): readonly Case[] {
  const origin = 'ma.police/47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU';
  const keys = [encodeVerifierKey(verifierOf(signerOf('log'), { name: origin, type: 'log' }), crypto)];
  const lying = leaves.map((leaf, i) => (i === 7 ? naiveLeaf(700) : leaf));
  const head = (tree: readonly Uint8Array[], size: number, seed = 'log') =>
    signCheckpoint(encodeCheckpoint({ origin, size, root: naiveRoot(tree.slice(0, size)) }), {
      name: origin,
      signer: signerOf(seed),
      crypto,
    });
  const proved = (m: number, n: number): Case => {
    const compared = detectEquivocation(head(leaves, m), head(lying, n), { crypto, tree: leafHashReader((i) => lying[i], crypto) });
    const proof = compared.state === 'equivocation' ? encodeEquivocation(compared.proof) : '';
    return { name: `${m} against ${n}`, proof, keys, outcome: 'proved' };
  };
  const claimed = (name: string, a: string, b: string, outcome: string): Case => ({
    name,
    proof: encodeEquivocation({ v: 1, a, b }),
    keys,
    outcome,
  });
  return [
    ...[8, 9, 16, 33].flatMap((m) => [proved(m, m), proved(m, 64), proved(m, 70)]),
    claimed('one head twice', head(leaves, 9), head(leaves, 9), 'equivocation-unproved'),
    claimed('a head and its successor', head(leaves, 9), head(leaves, 10), 'equivocation-unproved'),
    claimed('a head that the accuser signed', head(leaves, 9), head(lying, 9, 'accuser'), 'note-unsigned'),
    claimed('a head altered after signing', head(leaves, 9), head(leaves, 9).replace('\n9\n', '\n8\n'), 'note-signature-bad'),
    {
      name: 'not canonical',
      proof: ` ${encodeEquivocation({ v: 1, a: head(leaves, 9), b: head(lying, 9) })}`,
      keys,
      outcome: 'equivocation-malformed',
    },
  ];
}

function tilePaths(): readonly Case[] {
  const tiles = [
    [0, 0, 256],
    [0, 0, 1],
    [2, 999, 256],
    [0, 1000, 255],
    [0, 1234067, 256],
    [63, 9007199254740991, 17],
    [-1, 0, 256],
    [-1, 1234067, 8],
  ] as const;
  const bad = [
    'tile/0/0',
    'tile/00/000',
    'tile/64/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/x000/001',
    'tile/0/1234',
    '../tile/0/000',
  ];
  return [
    ...tiles.map(([level, index, width]) => ({
      name: `${level}/${index}/${width}`,
      level,
      index,
      width,
      path: tilePath({ level: level < 0 ? 'entries' : level, index, width }),
      outcome: 'ok',
    })),
    ...bad.map((path) => ({ name: `refused ${path}`, path, outcome: 'tile-malformed' })),
  ];
}
