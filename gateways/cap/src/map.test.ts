import { personalDataScan, validateFields } from '@wasl/catalog';
import type { Mapped } from '@wasl/gateway-kit';
import { canonicalText, isRecordId, parseLangText, type RecordId, type SubjectId } from '@wasl/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryAlert } from '../test/arbitrary-alert.ts';
import { corpusFiles, corpusPresent, fixture, fixtureNames } from '../test/files.ts';
import { blocksOf } from './block-rule.ts';
import type { CapAlert } from './document.ts';
import { type AlertDraft, type MapOptions, mapAlert } from './map.ts';
import { readCap } from './read.ts';
import { unmapAlert } from './unmap.ts';
import { writeCap } from './write.ts';

const open = { publicAllowed: true, restriction: 'desks' };

function read(bytes: Uint8Array): CapAlert {
  const result = readCap(bytes);
  if (!result.ok) throw new Error(JSON.stringify(result.reasons));
  return result.alert;
}

function map(alert: CapAlert, options?: MapOptions): Mapped<AlertDraft> {
  const result = mapAlert(alert, options);
  if (!result.ok) throw new Error(JSON.stringify(result.reason));
  return result.value;
}

function back(draft: AlertDraft): CapAlert {
  const { value } = unmapAlert(
    { id: 'sha256:x', issuer: 'ma.police', mode: draft.mode, issuedAt: '2030-06-14T12:00:00Z', units: draft.fields },
    open,
  );
  return read(writeCap(value));
}

/** The document without what the loss lines name: the only differences that are allowed. */
function without(alert: CapAlert, losses: Mapped<unknown>['losses']): unknown {
  const copy = structuredClone(alert) as unknown as Record<string, unknown>;
  for (const { path } of losses) {
    const steps = path
      .replace('/alert/', '')
      .split('/')
      .map((step) => /^(\w+)(?:\[(\d+)\])?$/.exec(step) ?? []);
    const names: Readonly<Record<string, string>> = {
      info: 'infos',
      area: 'areas',
      polygon: 'polygons',
      circle: 'circles',
      resource: 'resources',
    };
    let at: Record<string, unknown> = copy;
    for (const [depth, [, name = '', index]] of steps.entries()) {
      const key = index === undefined ? name : (names[name] ?? name);
      const target = index === undefined ? at : (at[key] as Record<string, unknown>);
      const slot = index === undefined ? name : String(Number(index) - 1);
      if (depth === steps.length - 1) target[slot] = undefined;
      else at = target[slot] as Record<string, unknown>;
    }
  }
  return copy;
}

test.each(fixtureNames('valid'))('[I11] %s comes back equal but for its loss lines', (name) => {
  const alert = read(fixture(`valid/${name}`));
  const { value, losses } = map(alert);
  expect(without(back(value), losses)).toEqual(without(alert, losses));
});

test.skipIf(!corpusPresent)(
  '[I11] every valid alert of the corpus is read, mapped and comes back equal but for its loss lines; every other is refused',
  () => {
    const files = corpusFiles();
    expect(files.length).toBeGreaterThan(40);
    for (const file of files) {
      const result = readCap(file.bytes);
      expect([file.name, result.ok]).toEqual([file.name, file.valid]);
      if (!result.ok) {
        expect(result.reasons.length).toBeGreaterThan(0);
        continue;
      }
      const { value, losses } = map(result.alert);
      expect([file.name, without(back(value), losses)]).toEqual([file.name, without(result.alert, losses)]);
    }
  },
);

test.skipIf(!corpusPresent)(
  '[I11] the corpus loses exactly roundings, embedded contents, one widened polygon, signatures, blanks and stylesheets',
  () => {
    const count: Record<string, number> = {};
    for (const file of corpusFiles().filter((each) => each.valid)) {
      const result = readCap(file.bytes);
      if (!result.ok) continue;
      const lines = [...result.losses, ...map(result.alert).losses];
      for (const reason of new Set(lines.map((line) => line.reason))) count[reason] = (count[reason] ?? 0) + 1;
    }
    expect(count).toEqual({
      'blank-element': 6,
      'content-too-large': 2,
      'coordinate-rounded': 5,
      instruction: 2,
      'polygon-widened': 1,
      signature: 7,
    });
  },
);

test('[I11] an alert of any content comes back equal: nothing is lost without a line', () => {
  fc.assert(
    fc.property(arbitraryAlert, (alert) => {
      const { value, losses } = map(alert);
      expect(losses).toEqual([]);
      expect(back(value)).toEqual(alert);
    }),
    { seed: 31, numRuns: 400 },
  );
});

