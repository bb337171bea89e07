import { WaslError } from '@wasl/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fixtures } from '../../test/fixtures/all-fixtures.ts';
import { codes } from '../codes.ts';
import { languages } from '../languages.ts';
import { type IntakeOptions, intake } from './intake.ts';

/** Reads, and passes over refusals that have a code of this package; anything else is the test's failure. */
function readOrRefuse(source: string, options: IntakeOptions): void {
  try {
    const { drafts, local } = intake(source, options);
    for (const { span } of drafts.flatMap((draft) => draft.sources)) expect(span.end).toBeLessThanOrEqual(source.length);
    for (const { start, end } of local.names) expect(start).toBeLessThan(end);
  } catch (error) {
    if (!(error instanceof WaslError)) throw error;
    expect(Object.keys(codes)).toContain(error.code);
  }
}

const options = fc.record(
  {
    format: fc.constantFrom('text' as const, 'html' as const),
    language: fc.constantFrom(...languages),
    publishedOn: fc.oneof(fc.constantFrom('2030-02-28', '2030-02-30', '0000-00-00', ''), fc.string({ maxLength: 12 })),
  },
  { requiredKeys: [] },
);

/** Texts of the fixtures with pieces cut out, doubled, exchanged and strangers put in. */
const mutated = fc
  .tuple(
    fc.constantFrom(...fixtures.map(({ text }) => text)),
    fc.array(
      fc.tuple(
        fc.nat(4000),
        fc.nat(60),
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 12 }),
          fc.constantFrom('\n', '« ', '(', '31', ' 99999 ', 'بن ', 'le ministre ', '<b', '&#x', '- '),
        ),
      ),
      { maxLength: 12 },
    ),
  )
  .map(([text, cuts]) => cuts.reduce((sofar, [at, length, put]) => sofar.slice(0, at) + put + sofar.slice(at + length), text));

test('[IN9] no input, however broken, ends in anything but drafts or a refusal by code', () => {
  fc.assert(fc.property(fc.oneof(mutated, fc.string({ unit: 'binary', maxLength: 400 })), options, readOrRefuse), {
    seed: 6,
    numRuns: 800,
  });
});

/** Milliseconds of this process's own work, the least of three readings: what other processes do on the machine does not count. */
function workOf(source: string, of: IntakeOptions): number {
  return Math.min(
    ...[1, 2, 3].map(() => {
      const before = process.cpuUsage();
      readOrRefuse(source, of);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    }),
  );
}

const pieces: readonly (readonly [string, IntakeOptions])[] = [
  ['le ministre de ', { language: 'fr' }],
  ['a ', { language: 'fr' }],
  ['12 ', { language: 'en' }],
  ['met with ', { language: 'en' }],
  ['Aa ', { language: 'en' }],
  ['Aa, ', { language: 'en' }],
  ['وزير ', { language: 'ar' }],
  ['بن ', { language: 'ar' }],
  ['السيد كريم ', { language: 'ar' }],
  ['agreed to agree to ', { language: 'en' }],
  ['le 2 au 3 ', { language: 'fr' }],
  ['ont convenu de faire, de dire et de ', { language: 'fr' }],
  ['« ', { language: 'fr' }],
  ['X.\n', { language: 'en' }],
  ['<a "', { format: 'html', language: 'en' }],
  ['<select>a ', { format: 'html', language: 'en' }],
  ['&#', { format: 'html', language: 'en' }],
  [`${fixtures[0]?.text ?? ''}\n\n`, { language: 'fr' }],
];

test.each(pieces)(
  '[IN9] time grows with the length and no faster: %j',
  (piece, of) => {
    const repeated = (length: number): string => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
    const [short, long] = [workOf(repeated(5_000), of), workOf(repeated(40_000), of)];
    // Eight times the text: a quadratic reading would take 64 times as long. A floor keeps the noise of short runs out.
    expect(long / Math.max(short, 6)).toBeLessThan(24);
    expect(long).toBeLessThan(6000);
  },
  60_000,
);
