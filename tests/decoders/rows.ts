import { createHash } from 'node:crypto';
import { generateSigner, nodeCrypto } from '@wasl/identity';
import {
  addSignature,
  cosign,
  encodeCheckpoint,
  encodeEntryBundle,
  encodeJournalStatement,
  leafText,
  parseCheckpoint,
  signCheckpoint,
  verifierOf,
} from '@wasl/log';
import { canonicalText, defaultBounds } from '@wasl/record';
import type { Input } from './input.ts';

/** A decoder as found in its module. */
export type Decoder = (...args: readonly unknown[]) => unknown;
type Way = (decode: Decoder, input: Input) => unknown;

const signer = generateSigner('Ed25519');
const verifiers = [verifierOf(signer, { name: 'ma.police', type: 'log' })];
const keys = { agency: 'ma.police', party: 'ma', log: signer.key, receipt: signer.key, author: () => signer.key };
const crypto = nodeCrypto;
const nowMs = Date.UTC(2030, 0, 1);
const digest = 'A'.repeat(43);

const text: Way = (decode, input) => decode(input.text);
const bytes: Way = (decode, input) => decode(input.bytes);
const either: Way = (decode, input) => [decode(input.text), decode(input.bytes)];
const json: Way = (decode, input) => decode(input.json);
const withCrypto: Way = (decode, input) => decode(input.text, crypto);

/** The JSON as a list of what the decoder takes one of; a list of one where it is none. */
function list(input: Input): readonly unknown[] {
  return Array.isArray(input.json) ? input.json : [input.json];
}

/** Pieces of a length that the first byte chooses, as they may come over a wire. */
function pieces({ bytes: all }: Input): readonly Uint8Array[] {
  const length = 1 + ((all[0] ?? 0) % 64);
  return Array.from({ length: Math.ceil(all.length / length) }, (_, at) => all.subarray(at * length, (at + 1) * length));
}

/** Hashes cut out of the input, for claims about trees. */
function hashes({ bytes: all }: Input): readonly Uint8Array[] {
  return Array.from({ length: Math.min(60, Math.ceil(all.length / 32)) }, (_, at) => all.subarray(at * 32, at * 32 + 32));
}

/** A signed root as `parseSignedRoot` lets it through: a text and signatures of texts. */
function signedRoot(value: unknown): { readonly document: string; readonly signatures: readonly object[] } {
  const { document, signatures } = Object(value) as { readonly document?: unknown; readonly signatures?: unknown };
  const signed = Array.isArray(signatures) ? signatures : [value];
  return {
    document: String(document),
    signatures: signed.slice(0, 20).map((each) => {
      const { keyId, signature } = Object(each) as { readonly keyId?: unknown; readonly signature?: unknown };
      return { keyId: String(keyId), signature: String(signature) };
    }),
  };
}

function number({ bytes: all }: Input, at: number): number {
  return new DataView(Uint8Array.from([...all.subarray(at, at + 8), 0, 0, 0, 0, 0, 0, 0, 0]).buffer).getFloat64(0);
}

