import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs, defaultTempo } from './backoff.ts';
import { type LinkEvent, type LinkPhase, linkTable } from './link-table.ts';
import { type LogEvent, type LogPhase, logTable } from './log-table.ts';
import { type Position, step, type Table } from './machine.ts';
import { summarise } from './summary.ts';

const seed = 20300613;
const linkEvents = Object.keys(linkTable.connecting) as readonly LinkEvent[];
const logEvents = Object.keys(logTable.opening) as readonly LogEvent[];

function expectTotal<S extends string, E extends string, F extends string>(table: Table<S, E, F>, events: readonly E[]): void {
  for (const [state, row] of Object.entries(table)) expect([state, Object.keys(row as object).sort()]).toEqual([state, [...events].sort()]);
}

test('[EX7.3] both transition tables are total', () => {
  expectTotal(linkTable, linkEvents);
  expectTotal(logTable, logEvents);
  expect(linkEvents).toHaveLength(9);
  expect(logEvents).toHaveLength(9);
});

test('[EX7.3] waits grow to the cap, are jittered and never pass it', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.double({ min: 0, max: 0.999999, noNaN: true }), (attempt, random) => {
      const full = Math.min(defaultTempo.capMs, defaultTempo.baseMs * 2 ** attempt);
      const wait = backoffMs(attempt, defaultTempo, random);
      expect(wait).toBeGreaterThanOrEqual(Math.floor(full / 2));
      expect(wait).toBeLessThanOrEqual(30_000);
    }),
    { seed },
  );
});

/** What a link may own, told from the effects alone; the machine must never own two sessions or wait for nothing. */
interface LinkModel {
  session: boolean;
  waiting: boolean;
}

test('[I11] no sequence of events leaves a link silent for good', () => {
  const events = fc.array(
    fc.record({ event: fc.constantFrom(...linkEvents), gap: fc.nat(40_000), random: fc.double({ min: 0, max: 0.99, noNaN: true }) }),
    {
      maxLength: 60,
    },
  );
  fc.assert(
    fc.property(events, (inputs) => {
      let position: Position<LinkPhase> = { state: 'stopped', attempt: 0, sinceMs: 0 };
      const model: LinkModel = { session: false, waiting: false };
      let nowMs = 0;
      for (const { event, gap, random } of inputs) {
        nowMs += gap;
        if (event === 'elapsed' && !model.waiting) continue;
        if (event === 'elapsed') model.waiting = false;
        const result = step(linkTable, position, { event, nowMs, random, tempo: defaultTempo });
        for (const effect of result.effects) {
          if (effect === 'connect') {
            expect(model.session).toBe(false);
            model.session = true;
          }
          if (effect === 'close') model.session = false;
          if (effect === 'list') expect(model.session).toBe(true);
        }
        if (result.wait === 'none') model.waiting = false;
        if (typeof result.wait === 'number') {
          expect(result.wait).toBeGreaterThan(0);
          expect(result.wait).toBeLessThanOrEqual(30_000);
          model.waiting = true;
        }
        position = result.position;
        expect(model.waiting).toBe(position.state !== 'stopped');
        expect(model.session).toBe(['connecting', 'listing', 'following'].includes(position.state));
      }
    }),
    { seed, numRuns: 500 },
  );
});

test('[EX7.2] a log opens one stream at a time and is asked again as long as it is wanted', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...logEvents), { maxLength: 60 }), (events) => {
      let position: Position<LogPhase> = { state: 'stopped', attempt: 0, sinceMs: 0 };
      let streams = 0;
      let waiting = false;
      for (const event of events) {
        if (event === 'elapsed' && !waiting) continue;
        if (event === 'elapsed') waiting = false;
        const result = step(logTable, position, { event, nowMs: 0, random: 0.5, tempo: defaultTempo });
        for (const effect of result.effects) streams = effect === 'open' ? streams + 1 : 0;
        if (result.wait !== undefined) waiting = result.wait !== 'none';
        position = result.position;
        expect(streams).toBe(position.state === 'opening' || position.state === 'following' ? 1 : 0);
        if (position.state === 'stopped' || position.state === 'following') expect(waiting).toBe(false);
        else expect(waiting).toBe(true);
      }
    }),
    { seed, numRuns: 500 },
  );
});

test('[EX7.3] a link that stood begins its waits anew, one that flaps does not', () => {
  const after = (stoodMs: number): number => {
    const position: Position<LinkPhase> = { state: 'following', attempt: 6, sinceMs: 0 };
    return step(linkTable, position, { event: 'failed', nowMs: stoodMs, random: 0, tempo: defaultTempo }).position.attempt;
  };
  expect(after(20_000)).toBe(1);
  expect(after(500)).toBe(7);
});

test('[I11 EX7.7] the worst lane is what officers see', () => {
  const up = { phase: 'following', code: undefined, slow: false } as const;
  expect(summarise([up, up])).toEqual({ state: 'up' });
  expect(summarise([up, { ...up, phase: 'backing-off', code: 'link-lost' }])).toEqual({ state: 'down', code: 'link-lost' });
  expect(summarise([{ ...up, slow: true }, up])).toEqual({ state: 'slow' });
  expect(
    summarise([
      { ...up, phase: 'frozen', code: 'fork' },
      { ...up, phase: 'backing-off' },
    ]),
  ).toEqual({ state: 'refused', code: 'fork' });
});
