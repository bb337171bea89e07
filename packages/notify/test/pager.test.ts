import { type DeskPaging, MemoryAdapter, Pager, type Unpaged } from '@wasl/notify';
import type { DeskId } from '@wasl/record';
import { expect, test } from 'vitest';

const ops = 'ma.police/ops' as DeskId;
const desks: readonly DeskPaging[] = [
  {
    desk: ops,
    language: 'en',
    timeZone: 'Africa/Casablanca',
    steps: [
      { afterSeconds: 0, adapter: 'sms', to: '+212600000000' },
      { afterSeconds: 60, adapter: 'mail', to: 'deputy@police.example' },
    ],
  },
];

/** A clock whose timers run when the test moves it. */
class Clock {
  ms = Date.parse('2030-06-14T20:00:00Z');
  #timers: { at: number; run: () => void }[] = [];
  nowMs() {
    return this.ms;
  }
  after(delay: number, run: () => void) {
    const timer = { at: this.ms + delay, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }
  async advance(ms: number) {
    const end = this.ms + ms;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const next = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((one) => one !== next);
      this.ms = Math.max(this.ms, next.at);
      next.run();
    }
    this.ms = end;
  }
}

test('[NT13] the pager sends, hands over, and reports what nobody could be told; a restart goes on from what it kept', async () => {
  const clock = new Clock();
  const [sms, mail] = [new MemoryAdapter('sms'), new MemoryAdapter('mail')];
  const unpaged: Unpaged[] = [];
  let kept: string | undefined;
  const make = (adapters: readonly MemoryAdapter[]) =>
    new Pager({
      desks,
      adapters,
      clock,
      keep: (text) => {
        kept = text;
      },
      unpaged: (what) => unpaged.push(what),
      ...(kept === undefined ? {} : { saved: kept }),
    });
  const first = make([sms, mail]);
  first.open({ key: 'r1', desk: ops, waiting: 'acknowledge', urgent: true, sinceMs: clock.ms });
  await clock.advance(1000);
  expect(sms.sent).toEqual([{ address: '+212600000000', text: 'Wasl: URGENT: 1 item to acknowledge' }]);
  await first.stop();
  const second = make([sms, mail]);
  await clock.advance(60_000);
  expect(mail.sent).toHaveLength(1);
  expect(second.states()).toMatchObject([{ key: 'r1', state: 'paged', sent: 2 }]);
  second.close('r1');
  await second.stop();
  // Without any adapter an escalation is an alarm at once.
  const third = make([]);
  third.open({ key: 'r2', desk: ops, waiting: 'acknowledge', urgent: true, sinceMs: clock.ms });
  await clock.advance(1000);
  expect(unpaged).toMatchObject([{ desk: ops, keys: ['r2'] }]);
  await third.stop();
});
