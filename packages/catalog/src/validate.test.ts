import type { Json } from '@wasl/record';
import { arbitraryJson } from '@wasl/testkit/arbitraries';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { samples } from '../test/samples.ts';
import { catalog, type FieldFinding, type Fields, type TypeName, validateFields } from './index.ts';

function findings(type: TypeName, change: { readonly [unit: string]: Json | undefined }): readonly (readonly [string, string])[] {
  const fields: Record<string, Json> = { ...samples[type] };
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined) delete fields[name];
    else fields[name] = value;
  }
  const result = validateFields(type, fields);
  if (result.ok) return [];
  expect(result.reason.code).toBe('fields-invalid');
  return ((result.reason.details?.['findings'] ?? []) as readonly FieldFinding[]).map(({ path, rule }) => [path, rule]);
}

test('[CT7] an unknown type is refused by code', () => {
  for (const name of ['person', 'constructor', '__proto__', '']) {
    const result = validateFields(name, {});
    expect(result.ok ? 'ok' : result.reason.code).toBe('record-type-unknown');
  }
});

test('[CT7] every bad unit is listed, each with its path', () => {
  expect(
    findings('incident', {
      kind: 'riot',
      place: { lat: 1.5, lon: 2 },
      status: undefined,
      colour: 'red',
      summary: [{ lang: 'fr', text: '', status: 'original' }],
    }),
  ).toEqual([
    ['kind', 'schema'],
    ['place.lat', 'schema'],
    ['summary[0].text', 'schema'],
    ['colour', 'schema'],
    ['status', 'schema'],
  ]);
});

test('[CT7] a text has exactly one original', () => {
  const twice = [
    { lang: 'fr', text: 'a', status: 'original' },
    { lang: 'en', text: 'b', status: 'original' },
  ];
  expect(findings('logEntry', { text: twice })).toEqual([['text', 'schema']]);
  expect(findings('logEntry', { text: [{ lang: 'fr', text: 'a', status: 'human' }] })).toEqual([['text', 'schema']]);
});

test('[CT7] times are instants in UTC, ids have their form', () => {
  expect(findings('logEntry', { at: '2030-06-13T19:04:09+01:00' })).toEqual([['at', 'schema']]);
  expect(findings('logEntry', { at: '2030-02-30T19:04:09Z' })).toEqual([['at', 'schema']]);
  expect(findings('fixture', { venue: 'stade-nord' })).toEqual([['venue', 'schema']]);
  expect(findings('desk', { desk: 'ma.police' })).toEqual([['desk', 'schema']]);
});

test('[CT4] a coarse twin that its fine unit does not give is refused', () => {
  expect(findings('incident', { 'place.coarse': { row: 3398, col: -685, size: 100_000 } })).toEqual([['place.coarse', 'twin-mismatch']]);
  expect(findings('fixture', { 'expectedAttendance.coarse': { from: 0, to: 0 } })).toEqual([
    ['expectedAttendance.coarse', 'twin-mismatch'],
  ]);
  expect(findings('incident', { place: undefined })).toEqual([]);
});

test('[CT5] a declaration is reviewed within 30 minutes of taking effect', () => {
  expect(findings('declaration', { reviewAt: '2030-06-13T18:34:10Z' })).toEqual([['reviewAt', 'declaration-review']]);
  expect(findings('declaration', { reviewAt: '2030-06-13T18:04:09Z' })).toEqual([['reviewAt', 'declaration-review']]);
});

test('[CT5] a decision weighs two options, one of them to do nothing, and takes one of them', () => {
  const option = { text: [{ lang: 'fr', text: 'Retarder', status: 'original' }], suitable: true, feasible: true, acceptable: true };
  expect(findings('decision', { options: [option], chosen: 0 })).toEqual([['options', 'decision-options']]);
  expect(findings('decision', { options: [option, option] })).toEqual([['options', 'decision-options']]);
  expect(findings('decision', { chosen: 2 })).toEqual([['chosen', 'decision-chosen']]);
});

test('[CT5] a claim is confirmed or false only after something was checked', () => {
  expect(findings('claim', { checkedWith: [] })).toEqual([['checkedWith', 'claim-checked']]);
  expect(findings('claim', { status: 'confirmed', checkedWith: undefined })).toEqual([['checkedWith', 'claim-checked']]);
  expect(findings('claim', { status: 'verifying', checkedWith: undefined })).toEqual([]);
});

test('[CT5] a refusal gives its reason, a deferral its time', () => {
  expect(findings('acknowledgement', { state: 'refused' })).toEqual([['reasonCode', 'acknowledgement-refused']]);
  expect(findings('acknowledgement', { counterAt: undefined })).toEqual([['counterAt', 'acknowledgement-deferred']]);
});

test('[L4] a desk for operations without a deputy cannot be saved', () => {
  expect(findings('desk', { deputy: undefined })).toEqual([['deputy', 'L4']]);
  expect(findings('desk', { deputy: 'ma.police/ops' })).toEqual([['deputy', 'desk-deputy']]);
  expect(findings('desk', { function: 'media', deputy: undefined })).toEqual([]);
});

test('[CT5] figures of casualties say what they rest on', () => {
  expect(findings('incident', { casualtyBasis: undefined })).toEqual([['casualtyBasis', 'incident-figures']]);
});

test('[CT5] an event ends after it starts; an alert made here says what and how bad', () => {
  expect(findings('event', { period: { start: '2030-06-08T00:00:00Z', end: '2030-06-08T00:00:00Z' } })).toEqual([
    ['period.end', 'event-period'],
  ]);
  expect(findings('alert', { severity: undefined })).toEqual([['severity', 'alert-own']]);
  expect(findings('alert', { severity: undefined, identifier: 'X-1' })).toEqual([]);
  expect(findings('alert', { messageType: 'Cancel', identifier: 'X-2' })).toEqual([['references', 'alert-references']]);
});

test('[CT9] a value of an alert may differ from block to block', () => {
  expect(findings('alert', { urgency: { blocks: ['Immediate', 'Past'] } })).toEqual([]);
  expect(findings('alert', { urgency: { blocks: ['Immediate', 'now'] } })[0]?.[0]).toMatch(/^urgency/);
  expect(findings('alert', { times: { onset: '2030-06-13T18:00:00Z' } })[0]?.[0]).toMatch(/^times/);
});

test('[CT7] no value makes validation fail but by refusal', () => {
  const names = fc.constantFrom(...(Object.keys(catalog) as TypeName[]));
  fc.assert(
    fc.property(names, fc.array(arbitraryJson, { minLength: 1, maxLength: 6 }), (name, values) => {
      const fields: Fields = Object.fromEntries(
        catalog[name].units.map((unit, index) => [unit.name, values[index % values.length] ?? null]),
      );
      const result = validateFields(name, fields);
      expect(result.ok || result.reason.code === 'fields-invalid').toBe(true);
    }),
    { seed: 2, numRuns: 3000 },
  );
});
