import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readXml } from './xml-read.ts';
import { carriableText, writeXml } from './xml-write.ts';

test('[BY3] what is written is read back equal, text and attributes, markup and line ends included', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'binary', maxLength: 60 }), (text, value) => {
      const { root } = readXml(writeXml({ name: 'a', attributes: { xmlns: 'urn:a', k: value }, children: [{ name: 'b', text }] }));
      expect(root.namespace).toBe('urn:a');
      expect(root.attributes[0]?.value).toBe(carriableText(value));
      expect(root.children[0]?.text).toBe(carriableText(text));
    }),
    { seed: 11, numRuns: 2000 },
  );
});

test('[BY3] replaces only what XML cannot carry', () => {
  expect(carriableText('a\u0000b\u000bc\ufffed\ud800e')).toBe('a\ufffdb\ufffdc\ufffdd\ufffde');
  expect(carriableText('tab\t line\n return\r 𝒳 \u0085')).toBe('tab\t line\n return\r 𝒳 \u0085');
});
