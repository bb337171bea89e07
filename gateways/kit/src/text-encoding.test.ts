import { WaslError } from '@wasl/record';
import { expect, test } from 'vitest';
import { decodeXmlText } from './text-encoding.ts';

const ascii = (text: string): number[] => [...text].map((character) => character.charCodeAt(0));
const units = (text: string, little: boolean): number[] =>
  [...text].flatMap((character) => {
    const unit = character.charCodeAt(0);
    return little ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255];
  });

function codeOf(bytes: readonly number[]): string {
  try {
    decodeXmlText(Uint8Array.from(bytes));
  } catch (error) {
    if (error instanceof WaslError) return error.code;
    throw error;
  }
  return 'none';
}

const declared = (encoding: string): number[] => ascii(`<?xml version="1.0" encoding="${encoding}"?><a>`);

test('[BY3] decodes by mark, by declaration, else as UTF-8', () => {
  expect(decodeXmlText(new TextEncoder().encode('<é/>'))).toBe('<é/>');
  expect(decodeXmlText(Uint8Array.from([0xef, 0xbb, 0xbf, ...ascii('<a/>')]))).toBe('<a/>');
  expect(decodeXmlText(Uint8Array.from([0xff, 0xfe, ...units('<ت/>', true)]))).toBe('<ت/>');
  expect(decodeXmlText(Uint8Array.from([0xfe, 0xff, ...units('<ت/>', false)]))).toBe('<ت/>');
  expect(decodeXmlText(Uint8Array.from(units('<ت/>', true)))).toBe('<ت/>');
  expect(decodeXmlText(Uint8Array.from([...declared('ISO-8859-1'), 0xe9, 0x80]))).toMatch(/é\u0080$/);
  expect(decodeXmlText(Uint8Array.from([...declared('windows-1252'), 0xe9, 0x80]))).toMatch(/é€$/);
});

test.each([
  ['xml-encoding', [...ascii('<a>'), 0xe9]],
  ['xml-encoding', [0xc0, 0x80]],
  ['xml-encoding', [...ascii('<a>'), 0xed, 0xa0, 0x80]],
  ['xml-encoding', declared('UTF-7')],
  ['xml-encoding', declared('__proto__'.replaceAll('_', 'x'))],
  ['xml-encoding', declared('constructor')],
  ['xml-encoding', [...declared('US-ASCII'), 0xe9]],
  ['xml-encoding', [...declared('windows-1252'), 0x81]],
  ['xml-encoding', [0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0]],
  ['xml-encoding', [0xff, 0xfe, 0x3c]],
  ['xml-encoding', [0xff, 0xfe, 0x00, 0xd8]],
  ['xml-encoding-mismatch', declared('UTF-16')],
  ['xml-encoding-mismatch', [0xef, 0xbb, 0xbf, ...declared('ISO-8859-1')]],
  ['xml-encoding-mismatch', [0xff, 0xfe, ...units('<?xml version="1.0" encoding="UTF-8"?><a/>', true)]],
])('[BY3] refuses with %s', (code, bytes) => {
  expect(codeOf(bytes)).toBe(code);
});
