import { readFileSync } from 'node:fs';
import type { Json } from '@wasl/record';
import { expect, test } from 'vitest';
import { invalid } from '../test/invalid.ts';
import { samples } from '../test/samples.ts';
import { vectorsText } from '../test/vectors.ts';
import { catalog, type FieldFinding, type Fields, type TypeName, validateFields } from './index.ts';

function findings(type: TypeName, change: Readonly<Record<string, Json | undefined>>): readonly FieldFinding[] {
  const fields = Object.fromEntries(Object.entries({ ...samples[type], ...change }).filter(([, value]) => value !== undefined)) as Fields;
  const result = validateFields(type, fields);
  return result.ok ? [] : ((result.reason.details?.['findings'] ?? []) as readonly FieldFinding[]);
}

test.each(invalid)('[CT5] %s with %j is refused at %s by %s', (type, change, path, rule) => {
  const [first] = findings(type, change);
  expect([first?.path, first?.rule]).toEqual([path, rule]);
  for (const sentence of [first?.sentence.en, first?.sentence.fr, first?.sentence.ar]) expect(sentence?.length).toBeGreaterThan(8);
});

test('[CT5] every rule of the types of the first release is broken by a case of the table', () => {
  const covered = new Set(invalid.map(([type, , , rule]) => `${type} ${rule}`));
  const tested = new Set(invalid.map(([type]) => type));
  const rules = [...tested].flatMap((type) => catalog[type].rules.map(({ id }) => `${type} ${id}`));
  expect(rules.filter((rule) => !covered.has(rule))).toEqual(['pointer pointer-due']);
  expect(findings('pointer', { dueAt: '2030-06-01T00:00:00Z', answeredAt: undefined, state: 'open' })[0]?.rule).toBe('pointer-due');
});

test('[S1] a question that needs personal data has no form: it becomes a pointer to the channel that exists for it', () => {
  for (const value of [true, 'true', null]) {
    const [finding] = findings('rfi', { needsPersonalData: value });
    expect(finding).toMatchObject({ path: 'needsPersonalData', rule: 'schema', instead: 'pointer' });
    expect(finding?.sentence.fr).toContain('renvoi');
  }
  expect(findings('rfi', { needsPersonalData: undefined })[0]?.path).toBe('needsPersonalData');
  const texts = catalog.pointer.units.filter(({ schema }) => schema['contains'] !== undefined);
  expect(texts).toEqual([]);
});

test('[CT7] every answered item has its evaluation, its handling codes and its use as evidence', () => {
  const [item] = samples.answer['items'] as readonly Readonly<Record<string, Json>>[];
  for (const member of ['source', 'information', 'handling', 'evidence']) {
    const { [member]: _left, ...rest } = item ?? {};
    expect([member, findings('answer', { items: [rest] })[0]?.path]).toEqual([member, 'items[0]']);
  }
  expect(findings('answer', { items: [{ ...item, handling: [] }] })[0]?.path).toBe('items[0].handling');
});

test('[CT7] what is wrong is said to the duty officer by the name of the field', () => {
  const [finding] = findings('rfi', { urgency: 'asap' });
  expect(finding?.sentence).toEqual({
    en: '“Urgency” holds a word that is not in its list.',
    fr: '« Urgence » contient un mot qui n’est pas dans sa liste.',
    ar: 'يتضمن «درجة الاستعجال» كلمة ليست في لائحته.',
  });
  expect(findings('rfi', { question: undefined })[0]?.sentence.fr).toBe('Il manque « Question ».');
  expect(findings('preserve', { overwriteAt: '2030-02-30T00:00:00Z' })[0]?.sentence.en).toBe(
    '“Overwritten at” holds a time that does not exist or is not written in UTC.',
  );
});

test('[CT7] the language-neutral cases are those of the tables, and hold', () => {
  const text = readFileSync(new URL('../../../vectors/catalog/records.json', import.meta.url), 'utf8');
  expect(text, 'run node packages/catalog/test/vectors.ts').toBe(vectorsText());
  const vectors = JSON.parse(text) as {
    readonly valid: readonly { readonly type: TypeName; readonly fields: Fields }[];
    readonly invalid: readonly { readonly type: TypeName; readonly change: Fields; readonly path: string; readonly rule: string }[];
  };
  const full = new Map(vectors.valid.map(({ type, fields }) => [type, fields]));
  for (const { type, fields } of vectors.valid) expect([type, validateFields(type, fields).ok]).toEqual([type, true]);
  for (const { type, change, path, rule } of vectors.invalid) {
    const fields = Object.fromEntries(Object.entries({ ...full.get(type), ...change }).filter(([, value]) => value !== null)) as Fields;
    const result = validateFields(type, fields);
    const [first] = (result.ok ? [] : (result.reason.details?.['findings'] ?? [])) as readonly FieldFinding[];
    expect([type, first?.path, first?.rule]).toEqual([type, path, rule]);
  }
});