test('[BY1] every unit of any alert is canonical JSON, and texts are language-tagged as records demand', () => {
  const texts = ['event', 'audience', 'senderName', 'headline', 'description', 'instruction', 'contact'];
  fc.assert(
    fc.property(arbitraryAlert, (alert) => {
      const { fields } = map(alert).value;
      for (const [name, value] of Object.entries(fields)) {
        canonicalText(value);
        if (texts.includes(name) && blocksOf(value) === undefined) parseLangText(value);
      }
    }),
    { seed: 32, numRuns: 200 },
  );
});

test('[RC2] every unit of any alert has the form that the catalogue asks for', () => {
  fc.assert(
    fc.property(arbitraryAlert, (alert) => {
      expect(validateFields('alert', map(alert).value.fields)).toEqual({ ok: true, value: true });
    }),
    { seed: 33, numRuns: 300 },
  );
});

test.skipIf(!corpusPresent)(
  '[S1] of the corpus, only the child abduction of appendix A is held for personal data; all others fit the catalogue',
  () => {
    const held: string[] = [];
    for (const file of corpusFiles().filter((each) => each.valid)) {
      const { fields } = map(read(file.bytes), { namesPerson: (text) => personalDataScan({ contact: text }).length > 0 }).value;
      expect([file.name, validateFields('alert', fields)]).toEqual([file.name, { ok: true, value: true }]);
      if (personalDataScan(fields).length > 0) held.push(file.name);
    }
    expect(held).toEqual(['oasiscap__v1dot2_appendix_adot4.xml']);
  },
);

test('[I12] the status sets the mode; a draft and a private message stay local', () => {
  const alert = read(fixture('valid/no-language.xml'));
  const modes = (['Actual', 'Exercise', 'System', 'Test', 'Draft'] as const).map((status) => {
    const { mode, local, label } = map({ ...alert, status }).value;
    return [mode, local, label];
  });
  expect(modes).toEqual([
    ['actual', false, {}],
    ['exercise', false, {}],
    ['system', false, {}],
    ['test', false, {}],
    ['test', true, { rel: [] }],
  ]);
  expect(map(read(fixture('valid/private-addresses.xml'))).value).toMatchObject({ local: true, label: { rel: [] } });
  expect(map(read(fixture('valid/restricted-update.xml'))).value).toMatchObject({ local: false, label: { tlp: 'AMBER' } });
});

test('[I11] the three languages of one alert become one text each, the first the original', () => {
  const { value, losses, findings } = map(read(fixture('valid/trilingual-heat-crowd.xml')));
  expect([losses, findings]).toEqual([[], []]);
  expect(value.mode).toBe('exercise');
  expect(value.fields['severity']).toBe('Severe');
  expect(value.fields['event']).toEqual([
    { lang: 'fr-MA', text: 'Chaleur et affluence', status: 'original' },
    { lang: 'ar-MA', text: 'حرارة وازدحام', status: 'unverified' },
    { lang: 'en-GB', text: 'Heat and crowding', status: 'unverified' },
  ]);
  expect(value.fields['areas']).toMatchObject([
    { desc: { length: 3 }, polygons: [{ length: 10 }], circles: [{ lat: 335792000, radiusMm: 1_500_000 }] },
  ]);
  expect(value.fields['place']).toEqual({ lat: 335795000, lon: -76175000 });
});

test('[I11] codes that differ between translations are kept and found', () => {
  const { value, losses, findings } = map(read(fixture('valid/translations-differ.xml')));
  expect(losses).toEqual([]);
  expect(findings).toEqual([{ path: 'severity', value: '"Severe" ≠ "Minor"', reason: 'translations-differ' }]);
  expect(value.fields['severity']).toEqual({ blocks: ['Severe', 'Minor'] });
});

test('[I11] two segments in one language are no contradiction', () => {
  const { value, findings } = map(read(fixture('valid/two-segments-one-language.xml')));
  expect(findings).toEqual([]);
  expect(value.fields['headline']).toEqual({ blocks: ['North gates', 'South gates'] });
});

test('[I11] a polygon in lon,lat order that is still in range is accepted with a finding', () => {
  const { findings } = map(read(fixture('valid/axes-exchanged.xml')));
  expect(findings).toEqual([{ path: '/alert/info[1]/area[1]/polygon[1]', reason: 'polygon-axes-exchanged' }]);
});

test('[BY1] rounds coordinates beyond 1e-7 degrees with a line for each shape', () => {
  const { losses } = map(read(fixture('valid/geometry.xml')));
  expect(losses.map((loss) => `${loss.reason} ${loss.path}`)).toEqual([
    'coordinate-rounded /alert/info[1]/area[1]/polygon[2]',
    'coordinate-rounded /alert/info[1]/area[1]/circle[2]',
  ]);
});

