import { WaslError } from '@wasl/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePaging } from './settings.ts';

const good = {
  desk: 'ma.police/ops',
  language: 'ar',
  timeZone: 'Africa/Casablanca',
  quiet: { from: '22:00', to: '06:00' },
  steps: [{ afterSeconds: 0, adapter: 'sms', to: '+212600000000' }],
};

function pathOf(value: unknown): string {
  try {
    parsePaging(value);
    return 'none';
  } catch (error) {
    if (error instanceof WaslError && error.code === 'paging-invalid') return error.path ?? '';
    throw error;
  }
}

test('[NT10] settings are refused with the path of the member at fault', () => {
  expect(parsePaging([good])).toEqual([good]);
  const cases: readonly (readonly [unknown, string])[] = [
    [{}, '$'],
    [[{ ...good, desk: 'ops' }], '[0].desk'],
    [[{ ...good, language: 'de' }], '[0].language'],
    [[{ ...good, timeZone: 'Africa/Nowhere' }], '[0].timeZone'],
    [[{ ...good, quiet: { from: '22:00', to: '22:00' } }], '[0].quiet'],
    [[{ ...good, quiet: { from: '24:00', to: '06:00' } }], '[0].quiet.from'],
    [[{ ...good, steps: [] }], '[0].steps'],
    [
      [
        {
          ...good,
          steps: [
            { afterSeconds: 60, adapter: 'a', to: 'x' },
            { afterSeconds: 0, adapter: 'a', to: 'x' },
          ],
        },
      ],
      '[0].steps[1].afterSeconds',
    ],
    [[{ ...good, steps: [{ afterSeconds: 0, adapter: 'a', to: 'x\r\nBcc: y' }] }], '[0].steps[0].to'],
    [[{ ...good, phone: '1' }], '[0].phone'],
    [[good, good], '$'],
  ];
  for (const [value, path] of cases) expect([value, pathOf(value)]).toEqual([value, path]);
});

test('[NT10] whatever comes, settings are refused by code', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      pathOf(value);
      pathOf([{ ...good, steps: value }]);
      pathOf([{ ...good, quiet: value }]);
    }),
    { seed: 20303 },
  );
});
