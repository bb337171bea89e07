import { schemas } from '@wasl/contract';
import type { ReadingAid } from '@wasl/intake';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { bearer, type Rig, rig } from '../../test/rig.ts';

const source =
  "Rabat, 12 mars 2030 - Le ministre marocain de l'Intérieur, M. Karim Tazi, a reçu mardi à Rabat son homologue espagnol. Ils souhaitent intensifier les patrouilles conjointes. La Coupe du Monde 20300 a été évoquée.";

async function read(given: Rig, body: Readonly<Record<string, unknown>>, role: Parameters<Rig['token']>[0] = 'cooperation') {
  return given.api.inject({ method: 'POST', url: '/api/v1/intake', headers: bearer(await given.token(role)), payload: body });
}

test('[IN11] the answer has the drafts, fits its schema, names nobody, and nothing is stored', async () => {
  await using given = await rig();
  const answer = await read(given, { source, publishedOn: '2030-03-12' });
  expect(answer.statusCode).toBe(200);
  const found = answer.json() as { drafts: { type: string; fields: Record<string, unknown> }[]; local: unknown };
  const ajv = new Ajv2020({ strict: false });
  const check = ajv.compile({ components: { schemas }, $ref: '#/components/schemas/Intake' });
  expect(check(found), JSON.stringify(check.errors)).toBe(true);
  expect(found.drafts.map(({ type }) => type)).toEqual(['meeting', 'event']);
  expect(found.drafts[0]?.fields).toMatchObject({ kind: 'bilateral', status: 'held' });
  expect(JSON.stringify({ ...found, local: null })).not.toContain('Tazi');
  expect(found.local).toEqual({ names: [{ start: source.indexOf('Karim'), end: source.indexOf(', a reçu') }] });
  const list = await given.api.inject({ method: 'GET', url: '/api/v1/records', headers: bearer(await given.token('cooperation')) });
  expect(list.json()).toMatchObject({ records: [] });
});

test.each([
  ['no words', { source: '—' }, 422, 'intake-empty'],
  ['a language that is not read', { source: 'Wszystkie strony zgodziły się wczoraj' }, 422, 'intake-language'],
  ['a day no calendar has', { source, publishedOn: '2030-02-31' }, 422, 'intake-date'],
  ['too long', { source: 'a'.repeat(65_537) }, 400, 'json-string-too-long'],
  ['an unknown member', { source, save: true }, 400, 'request-invalid'],
  ['a model where none is', { source, model: true }, 409, 'intake-model-off'],
])('[IN11, IN10] %s is refused by code', async (_name, body, status, code) => {
  await using given = await rig();
  const answer = await read(given, body);
  expect([answer.statusCode, (answer.json() as { code: string }).code]).toEqual([status, code]);
});

test('[IN11] oversight and administrators, who do not work with content, may not call it', async () => {
  await using given = await rig();
  for (const role of ['oversight', 'admin'] as const) expect((await read(given, { source }, role)).statusCode).toBe(403);
});

test('[IN10] a configured model is asked only when the officer says so; what it says stands apart', async () => {
  let asked = 0;
  const readingAid: ReadingAid = {
    suggest: async () => {
      asked += 1;
      return {
        suggestions: [
          { kind: 'commitment', quote: 'M. Karim Tazi, a reçu mardi' },
          { kind: 'commitment', quote: 'invented' },
        ],
      };
    },
  };
  await using given = await rig({ readingAid });
  const plain = (await read(given, { source })).json() as Record<string, unknown>;
  expect([asked, plain['suggested']]).toEqual([0, undefined]);
  const helped = (await read(given, { source, model: true })).json() as Record<string, unknown>;
  expect(asked).toBe(1);
  expect(helped['suggested']).toEqual({
    suggestions: [expect.objectContaining({ from: 'model', text: 'M. […], a reçu mardi', confidence: 30 })],
    refused: 1,
  });
  expect(helped['drafts']).toEqual(plain['drafts']);
});
