import { expect, test } from 'vitest';
import { httpAid } from './http-aid.ts';
import { judgeSuggestions, type ReadingAid } from './reading-aid.ts';

const text =
  "Madrid, 4 avril 2030. Le ministre espagnol de l'Intérieur, M. Álvaro Cid, a rencontré son homologue marocain. Les équipes de M. Cid prépareront un plan commun.";

/** An aid that answers what it is given. */
const double = (answer: unknown): ReadingAid => ({ suggest: async () => answer });

const judged = async (answer: unknown) => judgeSuggestions(text, await double(answer).suggest(text, 'fr'));

test('[IN10] a suggestion must quote the text to the letter, is marked and weak, and has its names withheld', async () => {
  const { suggestions, refused } = await judged({
    suggestions: [
      { kind: 'commitment', quote: 'Les équipes de M. Cid prépareront un plan commun' },
      { kind: 'commitment', quote: 'prépareront un plan secret' },
      { kind: 'commitment', quote: 'quipes de M. Cid' },
      { kind: 'arrest', quote: 'un plan commun' },
      { kind: 'intention', quote: 'le'.repeat(400) },
      'nonsense',
      null,
    ],
  });
  expect(suggestions).toEqual([
    {
      from: 'model',
      kind: 'commitment',
      text: 'Les équipes de M. […] prépareront un plan commun',
      span: { start: text.indexOf('Les équipes'), end: text.length - 1 },
      confidence: 30,
    },
  ]);
  expect(refused).toBe(6);
});

test.each([[undefined], [null], [[]], ['text'], [{ suggestions: 'many' }], [{ suggestions: [{}] }]])(
  '[IN10] an answer of another form suggests nothing: %j',
  async (answer) => {
    expect((await judged(answer)).suggestions).toEqual([]);
  },
);

test('[IN10] no more than 64 suggestions are taken', async () => {
  const many = { suggestions: Array.from({ length: 1000 }, () => ({ kind: 'intention', quote: 'plan commun' })) };
  const { suggestions, refused } = await judged(many);
  expect([suggestions.length, refused]).toEqual([64, 936]);
});

const answering = (response: () => Response) => async (): Promise<Response> => response();

test.each(['https://model.example/v1', 'ftp://127.0.0.1/x', 'not a url', 'http://127.0.0.1.example/'])(
  '[IN10] a model elsewhere is refused: %s',
  (url) => {
    expect(() => httpAid({ url, timeoutMs: 10, fetch: answering(() => Response.json({})) })).toThrow(
      expect.objectContaining({ code: 'intake-model-address' }),
    );
  },
);

test('[IN10] an aid on this machine is asked with the text and answers what it answers', async () => {
  const asked: unknown[] = [];
  const aid = httpAid({
    url: 'http://127.0.0.1:8080/suggest',
    timeoutMs: 1000,
    fetch: async (_url, init) => {
      asked.push(JSON.parse(String(init.body)), init.redirect);
      return Response.json({ suggestions: [] });
    },
  });
  expect(await aid.suggest(text, 'fr')).toEqual({ suggestions: [] });
  expect(asked).toEqual([expect.objectContaining({ text, language: 'fr' }), 'error']);
});

test.each([
  ['an error', () => new Response('no', { status: 503 })],
  ['no JSON', () => new Response('<html>')],
  ['too much', () => new Response('x'.repeat(300_000))],
])('[IN10] %s of the model is intake-model', async (_name, response) => {
  const aid = httpAid({ url: 'http://localhost:8080/', timeoutMs: 1000, fetch: answering(response) });
  await expect(aid.suggest(text, 'fr')).rejects.toMatchObject({ code: 'intake-model' });
});
