import { WaslError } from '@wasl/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codes } from './codes.ts';
import { readXml } from './xml-read.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof WaslError) return error.code;
    throw error;
  }
  return 'none';
}

test('[BY3] reads elements, namespaces, attributes, CDATA and references', () => {
  const { root, dropped } = readXml(
    bytes('<?xml version="1.0"?><a:x xmlns:a="urn:a" k="1" a:k="2"><!-- c --><a:y>1 &lt; &#50;<![CDATA[<3>]]></a:y><z/></a:x>'),
  );
  expect(root).toMatchObject({ name: 'x', namespace: 'urn:a', mixed: false, text: '' });
  expect(root.attributes).toEqual([
    { name: 'k', namespace: '', value: '1' },
    { name: 'k', namespace: 'urn:a', value: '2' },
  ]);
  expect(root.children.map((child) => [child.name, child.namespace, child.text])).toEqual([
    ['y', 'urn:a', '1 < 2<3>'],
    ['z', '', ''],
  ]);
  expect(dropped).toEqual([{ kind: 'comment', target: '', line: 1 }]);
});

test('[BY3] tells mixed content from white space between elements', () => {
  expect(readXml(bytes('<a>\n <b/> </a>')).root.mixed).toBe(false);
  expect(readXml(bytes('<a>word<b/></a>')).root.mixed).toBe(true);
});

const refusals: readonly (readonly [string, string])[] = [
  ['xml-doctype', '<!DOCTYPE a><a/>'],
  ['xml-doctype', '<!DOCTYPE a SYSTEM "http://127.0.0.1/x.dtd"><a/>'],
  ['xml-doctype', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'],
  ['xml-entity', '<a>&nbsp;</a>'],
  ['xml-entity', '<a>&constructor;</a>'],
  ['xml-entity', '<a b="&x;"/>'],
  ['xml-instruction', '<?php x?><a/>'],
  ['xml-malformed', ''],
  ['xml-malformed', '<a>'],
  ['xml-malformed', '<a/><b/>'],
  ['xml-malformed', '<x:a/>'],
  ['xml-malformed', '<a b="1" b="2"/>'],
  ['xml-malformed', '<a>&#0;</a>'],
  ['xml-malformed', '<a>&#xD800;</a>'],
  ['xml-malformed', '<?xml version="1.1"?><a/>'],
  ['xml-malformed', 'text'],
];
test.each(refusals)('[BY3] refuses with %s: %s', (code, text) => {
  expect(codeOf(() => readXml(bytes(text)))).toBe(code);
});

test('[BY3] holds every bound', () => {
  const bound = (options: Parameters<typeof readXml>[1], text: string): string => codeOf(() => readXml(bytes(text), options));
  expect(bound({ maxBytes: 10 }, '<aaaaaaaa/>')).toBe('xml-too-large');
  expect(bound({ maxDepth: 2 }, '<a><b><c/></b></a>')).toBe('xml-too-deep');
  expect(bound({ maxElements: 2 }, '<a><b/><c/></a>')).toBe('xml-too-many');
  expect(bound({ maxAttributes: 1 }, '<a b="1" c="2"/>')).toBe('xml-too-many');
  expect(bound({ maxNameLength: 3 }, '<abcd/>')).toBe('xml-too-long');
  expect(bound({ maxNameLength: 3 }, '<a bcde="1"/>')).toBe('xml-too-long');
  expect(bound({ maxAttributeLength: 3 }, '<a b="1234"/>')).toBe('xml-too-long');
  expect(bound({ maxTextLength: 3 }, '<a>12<![CDATA[34]]></a>')).toBe('xml-too-long');
  expect(bound({ maxDropped: 1 }, '<a><!--1--><!--2--></a>')).toBe('xml-too-many');
  expect(bound({ instructions: ['xml-stylesheet'] }, '<?xml-stylesheet href="x"?><a/>')).toBe('none');
});

// Processor time, because a busy machine says nothing about the parser.
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const hostile: readonly (readonly [string, string])[] = [
  ['open tags', '<a>'.repeat(300_000)],
  ['angle brackets', '<'.repeat(1_000_000)],
  ['ampersands', `<a>${'&'.repeat(1_000_000)}</a>`],
  ['attributes', `<a ${Array.from({ length: 60_000 }, (_, i) => `b${i}="1"`).join(' ')}/>`],
  ['namespaces', `<a ${Array.from({ length: 20_000 }, (_, i) => `xmlns:b${i}="u"`).join(' ')}/>`],
  ['comments', `<a>${'<!---->'.repeat(120_000)}</a>`],
  ['one long name', `<${'a'.repeat(1_000_000)}/>`],
  ['an open subset', `<!DOCTYPE a [${'<!ENTITY x "y">'.repeat(60_000)}`],
  ['an open CDATA', `<a><![CDATA[${']'.repeat(1_000_000)}`],
];
test.each(hostile)('[BY3] is done with a megabyte of %s within four seconds of processor time', (_name, text) => {
  const start = cpuMs();
  expect(codeOf(() => readXml(bytes(text)))).toMatch(/^xml-/);
  expect(cpuMs() - start).toBeLessThan(4000);
});

test('[BY3] never throws but by code on random bytes and on mutated documents', () => {
  const sample = bytes('<?xml version="1.0" encoding="UTF-8"?><a xmlns="urn:a" b="c">t&amp;<![CDATA[x]]><!-- d --><e/></a>');
  const mutated = fc.array(fc.tuple(fc.nat(sample.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }).map((changes) => {
    const copy = sample.slice();
    for (const [at, value] of changes) copy[at] = value;
    return copy;
  });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), mutated), (input) => {
      const code = codeOf(() => readXml(input));
      expect(code === 'none' || Object.hasOwn(codes, code)).toBe(true);
    }),
    { seed: 7, numRuns: 3000 },
  );
});
