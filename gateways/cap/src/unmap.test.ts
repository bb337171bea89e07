import { coarsen, type Json } from '@wasl/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fixture } from '../test/files.ts';
import { mapAlert } from './map.ts';
import { readCap } from './read.ts';
import { unmapAlert } from './unmap.ts';
import { writeCap } from './write.ts';

const closed = { publicAllowed: false, restriction: 'For gb.police; not for the public' };
const given = { id: `sha256:${'A'.repeat(43)}`, issuer: 'ma.police', mode: 'exercise' as const, issuedAt: '2030-06-14T14:52:30Z' };

function unitsOf(name: string): Record<string, Json> {
  const read = readCap(fixture(`valid/${name}.xml`));
  const mapped = read.ok ? mapAlert(read.alert) : read;
  if (!mapped.ok) throw new Error('not mapped');
  return { ...mapped.value.value.fields };
}

test('[I2] never writes Public unless the arrangement says so', () => {
  const { value, losses } = unmapAlert({ ...given, units: unitsOf('geometry') }, closed);
  expect(value).toMatchObject({ scope: 'Restricted', restriction: 'For gb.police; not for the public' });
  expect(losses).toEqual([{ path: 'scope', value: 'Public', reason: 'scope-narrowed' }]);
  expect(unmapAlert({ ...given, units: unitsOf('geometry') }, { ...closed, publicAllowed: true }).value.scope).toBe('Public');
  expect(unmapAlert({ ...given, units: {} }, { ...closed, publicAllowed: true }).value.scope).toBe('Restricted');
});

test('[I5] a reader with half of the units gets a valid alert that says what is missing', () => {
  const { event: _event, severity: _severity, identifier: _identifier, ...units } = unitsOf('trilingual-heat-crowd');
  const { value, losses } = unmapAlert({ ...given, units }, closed);
  expect(readCap(writeCap(value)).ok).toBe(true);
  expect(value.identifier).toBe(given.id);
  expect(value.infos.map((info) => info.event)).toEqual(['Non communiqué', 'غير مُتاح', 'Not released']);
  expect(value.infos[0]?.severity).toBe('Unknown');
  expect(losses).toEqual(['identifier', 'event', 'severity'].map((path) => ({ path, reason: 'not-released' })));
});

test('[RC4] where the place is blurred by the arrangement, the cell stands for the areas', () => {
  const { areas: _areas, place, ...units } = unitsOf('trilingual-heat-crowd');
  if (place === undefined) throw new Error('no place');
  const { value, losses } = unmapAlert({ ...given, units: { ...units, 'place.coarse': coarsen('place-cell', place) } }, closed);
  expect(losses).toEqual([{ path: 'areas', reason: 'place-coarse' }]);
  expect(value.infos[2]?.areas).toEqual([
    {
      desc: 'Within this square',
      polygons: [
        [
          ['33.57', '-7.62'],
          ['33.57', '-7.61'],
          ['33.58', '-7.61'],
          ['33.58', '-7.62'],
          ['33.57', '-7.62'],
        ].map(([lat, lon]) => ({ lat, lon })),
      ],
      circles: [],
      geocodes: [],
    },
  ]);
  expect(readCap(writeCap(value)).ok).toBe(true);
});

test('[I11] an alert made in the console has a block for each of its languages, untranslated texts named', () => {
  const units: Record<string, Json> = {
    messageType: 'Alert',
    event: [{ lang: 'ar-MA', text: 'ازدحام', status: 'original' }],
    headline: [
      { lang: 'ar-MA', text: 'ازدحام بالباب', status: 'original' },
      { lang: 'fr-MA', text: 'Affluence à la porte', status: 'human' },
    ],
    category: ['Safety'],
    urgency: 'Immediate',
    severity: 'Severe',
    certainty: 'Observed',
  };
  const { value, losses } = unmapAlert({ ...given, units }, closed);
  expect(value.infos.map((info) => [info.language, info.event, info.headline])).toEqual([
    ['ar-MA', 'ازدحام', 'ازدحام بالباب'],
    ['fr-MA', 'ازدحام', 'Affluence à la porte'],
  ]);
  expect(losses.map((loss) => `${loss.reason} ${loss.path} ${loss.value ?? ''}`.trim())).toEqual([
    'not-released identifier',
    'not-released sender',
    'not-released sent',
    'untranslated event fr-MA',
  ]);
  expect(value.sent).toBe('2030-06-14T14:52:30-00:00');
  expect(readCap(writeCap(value)).ok).toBe(true);
});

test('[BY3] never throws, whatever a partner put into the units', () => {
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<Json>(null, true, 0, -1, 9e15, 'Alert', 'Public', 'ar-MA', '2030-06-14T12:00:00+01:00', 'x\u0000', ''),
      fc.string({ maxLength: 5 }),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(
        fc.constantFrom(
          'blocks',
          'lang',
          'text',
          'desc',
          'polygons',
          'circles',
          'lat',
          'lon',
          'name',
          'value',
          'row',
          'col',
          'size',
          'scope',
          'sent',
        ),
        tie('value'),
        { maxKeys: 4 },
      ),
    ),
  })).value as fc.Arbitrary<Json>;
  const names = Object.keys(unitsOf('trilingual-heat-crowd'));
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names, 'place.coarse', 'status'), json, { maxKeys: 8 }), (units) => {
      const base = unitsOf('geometry');
      const { value } = unmapAlert({ ...given, units: { ...base, ...units } }, closed);
      readCap(writeCap(value));
    }),
    { seed: 41, numRuns: 800 },
  );
});
