import { WaslError } from '@wasl/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crypto } from '../test/crypto.ts';
import { type Descriptor, encodeDescriptor, issuerOf, originOf, parseDescriptor } from './descriptor.ts';
import { leafText, maxLeafBytes, splitLeaf } from './leaf.ts';
import { encodeReleaseLine, maxReleaseLineLength, parseReleaseLine, type ReleaseLine } from './release-line.ts';

const digest = '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU';
const line: ReleaseLine = {
  slots: [0, 3, 7],
  purpose: 'event-safety',
  clause: ['4.1', 'N1'],
  obligations: [{ type: 'expire', id: 'o1', days: 90 }],
  until: '2030-09-01T00:00:00Z',
  agreement: digest,
  verdict: digest,
  sig: `${'A'.repeat(85)}A`,
};
const descriptor = {
  v: 1,
  salt: 'AAAAAAAAAAAAAAAAAAAAAA',
  agreement: digest,
  issuer: 'ma.police',
  audience: ['gb.police', 'ma.police'],
  topic: 'operations',
  mode: 'exercise',
  epoch: 0,
} as unknown as Descriptor;

function code(name: string) {
  return expect.objectContaining({ code: name });
}

test('[LG2, LG2.1] a release line is canonical JSON and round-trips', () => {
  const text = encodeReleaseLine(line);
  expect(text).toBe(
    `{"agreement":"${digest}","clause":["4.1","N1"],"obligations":[{"days":90,"id":"o1","type":"expire"}],"purpose":"event-safety","sig":"${line.sig}","slots":[0,3,7],"until":"2030-09-01T00:00:00Z","verdict":"${digest}"}`,
  );
  expect(parseReleaseLine(text)).toEqual(line);
  const { sig: _sig, ...unsigned } = line;
  expect(parseReleaseLine(encodeReleaseLine(unsigned))).toEqual(unsigned);
});

test('[LG2.2] a release line in any other form is refused with the path at fault', () => {
  const text = encodeReleaseLine(line);
  const bad: readonly (readonly [string, string | undefined])[] = [
    [text.replace('{', '{ '), undefined],
    [text.replace('[0,3,7]', '[3,0,7]'), '/slots/1'],
    [text.replace('[0,3,7]', '[0,0]'), '/slots/1'],
    [text.replace('[0,3,7]', '[0.5]'), '/slots/0'],
    [text.replace('[0,3,7]', '[-0]'), undefined],
    [text.replace('[0,3,7]', '[65536]'), '/slots/0'],
    [text.replace('[0,3,7]', '7'), '/slots'],
    [text.replace('"days":90', '"days":9.5'), '/obligations/0/days'],
    [text.replace('"days":90', '"days":{}'), '/obligations/0/days'],
    [text.replace('"days":90', '"1days":90'), '/obligations/0'],
    [text.replace('"days":90,"id":"o1"', '"days":90'), '/obligations/0/id'],
    [text.replace('"purpose"', '"purpos"'), '/purpose'],
    [text.replace('}', ',"extra":1}'), undefined],
    [text.replace('"verdict"', '"until":"2030-09-01T00:00:00Z","verdict"'), undefined],
    [text.replace('2030-09-01', '2030-02-30'), '/until'],
    [text.replace('00:00Z', '00:00.5Z'), '/until'],
    [text.replace(`"agreement":"${digest}"`, '"agreement":"x"'), '/agreement'],
    [text.replace('AAA"', 'AAB"'), '/sig'],
    [text.replace('event-safety', 'event\\u002dsafety'), undefined],
    [text.replace('event-safety', '\ud800'), undefined],
    ['[]', undefined],
    ['null', undefined],
    ['{', undefined],
    ['['.repeat(maxReleaseLineLength), undefined],
    ['x'.repeat(maxReleaseLineLength + 1), undefined],
  ];
  for (const [each, path] of bad) {
    const wanted = path === undefined ? code('release-line-malformed') : expect.objectContaining({ code: 'release-line-malformed', path });
    expect(() => parseReleaseLine(each), each.slice(0, 300)).toThrowError(wanted);
  }
  expect(() => encodeReleaseLine({ ...line, slots: [2, 1] })).toThrowError(code('release-line-malformed'));
});

test('[LG2.3] a leaf is release line, line feed, entry, and never more than 65535 bytes', () => {
  const text = encodeReleaseLine(line);
  expect(splitLeaf(leafText(text, '{"entry":1}'))).toEqual({ releaseLine: text, entry: '{"entry":1}' });
  for (const bad of [
    '',
    '\n',
    '\nx',
    'x\n',
    'no line feed',
    `${'x'.repeat(maxReleaseLineLength + 1)}\ny`,
    `x\n${'é'.repeat(maxLeafBytes / 2 + 1)}`,
  ]) {
    expect(() => splitLeaf(bad)).toThrowError(code('log-leaf-malformed'));
  }
  expect(() => leafText('a\nb', 'c')).toThrowError(code('log-leaf-malformed'));
  expect(leafText('x', 'é'.repeat((maxLeafBytes - 3) / 2)).length).toBeGreaterThan(30_000);
});

test('[LG1, LG1.1] the descriptor is canonical, and the origin is the issuer and its digest', () => {
  const text = encodeDescriptor(descriptor);
  expect(parseDescriptor(text)).toEqual(descriptor);
  expect(originOf(text, crypto)).toBe(`ma.police/${crypto.sha256Text(text)}`);
  expect(issuerOf(originOf(text, crypto))).toBe('ma.police');
  const next: Descriptor = { ...descriptor, epoch: 1, continues: { origin: originOf(text, crypto), size: 9, root: digest } };
  expect(parseDescriptor(encodeDescriptor(next))).toEqual(next);
  expect(originOf(encodeDescriptor(next), crypto)).not.toBe(originOf(text, crypto));
});

test('[LG1.2] a descriptor in any other form is refused', () => {
  const text = encodeDescriptor(descriptor);
  const bad = [
    text.replace('"v":1', '"v":2'),
    text.replace('exercise', 'training'),
    text.replace('"gb.police","ma.police"', '"ma.police","gb.police"'),
    text.replace('"gb.police","ma.police"', '"ma.police","ma.police"'),
    text.replace('"gb.police","ma.police"', ''),
    text.replace('"gb.police","ma.police"', '"everyone"'),
    text.replace('"issuer":"ma.police"', '"issuer":"MA"'),
    text.replace('"epoch":0', '"epoch":-1'),
    text.replace('"epoch":0', '"epoch":0,"extra":1'),
    text.replace('"epoch":0', '"continues":{},"epoch":0'),
    text.replace('AAA"', 'AAB"'),
    `${text} `,
  ];
  for (const each of bad) expect(() => parseDescriptor(each), each).toThrowError(code('descriptor-malformed'));
});

test('[LG2.2] release lines, leaves and descriptors never throw but by code on mutated text', () => {
  for (const good of [encodeReleaseLine(line), encodeDescriptor(descriptor), leafText(encodeReleaseLine(line), '{}')]) {
    const mutated = fc
      .tuple(fc.nat(good.length - 1), fc.constantFrom('', '"', '{', '}', '[', '0', 'é', '\\', '\n', '\ud800', ','), fc.nat(3))
      .map(([at, by, drop]) => good.slice(0, at) + by + good.slice(at + drop));
    fc.assert(
      fc.property(mutated, (text) => {
        for (const parse of [parseReleaseLine, parseDescriptor, splitLeaf]) {
          try {
            parse(text);
          } catch (error) {
            expect(error).toBeInstanceOf(WaslError);
          }
        }
      }),
      { seed: 7, numRuns: 300 },
    );
  }
});