/** Every decoder of bytes from outside, and how it is fed. Each throws nothing but coded errors; those that answer a result throw nothing. */
export const decoders: Readonly<Record<string, Way>> = {
  'packages/record/src/base64url.ts#decodeBase64url': text,
  'packages/record/src/base64url.ts#decodeBase64urlByTable': text,
  'packages/record/src/base64url.ts#decodeBase64urlText': text,
  'packages/record/src/canonical-reader.ts#readCanonical': (decode, input) => decode(input.text, defaultBounds),
  'packages/record/src/disclosure.ts#openDisclosures': (decode, input) =>
    decode({ sd: [digest] }, list(input).map(String), { crypto, slots: [0] }),
  'packages/record/src/disclosure.ts#parseDisclosure': text,
  'packages/record/src/entry-signature.ts#verifyEntrySignature': (decode, input) => decode(input.text, input.text, signer.key, crypto),
  'packages/record/src/entry.ts#parseEntry': text,
  'packages/record/src/identifiers.ts#parseAgencyId': json,
  'packages/record/src/identifiers.ts#parseDeskId': json,
  'packages/record/src/identifiers.ts#parsePartyId': json,
  'packages/record/src/identifiers.ts#parseRecordId': json,
  'packages/record/src/identifiers.ts#parseSubjectId': json,
  'packages/record/src/instants.ts#parseInstant': json,
  'packages/record/src/label.ts#parseLabel': json,
  'packages/record/src/label.ts#parsePrivateLabel': json,
  'packages/record/src/label.ts#parsePublicLabel': json,
  'packages/record/src/lang-text.ts#parseLangText': json,
  'packages/record/src/parse-json.ts#parseCanonical': either,
  'packages/record/src/parse-json.ts#parseJson': either,
  'packages/log/src/base64.ts#decodeBase64': text,
  'packages/log/src/checkpoint.ts#parseCheckpoint': either,
  'packages/log/src/checkpoint.ts#parseCheckpointText': text,
  'packages/log/src/checkpoint.ts#verifyCosignature': (decode, input) =>
    decode(parseCheckpoint(input.text).text, input.text.split('\n').at(-2), {
      verifier: verifierOf(signer, { name: 'ma.police/receipt', type: 'cosignature' }),
      crypto,
    }),
  'packages/log/src/compact-range.ts#parseRange': text,
  'packages/log/src/descriptor.ts#parseDescriptor': text,
  'packages/log/src/entry-bundle.ts#parseEntryBundle': (decode, input) => decode(input.bytes, 2),
  'packages/log/src/equivocation.ts#detectEquivocation': (decode, input) => decode(input.text, input.text, { crypto }),
  'packages/log/src/equivocation.ts#parseEquivocation': either,
  'packages/log/src/equivocation.ts#verifyEquivocationProof': (decode, input) => decode(input.text, { verifiers, crypto }),
  'packages/log/src/evidence/bundle.ts#parseEvidence': either,
  'packages/log/src/evidence/verify-evidence.ts#verifyEvidence': (decode, input) => decode(input.text, { anchors: {}, crypto, nowMs }),
  'packages/log/src/journal-head/dated-head.ts#openDatedHead': (decode, input) =>
    decode(input.text, { issuer: 'ma.police', key: signer.key, crypto }),
  'packages/log/src/journal-head/dated-head.ts#verifyTakenBack': (decode, input) =>
    decode({ before: input.text, after: input.text }, { issuer: 'ma.police', key: signer.key, crypto }),
  'packages/log/src/journal-head/evidence.ts#parseJournalEvidence': either,
  'packages/log/src/journal-head/evidence.ts#verifyJournalEvidence': (decode, input) => decode(input.text, { anchors: {}, crypto }),
  'packages/log/src/journal-head/statement.ts#parseJournalStatement': either,
  'packages/log/src/leaf.ts#splitLeaf': text,
  'packages/log/src/note.ts#openNote': (decode, input) => decode(input.text, verifiers, { crypto }),
  'packages/log/src/note.ts#parseNote': either,
  'packages/log/src/release-line.ts#parseReleaseLine': text,
  'packages/log/src/roots/fingerprint.ts#parseFingerprint': text,
  'packages/log/src/roots/parse-root.ts#parseRoot': withCrypto,
  'packages/log/src/roots/parse-root.ts#parseSignedRoot': json,
  'packages/log/src/roots/public-key.ts#parsePublicKey': text,
  'packages/log/src/roots/root-chain.ts#verifyRootChain': (decode, input) =>
    decode(list(input).map(signedRoot), { pin: crypto.sha256Text(signedRoot(list(input)[0]).document), crypto }),
  'packages/log/src/size.ts#parseSize': text,
  'packages/log/src/tile.ts#parseHashTile': (decode, input) => decode(input.bytes, Math.floor(input.bytes.length / 32)),
  'packages/log/src/tile.ts#parseTilePath': text,
  'packages/log/src/verifier-key.ts#parseVerifierKey': withCrypto,
  'packages/log/src/verify-proof.ts#verifyConsistency': (decode, input) => {
    const [root1 = input.bytes, root2 = input.bytes, ...proof] = hashes(input);
    return decode({ size1: number(input, 0), root1, size2: number(input, 8), root2, proof }, crypto);
  },
  'packages/log/src/verify-proof.ts#verifyInclusion': (decode, input) => {
    const [leafHash = input.bytes, root = input.bytes, ...proof] = hashes(input);
    return decode({ index: number(input, 0), size: number(input, 8), leafHash, proof, root }, crypto);
  },
  'packages/agreement/src/document/parse.ts#parseAgreement': (decode, input) => [decode(input.text), decode(input.bytes)],
  'packages/agreement/src/document/parse.ts#parseForbid': json,
  'packages/exchange/src/protocol/bodies.ts#parseHeads': text,
  'packages/exchange/src/protocol/bodies.ts#parseHint': text,
  'packages/exchange/src/protocol/bodies.ts#parseLogs': text,
  'packages/exchange/src/protocol/decode-lines.ts#createLineDecoder': (decode, input) => {
    const lines = decode({ origin: 'ma.police/x', from: 0 }) as { push(bytes: Uint8Array): unknown; end(): unknown };
    return [...pieces(input).map((piece) => lines.push(piece)), lines.end()];
  },
  'packages/exchange/src/protocol/media.ts#parsePath': text,
  'packages/exchange/src/protocol/problem.ts#parseProblem': (decode, input) =>
    decode({ status: 400, code: input.json, mediaType: input.text.slice(0, 40), body: input.text }),
  'packages/identity/src/accounts/account.ts#readAccount': json,
  'packages/identity/src/accounts/approval-demand.ts#decodeDemand': text,
  'packages/identity/src/join/bundle.ts#openBundle': (decode, input) => decode(input.text, { crypto, nowMs }),
  'packages/identity/src/join/ceremony-line.ts#parseLine': text,
  'packages/identity/src/join/ceremony-line.ts#parseLog': text,
  'packages/identity/src/join/join-state.ts#decodeJoin': text,
  'packages/identity/src/join/signed-text.ts#parseSigned': text,
  'packages/identity/src/tls/authority.ts#parseCertificate': either,
  'packages/identity/src/tls/peer.ts#checkPeer': (decode, input) => decode([input.bytes], [], { nowMs }),
  'packages/node/src/receive/heads.ts#openHead': (decode, input) => decode(input.text, keys, crypto),
  'packages/node/src/receive/heads.ts#openReceipt': (decode, input) => decode(input.text, keys, crypto),
  'packages/node/src/receive/check-leaf.ts#checkLeaf': (decode, input) =>
    decode(
      { releaseLine: input.text, entryText: input.text, disclosures: list(input).map(String) },
      {
        issuer: 'ma.police',
        mode: 'exercise',
        types: new Set(['logEntry']),
        control: false,
        duties: new Set<string>(),
        terms: () => undefined,
        signatureNeeded: () => false,
        twins: () => new Map(),
        authorKey: () => signer.key,
        crypto,
      },
    ),
  'packages/intake/src/dates/day.ts#parseDay': text,
  'packages/intake/src/draft/intake.ts#intake': (decode, input) => [decode(input.text), decode(input.text, { format: 'html' })],
  'packages/intake/src/html/html-text.ts#textOfHtml': text,
  'packages/intake/src/read/read-communique.ts#readCommunique': text,
  'packages/notify/src/settings.ts#parsePaging': json,
  'packages/store/src/engine/key-archive.ts#unpackKeys': (decode, input) => decode(Buffer.from(input.bytes)),
  'packages/api/src/auth/cookie.ts#readCookie': (decode, input) => decode(input.text, 'wasl_ma_police'),
  'packages/contract/src/event-stream.ts#parseEventStream': async (decode, input) => {
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield* pieces(input);
    }
    let events = 0;
    for await (const event of decode(chunks()) as AsyncIterable<unknown>) events += event === undefined ? 0 : 1;
    return events;
  },
  'gateways/kit/src/decimal.ts#parseDecimal': text,
  'gateways/kit/src/offset-time.ts#parseOffsetTime': text,
  'gateways/kit/src/text-encoding.ts#decodeXmlText': bytes,
  'gateways/kit/src/xml-read.ts#readXml': bytes,
  'gateways/cap/src/read.ts#readCap': bytes,
};

