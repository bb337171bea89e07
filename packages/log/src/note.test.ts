import { WaslError } from '@wasl/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crypto, signerOf } from '../test/crypto.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { cosign, encodeCheckpoint, parseCheckpoint, parseCheckpointText, signCheckpoint, verifyCosignature } from './checkpoint.ts';
import { emptyRoot } from './hash.ts';
import { addSignature, defaultNoteBounds, encodeNote, openNote, parseNote } from './note.ts';
import { encodeVerifierKey, type NoteVerifier, parseVerifierKey, verifierOf } from './verifier-key.ts';

const logSigner = signerOf('log');
const readerSigner = signerOf('reader');
const origin = 'ma.police/47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU';
const logVerifier = verifierOf(logSigner, { name: origin, type: 'log' });
const readerVerifier = verifierOf(readerSigner, { name: 'gb.police/receipt', type: 'cosignature' });
const text = encodeCheckpoint({ origin, size: 0, root: emptyRoot(crypto) });
const signed = signCheckpoint(text, { name: origin, signer: logSigner, crypto });
const receipt = cosign(text, { name: 'gb.police/receipt', signer: readerSigner, timestampSeconds: 1_906_000_000, crypto });
const note = addSignature(signed, receipt);

function code(name: string) {
  return expect.objectContaining({ code: name });
}

test('[LG4, LG4.7] a checkpoint is origin, size and root, signed by the log and cosigned by a reader', () => {
  expect(text).toBe(`${origin}\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n`);
  const opened = openNote(note, [logVerifier, readerVerifier], { crypto });
  expect(opened).toMatchObject({ ok: true, value: { text, unknown: 0 } });
  expect(opened.ok && opened.value.verified).toEqual([
    { verifier: logVerifier },
    { verifier: readerVerifier, timestampSeconds: 1_906_000_000 },
  ]);
  expect(parseCheckpoint(note)).toMatchObject({ origin, size: 0, text, extensions: [] });
  expect(verifyCosignature(text, receipt, { verifier: readerVerifier, crypto })).toEqual({
    ok: true,
    value: { timestampSeconds: 1_906_000_000 },
  });
});

test('[LG4.8] unknown signatures are ignored, a bad one of a known key refuses the note', () => {
  const strangerLine = cosign(text, { name: 'fr.police/receipt', signer: signerOf('stranger'), timestampSeconds: 1, crypto });
  expect(openNote(addSignature(note, strangerLine), [logVerifier], { crypto })).toMatchObject({ ok: true, value: { unknown: 2 } });
  expect(openNote(note, [verifierOf(signerOf('other'), { name: origin, type: 'log' })], { crypto })).toMatchObject({
    ok: false,
    reason: { code: 'note-unsigned' },
  });
  const altered = note.replace('\n0\n', '\n1\n');
  expect(openNote(altered, [logVerifier, readerVerifier], { crypto })).toMatchObject({ ok: false, reason: { code: 'note-signature-bad' } });
  const later = cosign(text, { name: 'gb.police/receipt', signer: readerSigner, timestampSeconds: 2_000_000_000, crypto });
  const blob = decodeBase64(receipt.split(' ')[2] ?? '') ?? new Uint8Array(0);
  const forged = Uint8Array.from(blob);
  forged.set((decodeBase64(later.split(' ')[2] ?? '') ?? new Uint8Array(0)).subarray(4, 12), 4);
  const forgedLine = `— gb.police/receipt ${encodeBase64(forged)}`;
  expect(openNote(`${signed}${forgedLine}\n`, [logVerifier, readerVerifier], { crypto })).toMatchObject({
    ok: false,
    reason: { code: 'note-signature-bad' },
  });
});

test('[LG4.8] sixteen signatures of the largest kind fit, and the bounds hold', () => {
  const blob = encodeBase64(new Uint8Array(4 + 8 + 2420));
  const many = (count: number) =>
    encodeNote(
      text,
      Array.from({ length: count }, (_, i) => `— w${i}.example/x ${blob}`),
    );
  expect(parseNote(many(16)).signatures.length).toBe(16);
  expect(openNote(addSignature(many(15), signed.split('\n').at(-2) ?? ''), [logVerifier], { crypto }).ok).toBe(true);
  const short = encodeNote(
    text,
    Array.from({ length: defaultNoteBounds.maxSignatures + 1 }, () => '— w AAAAAAA='),
  );
  expect(() => parseNote(short)).toThrowError(code('note-grammar'));
  expect(() => parseNote('x'.repeat(defaultNoteBounds.maxBytes + 1))).toThrowError(code('note-grammar'));
});

