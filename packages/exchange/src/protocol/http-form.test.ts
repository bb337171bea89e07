import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeHeads, encodeHint, encodeLogs, parseHeads, parseHint, parseLogs } from './bodies.ts';
import { acceptsStream, parsePath, paths, streamMediaType } from './media.ts';
import { encodeProblem, parseProblem, statusOfRefusal } from './problem.ts';

const seed = 20300613;

test('[EX2.4] every path that is built is taken back', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((text) => text.isWellFormed()),
      fc.nat(),
      (origin, from) => {
        expect(parsePath(paths.stream(origin, from))).toEqual({ ok: true, value: { route: 'stream', origin, from } });
        expect(parsePath(paths.receipts(origin))).toEqual({ ok: true, value: { route: 'receipts', origin } });
        expect(parsePath(paths.checkpoint(origin))).toEqual({ ok: true, value: { route: 'checkpoint', origin } });
      },
    ),
    { seed, numRuns: 200 },
  );
  expect(parsePath(paths.attachment('abc_-9', 4))).toEqual({ ok: true, value: { route: 'attachment', root: 'abc_-9', index: 4 } });
});

test('[EX2.4] a path of another version is refused by its own code', () => {
  expect(parsePath('/v2/logs')).toMatchObject({ ok: false, reason: { code: 'exchange-version-unknown' } });
  expect(acceptsStream(streamMediaType)).toBe(true);
  expect(acceptsStream('application/vnd.wasl.exchange.v2+ndjson')).toBe(false);
});

test('[EX2.4] a cursor is a tree size in plain digits', () => {
  for (const from of ['', '-1', '01', '1e3', '99999999999999999', ' 1']) {
    expect(parsePath(`/v1/logs/x/stream?from=${from}`)).toMatchObject({ ok: false });
  }
  expect(parsePath('/v1/logs/x/stream')).toMatchObject({ ok: false, reason: { code: 'cursor-invalid' } });
});

test('[BY3] no path throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (path) => typeof parsePath(`/v1/logs/${path}`).ok === 'boolean'),
    { seed },
  );
  expect(parsePath('/v1/logs/%ZZ/stream?from=0').ok).toBe(false);
  expect(parsePath(`/v1/logs/${'a'.repeat(2000)}/stream?from=0`).ok).toBe(false);
});

test('[EX2.5] a cursor above the size is 409 with the size, one below the minimum 410 with the compact range', () => {
  const ahead = encodeProblem({ code: 'log-ahead', message: 'm', details: { size: 12 } });
  expect(ahead).toEqual({ status: 409, mediaType: 'text/x.tlog.size', body: '12\n' });
  expect(parseProblem({ ...ahead, code: 'log-ahead' })).toMatchObject({ code: 'log-ahead', details: { size: 12 } });
  const pruned = encodeProblem({ code: 'log-pruned', message: 'gone', details: { minimum: 5, range: 'abc' } });
  expect(pruned.status).toBe(410);
  expect(parseProblem({ ...pruned, code: 'log-pruned' })).toEqual({
    code: 'log-pruned',
    message: 'gone',
    details: { minimum: 5, range: 'abc' },
  });
});

test('[EX2.5] a refusal without a known status is a denial', () => {
  expect(statusOfRefusal('agreement-suspended')).toBe(403);
  expect(statusOfRefusal('link-rate-limited')).toBe(429);
  expect(statusOfRefusal('store-busy', () => 503)).toBe(503);
});

test('[BY3] an answer of any bytes gives a refusal with a code', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 30 }),
      fc.string({ maxLength: 30 }),
      fc.string({ unit: 'binary', maxLength: 60 }),
      (code, mediaType, body) => {
        expect(parseProblem({ status: 418, code, mediaType, body }).code).toMatch(/^[a-z][a-z0-9-]*$/);
      },
    ),
    { seed },
  );
  expect(parseProblem({ status: 409, code: 'log-ahead', mediaType: 'text/x.tlog.size', body: '1e9' })).toMatchObject({ details: {} });
});

test('[BY3] lists of logs and heads are taken back and malformed ones refused by code', () => {
  const logs = [{ origin: 'o', descriptor: '{}', checkpoint: 'c\n' }];
  expect(parseLogs(encodeLogs(logs))).toEqual(logs);
  const heads = [{ origin: 'o', checkpoint: 'c\n' }];
  expect(parseHeads(encodeHeads(heads))).toEqual(heads);
  expect(parseHint(encodeHint({ origin: 'o' }))).toEqual({ origin: 'o' });
  for (const body of ['', '[]', '{"logs":1}', '{"logs":[{"origin":1}]}', '{"logs":[[]]}']) expect(() => parseLogs(body)).toThrow();
  expect(() => parseLogs('{"logs":[{"origin":"o"}]}')).toThrow(expect.objectContaining({ code: 'body-malformed' }));
});