test('[RC2] content that no release unit can hold is left out with a line: embedded files dropped, polygons widened, never cut', () => {
  const alert = read(fixture('valid/resource-embedded.xml'));
  const [info] = alert.infos;
  if (info === undefined) throw new Error('no info');
  const ring = Array.from({ length: 8000 }, (_, i) => {
    const turn = (i / 8000) * 2 * Math.PI;
    const radius = i % 2 === 0 ? 1 : 0.9;
    return {
      lat: (10 + radius * Math.sin(turn)).toFixed(7).replace(/0+$/, ''),
      lon: (20 + radius * Math.cos(turn)).toFixed(7).replace(/0+$/, ''),
    };
  });
  const large: CapAlert = {
    ...alert,
    infos: [
      {
        ...info,
        resources: [{ desc: 'Sound', mimeType: 'audio/mpeg', derefUri: 'A'.repeat(100_000) }],
        areas: [{ desc: 'Star', polygons: [[...ring, ring[0] as (typeof ring)[0]]], circles: [], geocodes: [] }],
      },
    ],
  };
  const { value, losses } = map(large);
  expect(losses.map((loss) => loss.reason)).toEqual(['polygon-widened', 'content-too-large']);
  const written = back(value);
  const hull = written.infos[0]?.areas[0]?.polygons[0] ?? [];
  expect(hull).toHaveLength(5);
  // Every original point lies left of, or on, every edge of the hull.
  for (const point of ring.filter((_, i) => i % 97 === 0)) {
    for (let at = 0; at + 1 < hull.length; at += 1) {
      const [a, b] = [hull[at], hull[at + 1]];
      if (a === undefined || b === undefined) continue;
      const turn =
        (Number(b.lon) - Number(a.lon)) * (Number(point.lat) - Number(a.lat)) -
        (Number(b.lat) - Number(a.lat)) * (Number(point.lon) - Number(a.lon));
      expect(turn).toBeGreaterThan(-1e-9);
    }
  }
});

test('[RC2] refuses what even so is larger than a release unit', () => {
  const alert = read(fixture('valid/no-language.xml'));
  const [info] = alert.infos;
  if (info === undefined) throw new Error('no info');
  const parameters = Array.from({ length: 60 }, (_, i) => ({ name: `p${i}`, value: 'x'.repeat(2000) }));
  expect(mapAlert({ ...alert, infos: [{ ...info, parameters }] })).toMatchObject({
    ok: false,
    reason: { code: 'cap-unit-too-large', path: 'parameters' },
  });
});

const target = `sha256:${'A'.repeat(43)}`;

test('[RC5] references to known alerts become relations; unknown ones are kept and found', () => {
  if (!isRecordId(target)) throw new Error('not an id');
  const known =
    (own: boolean, shared = true) =>
    (reference: { readonly identifier: string }) =>
      reference.identifier === 'T-1' ? { id: target as RecordId, subject: 'BBBBBBBBBBBBBBBBBBBBBA' as SubjectId, own, shared } : undefined;
  const relation = (name: string, own = true): unknown => map(read(fixture(`valid/${name}.xml`)), { known: known(own) }).value.refs;
  expect(relation('restricted-update')).toEqual([{ rel: 'supersedes', id: target }]);
  expect(relation('minimal-cancel')).toEqual([{ rel: 'withdraws', id: target }]);
  expect(relation('acknowledgement')).toEqual([{ rel: 'acknowledges', id: target }]);
  expect(relation('error-message')).toEqual([{ rel: 'refuses', id: target }]);
  expect(relation('restricted-update', false)).toEqual([{ rel: 'concerns', id: target }]);
  const atHome = map(read(fixture('valid/minimal-cancel.xml')), { known: known(true, false) });
  expect([atHome.value.refs, atHome.findings[0]?.reason]).toEqual([[], 'reference-not-shared']);
  const { value, findings } = map(read(fixture('valid/restricted-update.xml')), { known: known(true) });
  expect(value.subject).toBe('BBBBBBBBBBBBBBBBBBBBBA');
  expect(findings).toEqual([
    { path: '/alert/references[2]', value: 'other@alerts.example,O-9,2030-06-14T11:00:00-00:00', reason: 'reference-unknown' },
  ]);
  expect(value.fields['references']).toHaveLength(2);
});

test('[S1] a contact that names a person is left out with a line', () => {
  const { value, losses } = map(read(fixture('valid/names-a-child.xml')), { namesPerson: (text) => text.includes('Insp.') });
  expect(value.fields['contact']).toBeUndefined();
  expect(losses).toEqual([{ path: '/alert/info[1]/contact', reason: 'contact-names-person' }]);
});