test('[LG4.9] a note that breaks the grammar is refused', () => {
  const line = note.split('\n').at(-2) ?? '';
  const bad = [
    '',
    '\n',
    text,
    `${text}\n`,
    `${text}\n${line}`,
    `${text}\n${line.replace('—', '-')}\n`,
    `${text}\n${line} \n`,
    `${text}\n${line.replace(' gb', '  gb')}\n`,
    `${text}\n${line.slice(0, -2)}\n`,
    `${text}\n— a+b AAAAAAA=\n`,
    `${text}\n— a AAAAAA==\n`,
    `${text}\n— a AAAAAAB=\n`,
    `${text}\n— a AAAAAAA\n`,
    note.replace('\n', '\r\n'),
    note.replace('ma.', 'ma.\u0000'),
    note.replace('ma.', 'ma.\ud800'),
  ];
  for (const each of bad) expect(() => parseNote(each), JSON.stringify(each.slice(-60))).toThrowError(code('note-grammar'));
  expect(() => parseNote(Uint8Array.of(0xff, 0x0a, 0x0a))).toThrowError(code('note-grammar'));
  expect(() => addSignature(note, 'no line')).toThrowError(code('note-grammar'));
  expect(addSignature(note, receipt)).toBe(note);
});

test('[LG4.10] a checkpoint body that is not in its one form is refused', () => {
  const root = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
  const bad = [
    'o\n1\n',
    `\n1\n${root}\n`,
    `o\n01\n${root}\n`,
    `o\n-1\n${root}\n`,
    `o\n+1\n${root}\n`,
    `o\n1e3\n${root}\n`,
    `o\n9007199254740992\n${root}\n`,
    `o\n1\n${root.slice(0, -1)}\n`,
    `o\n1\n${root.replace('U=', 'V=')}\n`,
    `o\n1\n${root.replaceAll('+', '-')}\n`,
    `o\n1\nAAAA\n`,
    `o\n1\n${root}\n\n`,
    `o\n1\n${root}\nx\n\ny\n`,
    `o\n1\n${root}\n${'x\n'.repeat(17)}`,
    `o\n1\n${root}`,
  ];
  for (const each of bad) expect(() => parseCheckpointText(each), JSON.stringify(each)).toThrowError(code('checkpoint-malformed'));
  expect(parseCheckpointText(`o\n9007199254740991\n${root}\nextension\n`)).toMatchObject({
    size: Number.MAX_SAFE_INTEGER,
    extensions: ['extension'],
  });
  expect(() => encodeCheckpoint({ origin: 'a\nb', size: 0, root: emptyRoot(crypto) })).toThrowError(code('checkpoint-malformed'));
  expect(() => encodeCheckpoint({ origin: 'a', size: 0, root: new Uint8Array(31) })).toThrowError(code('checkpoint-malformed'));
});

test('[LG4.11] a verifier key round-trips and its id binds name, type and key', () => {
  for (const verifier of [logVerifier, readerVerifier]) {
    const encoded = encodeVerifierKey(verifier, crypto);
    expect(parseVerifierKey(encoded, crypto)).toEqual(verifier);
    expect(() => parseVerifierKey(`x${encoded}`, crypto)).toThrowError(code('note-key-malformed'));
  }
  const es256: NoteVerifier = { name: 'a', type: 'log', key: { alg: 'ES256', bytes: new Uint8Array(65) } };
  expect(() => encodeVerifierKey(es256, crypto)).toThrowError(code('note-key-malformed'));
  const good = encodeVerifierKey(logVerifier, crypto);
  for (const bad of [
    '',
    '+',
    'a+b',
    `${good}=`,
    good.toUpperCase(),
    `a+00000000+${good.split('+')[2]}`,
    'a'.repeat(600),
    'a+00000000+AAAA',
  ]) {
    expect(() => parseVerifierKey(bad, crypto), bad).toThrowError(code('note-key-malformed'));
  }
});

test('[LG4.9] notes and checkpoints never throw but by code, on random and on mutated text', () => {
  const mutated = fc
    .tuple(fc.nat(note.length - 1), fc.string({ unit: 'binary', maxLength: 3 }), fc.nat(3))
    .map(([at, by, drop]) => note.slice(0, at) + by + note.slice(at + drop));
  fc.assert(
    fc.property(fc.oneof(mutated, fc.string({ unit: 'binary' }), fc.uint8Array()), (input) => {
      try {
        const opened = openNote(input, [logVerifier, readerVerifier], { crypto });
        if (opened.ok) {
          expect(opened.value.text).toBe(text);
          parseCheckpoint(input);
        }
      } catch (error) {
        expect(error).toBeInstanceOf(WaslError);
      }
    }),
    { seed: 6, numRuns: 500 },
  );
});
