import { readFileSync } from 'node:fs';
import type { Json } from '@wasl/record';
import { expect, test } from 'vitest';
import { catalog, type JsonSchema, type RecordType, validateFields, vocabularies } from './index.ts';

const types: readonly (readonly [string, RecordType])[] = Object.entries(catalog);
const root = new URL('../../../', import.meta.url);

/** Every schema of a type with the names of the properties that lead to it. */
function* schemasOf(schema: JsonSchema, path: string): Generator<readonly [string, JsonSchema]> {
  yield [path, schema];
  for (const [name, value] of Object.entries(schema)) {
    if (typeof value !== 'object' || value === null) continue;
    const inner: readonly Json[] = Array.isArray(value) ? (value as readonly Json[]) : [value];
    for (const one of inner)
      if (typeof one === 'object' && one !== null && !Array.isArray(one)) yield* schemasOf(one as JsonSchema, `${path}/${name}`);
  }
}

const everywhere = (type: RecordType) => type.units.flatMap((unit) => [...schemasOf(unit.schema, unit.name)]);

test('[S3] no package that this repository installs reads faces, bodies, plates or voices', () => {
  const lock = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8')) as { packages: Record<string, unknown> };
  const biometric =
    /(?:^|[/-])(?:face|facial|face-?api|faceapi|mediapipe|opencv\w*|dlib|tesseract|tfjs|tensorflow|onnxruntime|rekognition|fingerprint(?:js)?|iris|voice-?print|speaker|gait|anpr|alpr|human)(?:$|[/.-])/i;
  const names = Object.keys(lock.packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name) => biometric.test(name))).toEqual([]);
  for (const package_ of ['face-api.js', '@vladmandic/human', 'opencv4nodejs', 'tesseract.js', '@tensorflow/tfjs-node', 'node-alpr'])
    expect([package_, biometric.test(package_)]).toEqual([package_, true]);
});

test.each(types)('[S3] %s has no place for bytes of a picture or a template, nor for a list of persons', (_name, type) => {
  for (const [path, schema] of everywhere(type)) {
    for (const keyword of ['contentEncoding', 'contentMediaType']) expect([path, schema[keyword]]).toEqual([path, undefined]);
    expect(path).not.toMatch(/(?:image|photo|template|biometric|fingerprint|face|watch-?list|blacklist|persons|names|people)/i);
  }
});

test('[S3] a list of names has no type to go into', () => {
  const rows = Array.from({ length: 50 }, (_, index) => ({ surname: `Essai${index}`, forename: 'A', birth: '2001-01-01' }));
  for (const [name, type] of types) {
    for (const unit of type.units)
      expect([name, unit.name, validateFields(name, { [unit.name]: rows }).ok]).toEqual([name, unit.name, false]);
  }
});

test('[S4] no unit, member or term is about origin, belief, politics, health of a person or sexuality', () => {
  const special = /ethni|religi|politic|sexual|\brace\b|racial|union[ -]member|\bfaith\b|nationalit/i;
  for (const [name, type] of types) {
    const properties = everywhere(type).flatMap(([, schema]) => Object.keys((schema['properties'] ?? {}) as object));
    expect([name, properties.filter((property) => special.test(property))]).toEqual([name, []]);
  }
  for (const { name, terms } of Object.values(vocabularies))
    expect([name, Object.entries(terms).filter(([code, term]) => special.test(`${code} ${term.en}`))]).toEqual([name, []]);
});

test('[S11] nothing has a place for a victim of trafficking: no case, no account, no score, and no risk beside the word', () => {
  const victim = /victim(?!s?,? (?:bands|tranches))|survivor|exploited|rescued/i;
  for (const [name, type] of types) {
    const properties = everywhere(type).flatMap(([, schema]) => Object.keys((schema['properties'] ?? {}) as object));
    const units = type.units.map((unit) => unit.name);
    expect([name, [...properties, ...units].filter((each) => victim.test(each))]).toEqual([name, []]);
  }
  for (const [code] of Object.entries(vocabularies['hazard']?.terms ?? {})) expect(code).not.toMatch(/victim|migrant|refugee/i);
  expect(Object.keys(vocabularies['question-subject']?.terms ?? {})).not.toContain('victim');
});

test('[S14] no type and no term makes a lawful assembly, a journalist, a union or a supporters’ group a threat', () => {
  const lawful =
    /protest|demonstrat(?!ion of equipment)|journalis|\bpress\b|activis|union\b|striker|ultras?\b|supporters?[ -](?:group|club|association)|opposition|dissident/i;
  for (const [name, type] of types) {
    expect([name, lawful.test(name), lawful.test(type.names.en)]).toEqual([name, false, false]);
    expect([name, type.units.filter((unit) => lawful.test(unit.name) || lawful.test(unit.names.en)).map((unit) => unit.name)]).toEqual([
      name,
      [],
    ]);
  }
  for (const { name, terms } of Object.values(vocabularies))
    expect([name, Object.entries(terms).filter(([code, term]) => lawful.test(code) || lawful.test(term.en))]).toEqual([name, []]);
});
