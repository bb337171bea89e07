import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { controlTypes } from '@wasl/agreement';
import { awaitedTypes, declaredPaths } from '@wasl/engine';
import { coarseFunctions, isReservedName, isUnitName, type Json, parseLabel } from '@wasl/record';
import { expect, test } from 'vitest';
import { samples } from '../test/samples.ts';
import {
  catalog,
  type JsonSchema,
  languageStatus,
  personalDataScan,
  type RecordType,
  validateFields,
  validateUnit,
  vocabularies,
} from './index.ts';

const types: readonly (readonly [string, RecordType])[] = Object.entries(catalog);
const foundation = [
  'event',
  'venue',
  'fixture',
  'desk',
  'incident',
  'declaration',
  'alert',
  'logEntry',
  'decision',
  'claim',
  'acknowledgement',
];
const firstRelease = [
  ...['deskRoster', 'delegation', 'posture', 'riskAssessment', 'sitrep', 'handover', 'rfi', 'answer', 'request', 'response', 'preserve'],
  ...['pointer', 'lesson', 'postEventReport', 'meeting', 'commitment', 'offer', 'communique'],
  ...['exercise', 'capabilityProfile', 'interopTest', 'project'],
];
/** One list for the built-in permit, the readers' check and the catalogue. */
const controls = [...controlTypes];

/** Every schema inside a schema, itself first. */
function* schemasOf(schema: JsonSchema): Generator<JsonSchema> {
  yield schema;
  for (const value of Object.values(schema)) {
    if (typeof value !== 'object' || value === null) continue;
    const inner: readonly Json[] = Array.isArray(value) ? (value as readonly Json[]) : [value];
    for (const one of inner) if (typeof one === 'object' && one !== null && !Array.isArray(one)) yield* schemasOf(one as JsonSchema);
  }
}

const everySchema = (type: RecordType): JsonSchema[] => type.units.flatMap((unit) => [...schemasOf(unit.schema)]);

test('[CT1] the types of the foundation, of the first release and of control are there', () => {
  expect(Object.keys(catalog).sort()).toEqual([...foundation, ...firstRelease, ...controls].sort());
});

test.each(types)('[CT1] %s: names in three languages, a version, a label, a period of retention', (name, type) => {
  expect(type.type).toBe(name);
  expect(type.version).toBe(1);
  for (const names of [type.names, ...type.units.map((unit) => unit.names)]) {
    expect(names.en).toMatch(/^[A-Z][ -~’é]*$/);
    expect(names.fr).toMatch(/^[\p{Script=Latin}\d ()’,…-]+$/u);
    expect(names.ar).toMatch(/\p{Script=Arabic}/u);
    expect(names.ar).not.toMatch(/[A-Za-z٠-٩]/);
  }
  expect(parseLabel({ ...type.defaultLabel, rel: [], pur: [], own: ['ma.police'] }).lvl).toBeLessThan(3);
  expect(type.retentionDays).toBeGreaterThan(0);
});

test.each(types)('[CT1] %s: every object of its schemas is closed, every list and text bounded', (_name, type) => {
  for (const schema of everySchema(type)) {
    if (
      schema['type'] === 'object' &&
      schema['const'] === undefined &&
      schema['properties'] !== undefined &&
      schema['required'] !== undefined
    ) {
      const isContains = Object.keys(schema['properties'] as object).length === 1 && schema['additionalProperties'] === undefined;
      if (!isContains) expect(schema['additionalProperties']).toBe(false);
    }
    if (schema['type'] === 'array') expect(schema['maxItems']).toBeTypeOf('number');
    if (schema['type'] === 'string' && schema['enum'] === undefined && schema['format'] === undefined) {
      const bounded = schema['maxLength'] !== undefined || !/[*+]\$?$/.test(String(schema['pattern']));
      expect([JSON.stringify(schema), bounded]).toEqual([JSON.stringify(schema), true]);
    }
  }
});