const head = signCheckpoint(encodeCheckpoint({ origin: 'ma.police/x', size: 1, root: new Uint8Array(32).fill(1) }), {
  name: 'ma.police',
  signer,
  crypto,
});
const cosignature = cosign(parseCheckpoint(head).text, { name: 'ma.police/receipt', signer, timestampSeconds: 1_900_000_000, crypto });
const archive = Buffer.from('WASLKBK1\0\0\0\0', 'latin1');

/** Well-formed samples that do not stand in a file: signed by the key of the rows above, or no text. */
export const made: readonly (string | Uint8Array)[] = [
  head,
  addSignature(head, cosignature),
  leafText('{"a":1}', '{"b":2}'),
  encodeEntryBundle([new TextEncoder().encode('one'), new TextEncoder().encode('two')]),
  addSignature(head, cosign(parseCheckpoint(head).text, { name: 'ma.police', signer, timestampSeconds: 1_900_000_000, crypto })),
  encodeJournalStatement({ descriptor: 'd', old: 1, proof: [new Uint8Array(32)], note: head }),
  canonicalText({
    v: 1,
    kind: 'journal',
    index: 1,
    releaseLine: '{"home":true}',
    entry: '{}',
    disclosures: ['WyJz'],
    proof: [digest],
    descriptor: '{}',
    descriptorProof: [],
    checkpoint: head,
    roots: [{ party: 'ma', chain: [{ document: '{}', signatures: [{ keyId: digest, signature: 'A'.repeat(86) }] }] }],
  }),
  Buffer.concat([archive, createHash('sha256').update(archive).digest()]),
];

