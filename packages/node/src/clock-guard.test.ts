import { FakeClock } from '@wasl/testkit/federation';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ClockGuard } from './clock-guard.ts';

const minute = 60_000;

test('[EX8, EX8.1] a jump of more than five minutes is doubted either way, and the time goes on from before it', () => {
  for (const jump of [6 * minute, -6 * minute, 3650 * 86_400_000]) {
    const clock = new FakeClock();
    const guard = new ClockGuard(clock);
    const doubts: unknown[] = [];
    guard.onDoubt = (doubt) => doubts.push(doubt);
    const start = clock.nowMs();
    clock.advance(minute);
    clock.jump(jump);
    expect(guard.nowMs()).toBe(start + minute);
    expect(guard.doubt).toEqual({ cause: 'jump', driftMs: jump });
    clock.advance(minute);
    expect(guard.nowMs()).toBe(start + 2 * minute);
    clock.jump(-jump);
    expect(guard.doubt).toBeDefined();
    guard.confirm();
    expect(guard.doubt).toBeUndefined();
    expect(guard.nowMs()).toBe(clock.nowMs());
  }
});

test('[EX8.1] small corrections are followed, many small ones that sum up are not', () => {
  const clock = new FakeClock();
  const guard = new ClockGuard(clock);
  clock.jump(4 * minute);
  expect(guard.nowMs()).toBe(clock.nowMs());
  expect(guard.doubt).toBeUndefined();
  clock.jump(2 * minute);
  guard.nowMs();
  expect(guard.doubt?.cause).toBe('jump');
});

test('[EX8.1] at start a clock behind the last committed time, or a month ahead of it, is doubted; an ordinary downtime is not', () => {
  const clock = new FakeClock();
  const now = clock.nowMs();
  expect(new ClockGuard(clock).doubt).toBeUndefined();
  expect(new ClockGuard(clock, { lastMs: now - 20 * 86_400_000 }).doubt).toBeUndefined();
  expect(new ClockGuard(clock, { lastMs: now + 2 * minute }).doubt).toBeUndefined();
  const behind = new ClockGuard(clock, { lastMs: now + 60 * minute });
  expect([behind.doubt?.cause, behind.nowMs()]).toEqual(['start-behind', now + 60 * minute]);
  const ahead = new ClockGuard(clock, { lastMs: now - 40 * 86_400_000 });
  expect([ahead.doubt?.cause, ahead.nowMs()]).toEqual(['start-ahead', now - 40 * 86_400_000]);
  const kept = new ClockGuard(clock, { lastMs: now, doubt: { cause: 'jump', driftMs: 1 } });
  expect(kept.doubt?.cause).toBe('jump');
});

test('[EX8.1] whatever the wall clock does, the node’s time never goes behind what was committed, until an operator confirms', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ jump: fc.integer({ min: -1e9, max: 1e9 }), pass: fc.integer({ min: 0, max: 1e7 }) })), (steps) => {
      const clock = new FakeClock();
      const guard = new ClockGuard(clock);
      let committed = guard.nowMs();
      guard.committed(committed);
      for (const { jump, pass } of steps) {
        clock.jump(jump);
        clock.advance(pass);
        const now = guard.nowMs();
        expect(now).toBeGreaterThanOrEqual(committed);
        guard.committed(now);
        committed = now;
      }
    }),
    { seed: 8, numRuns: 200 },
  );
});
