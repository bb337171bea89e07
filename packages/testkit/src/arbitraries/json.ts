import type { Json } from '@wasl/record';
import fc from 'fast-check';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Keys within BY1. */
export const arbitraryKey: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...letters), fc.string({ unit: fc.constantFrom(...letters, ...'0123456789_.'), maxLength: 8 }))
  .map(([first, rest]) => first + rest);

/** Integers within BY1, small ones and the ends of the range among them. */
export const arbitraryInteger: fc.Arbitrary<number> = fc
  .oneof(fc.integer({ min: -1000, max: 1000 }), fc.maxSafeInteger(), fc.constantFrom(Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 0))
  .map((n) => n + 0);

/** Well-formed strings with escapes, controls, Arabic and characters outside the first plane. */
export const arbitraryText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('', '"', '\\', '\u0000', '\u2028', 'باب الشمال', 'Müller\n', '\ud83d\ude00', '\u007f', '\\ud800'),
);

/** Values within BY1. */
export const arbitraryJson: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    arbitraryInteger,
    arbitraryText,
    fc.array(tie('json'), { maxLength: 5 }),
    fc.dictionary(arbitraryKey, tie('json'), { maxKeys: 5, noNullPrototype: true }),
  ),
})).json;

/** Anything at all that JSON.stringify may take: floats, foreign keys and lone surrogates among it. */
export const arbitraryForeignJson: fc.Arbitrary<unknown> = fc.anything({
  maxDepth: 3,
  values: [
    fc.double(),
    fc.integer(),
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\ud800', 1e21, -0),
    fc.boolean(),
    fc.constant(null),
  ],
});

/** A text with one change: a byte dropped, doubled, replaced or two swapped. */
export function arbitraryMutation(text: string): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.nat(Math.max(0, text.length - 1)),
      fc.constantFrom('drop', 'double', 'replace', 'swap', 'cut'),
      fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 1 }),
    )
    .map(([at, kind, other]) => {
      if (kind === 'drop') return text.slice(0, at) + text.slice(at + 1);
      if (kind === 'double') return text.slice(0, at + 1) + text.slice(at);
      if (kind === 'replace') return text.slice(0, at) + other + text.slice(at + 1);
      if (kind === 'cut') return text.slice(0, at);
      return text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
    });
}