const ownTest = (file: string): string => `well-formed samples are made and mutated in ${file}`;

/** Decoders that no sample feeds: where their well-formed inputs are made and spoilt. */
export const unfed: Readonly<Record<string, string>> = {
  'packages/record/src/disclosure.ts#openDisclosures': ownTest('packages/record/src/disclosure.test.ts'),
  'packages/log/src/equivocation.ts#verifyEquivocationProof': ownTest('packages/log/src/equivocation.test.ts'),
  'packages/log/src/journal-head/dated-head.ts#verifyTakenBack': ownTest('packages/log/src/journal-head/statement.test.ts'),
  'packages/log/src/journal-head/evidence.ts#verifyJournalEvidence': ownTest('packages/log/src/journal-head/statement.test.ts'),
  'packages/identity/src/accounts/account.ts#readAccount': ownTest('packages/identity/src/accounts/account-book.test.ts'),
  'packages/identity/src/accounts/approval-demand.ts#decodeDemand': ownTest('packages/identity/src/accounts/approvals.test.ts'),
  'packages/identity/src/join/bundle.ts#openBundle': ownTest('packages/identity/src/join/bundle.test.ts'),
  'packages/identity/src/join/ceremony-line.ts#parseLine': ownTest('packages/identity/src/join/bundle.test.ts'),
  'packages/identity/src/join/join-state.ts#decodeJoin': ownTest('packages/identity/src/join/bundle.test.ts'),
  'packages/identity/src/join/signed-text.ts#parseSigned': ownTest('packages/identity/src/join/bundle.test.ts'),
  'packages/identity/src/tls/authority.ts#parseCertificate': ownTest('packages/identity/src/tls/peer.test.ts'),
  'packages/identity/src/tls/peer.ts#checkPeer': ownTest('packages/identity/src/tls/peer.test.ts'),
  'packages/node/src/receive/check-leaf.ts#checkLeaf': ownTest('packages/node/test/lies.test.ts'),
};

const trusted = 'takes what a decoder of this list already read';
const ownFiles = 'opens files of this node; damage to any of them: [DU8] in packages/store/src/damage.test.ts';
const inside = 'bytes of this very process: written by the main thread for its worker, or opened under authenticated encryption';

/** Functions that are named like decoders, and why nothing hostile reaches them unread. */
export const notDecoders: Readonly<Record<string, string>> = {
  'packages/intake/src/read/predicate.ts#splitPredicate': 'a part of readCommunique',
  'packages/agreement/src/signatures.ts#verifyAgreementSignatures': trusted,
  'packages/log/src/evidence/agreement-chain.ts#verifyAgreements': 'a part of verifyEvidence',
  'packages/log/src/evidence/signed-head.ts#verifyHead': 'a part of verifyEvidence',
  'packages/log/src/members.ts#parseMembers': 'a part of parseDescriptor, parseReleaseLine and others',
  'packages/log/src/note.ts#verifySignature': 'a part of openNote',
  'packages/log/src/roots/agreement-statement.ts#verifyAgreementStatement': trusted,
  'packages/identity/src/accounts/password.ts#readPasswordHash': 'a part of readAccount',
  'packages/identity/src/join/capability.ts#readCapability': 'a part of openBundle',
  'packages/identity/src/join/ceremony-line.ts#verifyLog': 'takes lines of parseLog; each text goes through parseLine',
  'packages/identity/src/join/signed-text.ts#verifyText': trusted,
  'packages/identity/src/json-reader.ts#readObject': 'a part of every decoder of packages/identity',
  'packages/exchange/src/server/answer.ts#readBody': 'reads a stream of bytes; bounds: [BY3] in packages/exchange/test/authority.test.ts',
  'packages/log/src/size.ts#splitPoint': 'arithmetic',
  'packages/store/src/answer-codec.ts#readLeaves': inside,
  'packages/store/src/answer-codec.ts#readRecord': inside,
  'packages/store/src/commit-codec.ts#decodeCommit': inside,
  'packages/store/src/content.ts#readContent': inside,
  'packages/store/src/disk.ts#readAt': ownFiles,
  'gateways/cap/src/element-reader.ts#readSequence': 'a part of readCap',
  'gateways/cap/src/read-area.ts#readArea': 'a part of readCap',
  'gateways/cap/src/read-info.ts#readInfo': 'a part of readCap',
  'gateways/cap/src/read-values.ts#parseReferences': 'a part of readCap',
};