test.each(types)('[CT2] %s: no property names a person, a body, a belief or a number of a person', (_name, type) => {
  const banned =
    /^(?:.*person(?!alData).*|.*birth.*|dob|age|sex|gender|nationality|citizenship|ethnic.*|race|religi.*|politic.*|health.*|orientation|face|fingerprint|iris|dna|biometric.*|gait|voiceprint|photo|portrait|passport.*|identityCard|nationalId|licen[cs]e|plate|numberPlate|firstName|lastName|fullName|surname|forename|alias|phone|mobile|email|homeAddress|names|persons|suspects?|victims?|passengers?|watch.*|score|risk(?!Level|s).*Score)$/i;
  const properties = everySchema(type).flatMap((schema) => Object.keys((schema['properties'] ?? {}) as object));
  for (const property of [...properties, ...type.units.map((unit) => unit.name.replace('.coarse', ''))])
    expect(property).not.toMatch(banned);
});

test.each(types)('[S1] %s: no unit carries personal data, and the type says so', (_name, type) => {
  expect(type.personalData).toBe('none');
  for (const unit of type.units) expect(unit.personalData).toBe('none');
});

test.each(types)('[CT3] %s: names of units are free and fit, with the label and a decoy, in the arity', (_name, type) => {
  const names = type.units.map((unit) => unit.name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect([name, isUnitName(name), isReservedName(name), name === 'label']).toEqual([name, true, false, false]);
  expect(type.arity).toBeGreaterThan(names.length + 1);
  expect(type.arity).toBeLessThanOrEqual(64);
});

test.each(types)('[CT4] %s: every coarse twin is a unit of its own, made by a function of RC4', (_name, type) => {
  for (const unit of type.units) {
    if (unit.twin === undefined) continue;
    expect(coarseFunctions).toContain(unit.twin.function);
    expect(unit.twin.name).toBe(`${unit.name}.coarse`);
    const twin = type.units.find((other) => other.name === unit.twin?.name);
    expect(twin?.twinOf).toBe(unit.name);
    expect(twin?.required).toBeUndefined();
  }
});

test.each(controls)('[CT6] %s: codes, ids, times and counts only', (name) => {
  const type = catalog[name as keyof typeof catalog];
  expect([type.control, type.topic, type.acknowledge]).toEqual([true, 'control', undefined]);
  for (const schema of everySchema(type)) {
    if (schema['type'] !== 'string') continue;
    const coded = schema['enum'] !== undefined || schema['format'] !== undefined || /^\^\[a-z/.test(String(schema['pattern']));
    expect([JSON.stringify(schema), coded]).toEqual([JSON.stringify(schema), true]);
  }
});

test('[CT5] types whose records bear evidence are signed by their author', () => {
  const signed = types.filter(([, type]) => type.authorSignature).map(([name]) => name);
  expect(signed.sort()).toEqual([
    ...['alert', 'answer', 'claim', 'commitment', 'communique', 'decision', 'declaration', 'erasure', 'handover', 'incident'],
    ...['interopTest', 'postEventReport', 'preserve', 'request', 'response', 'rfi', 'riskAssessment', 'sitrep', 'withdrawal'],
  ]);
});

test.each(Object.entries(samples))('[CT1] %s: a full record is accepted, and the scan leaves it alone', (name, fields) => {
  expect(validateFields(name, fields)).toEqual({ ok: true, value: true });
  expect(personalDataScan(fields)).toEqual([]);
});

test.each(Object.entries(samples))('[CT7] %s: each unit with a foreign value is named with its path', (name, fields) => {
  const units = catalog[name as keyof typeof catalog].units;
  for (const unit of units) {
    expect(validateUnit(unit, { foreign: [1] })?.path.startsWith(unit.name)).toBe(true);
    if (unit.required !== true) continue;
    const { [unit.name]: _left, ...rest } = fields;
    const lacking = validateFields(name, rest);
    expect(lacking.ok ? [] : lacking.reason.details?.['findings']).toContainEqual(
      expect.objectContaining({ path: unit.name, rule: 'schema', message: `${name} needs it` }),
    );
  }
});

test.each(types)('[CT8] %s: what it declares to the engine names its own units and types of the catalogue', (_name, type) => {
  if (type.engine === undefined) return;
  const names = new Set(type.units.map((unit) => unit.name));
  const strange = declaredPaths(type.engine).filter(
    (path) => path !== '.' && !path.startsWith('./') && !names.has(path.split('/')[0] ?? ''),
  );
  expect(strange).toEqual([]);
  expect(awaitedTypes(type.engine).filter((wanted) => !Object.hasOwn(catalog, wanted))).toEqual([]);
});

const vocabularyNames = Object.keys(vocabularies);

test.each(types)('[CT10] %s: every coded value has its names in a vocabulary, whose codes are those of the form', (_name, type) => {
  for (const schema of everySchema(type)) {
    const codes = schema['enum'];
    if (schema['type'] !== 'string' || codes === undefined) continue;
    const name = String(schema['vocabulary']);
    expect([JSON.stringify(codes), vocabularyNames.includes(name)]).toEqual([JSON.stringify(codes), true]);
    expect(Object.keys(vocabularies[name]?.terms ?? {}).sort()).toEqual([...(codes as readonly string[])].sort());
  }
});

test.each(Object.values(vocabularies).map((one) => [one.name, one] as const))(
  '[CT10] %s: every term is named in English, French and Arabic',
  (_name, one) => {
    for (const [code, term] of Object.entries(one.terms)) {
      expect([code, /^[\p{Lu}\d“][^\p{Script=Arabic}]*$/u.test(term.en)]).toEqual([code, true]);
      expect([code, /^[\p{Lu}\d«][^\p{Script=Arabic}]*$/u.test(term.fr)]).toEqual([code, true]);
      expect([code, /\p{Script=Arabic}/u.test(term.ar), /[٠-٩]/.test(term.ar)]).toEqual([code, true, false]);
      if (term.caution !== undefined) expect(term.caution.ar).toMatch(/\p{Script=Arabic}/u);
    }
  },
);

test('[CT10] Spanish and Portuguese are begun, and no language but the source is said to be reviewed', () => {
  for (const [, type] of types.filter(([name]) => !controls.includes(name)))
    expect([type.type, typeof type.names.es, typeof type.names.pt]).toEqual([type.type, 'string', 'string']);
  expect(Object.entries(languageStatus).map(([language, { extent, review }]) => [language, extent, review])).toEqual([
    ['en', 'complete', 'source'],
    ['fr', 'complete', 'unreviewed'],
    ['ar', 'complete', 'unreviewed'],
    ['es', 'begun', 'unreviewed'],
    ['pt', 'begun', 'unreviewed'],
  ]);
});

test('[CT11] false friends carry a caution in three languages, and the local words of both sides', () => {
  const level = vocabularies['command-level']?.terms ?? {};
  expect(level['L2']?.local).toMatchObject({ gb: 'Tactical / Silver', fr: 'Opératif (opérationnel)', ma: 'عملياتي' });
  expect(level['L3']?.local).toMatchObject({ gb: 'Operational / Bronze', fr: 'Tactique', ma: 'تكتيكي' });
  const warned = [
    'command-level/L2',
    'command-level/L3',
    'pillar/safety',
    'pillar/security',
    'major-state/declared',
    'false-friend/renseignement',
    'acknowledgement-state/seen',
    'casualty-class/p1',
  ];
  for (const path of warned) {
    const [name = '', code = ''] = path.split('/');
    const caution = vocabularies[name]?.terms[code]?.caution;
    expect([path, typeof caution?.en, typeof caution?.fr, typeof caution?.ar]).toEqual([path, 'string', 'string', 'string']);
  }
});

test.each(types)('[CT12] %s: every rule speaks to a duty officer in three languages', (_name, type) => {
  for (const { id, says } of type.rules) {
    expect([id, says.en.endsWith('.'), says.fr.endsWith('.'), says.ar.endsWith('.')]).toEqual([id, true, true, true]);
    expect(says.ar).toMatch(/\p{Script=Arabic}/u);
  }
});

test('[EN21] the engine names no record type', () => {
  const folder = fileURLToPath(new URL('../../engine/src', import.meta.url));
  const sources = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => /(?<!\.test)\.ts$/.test(entry.name));
  expect(sources.length).toBeGreaterThan(15);
  const texts = sources.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  const compared = texts.flatMap((text) =>
    [...text.matchAll(/\b[tT]ype\)?\s*[!=]==\s*['"`](\w+)|\.get\(\s*['"`](\w+)/g)].map((match) => match[0]),
  );
  expect(compared).toEqual([]);
  const words = new Set(['answer', 'desk', 'erased', 'refused']);
  const named = Object.keys(catalog).filter((name) => !words.has(name) && texts.some((text) => text.includes(`'${name}'`)));
  expect(named).toEqual([]);
});
