import type { Json } from '@wasl/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bySaying, ClockBook, type Said } from '../src/index.ts';
import { at, declare, say, zeroMs } from './saying.ts';

const declarations = declare({
  ask: {
    clocks: [
      {
        clock: 'answer',
        desk: 'to',
        due: { after: { path: 'seconds' } },
        stops: [{ rel: 'answers', by: 'agency', when: ['in', 'state', ['yes']] }],
        pauses: { by: { rel: 'answers', by: 'agency', when: ['in', 'state', ['unclear']] }, resumedBy: 'concerns' },
        warns: [50],
        escalates: { desks: 'ladder', last: 'issuer' },
        repeats: 100,
      },
    ],
  },
});
const asker = 'ma.police/ops';
const asked = 'gb.police/ops';

interface Told {
  readonly key: string;
  readonly what: string;
}

/** The plain model: second by second over the whole set of records, with a list of what was told. */
class Plain {
  readonly told = new Map<string, Set<string>>();

  tick(records: readonly Said[], now: number): readonly Told[] {
    const found: (Told & { readonly at: number })[] = [];
    for (const said of records) {
      if (said.type !== 'ask') continue;
      const key = `${said.id}/answer/0`;
      if (this.#over(said, records)) continue;
      const told = this.told.get(key) ?? new Set<string>();
      this.told.set(key, told);
      const seconds = said.fields['seconds'] as number;
      const ladder = (said.fields['ladder'] as readonly string[]).length;
      const rung = seconds;
      const steps: [string, number][] = [
        ['warn', seconds / 2],
        ...Array.from({ length: ladder + 1 }, (_, i): [string, number] => [`step${i}`, seconds + i * rung]),
      ];
      const times = steps.map(([name, active]) => [name, this.#wall(said, records, { active, now })] as const);
      const due = times[1]?.[1];
      let all = true;
      for (const [name, time] of times) {
        if (told.has(name)) continue;
        if (time === undefined) {
          all = false;
          break;
        }
        told.add(name);
        if (name !== 'warn' || due === undefined) found.push({ key, what: name, at: time });
      }
      if (!all) continue;
      let next: number | undefined;
      for (let n = 1; ; n += 1) {
        const time = this.#wall(said, records, { active: seconds + ladder * rung + n * 100, now });
        if (time === undefined) break;
        if (told.has(`repeat${n}`)) continue;
        for (let k = 1; k <= n; k += 1) told.add(`repeat${k}`);
        next ??= time;
      }
      if (next !== undefined) found.push({ key, what: 'repeat', at: next });
    }
    return found.sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ key, what }) => ({ key, what }));
  }

  #acts(said: Said, records: readonly Said[], rel: string): boolean {
    return records.some((one) => one.issuer === said.issuer && one.refs.some((ref) => ref.rel === rel && ref.id === said.id));
  }

  #answers(said: Said, records: readonly Said[], state: string): readonly Said[] {
    return records.filter(
      (one) =>
        one.issuer === 'gb.police' &&
        (one.fields['state'] === state || this.#acts(one, records, 'erases')) &&
        one.refs.some((ref) => ref.rel === 'answers' && ref.id === said.id) &&
        !this.#acts(one, records, 'withdraws'),
    );
  }

  #over(said: Said, records: readonly Said[]): boolean {
    return this.#acts(said, records, 'withdraws') || this.#acts(said, records, 'erases') || this.#answers(said, records, 'yes').length > 0;
  }

  /** The first second not after now at which the clock has run so long, counted second by second. */
  #wall(said: Said, records: readonly Said[], of: { active: number; now: number }): number | undefined {
    const pauses = this.#answers(said, records, 'unclear').map((pause) => {
      const ends = records
        .filter(
          (one) =>
            one.issuer === said.issuer &&
            one.refs.some((ref) => ref.rel === 'concerns' && ref.id === pause.id) &&
            !this.#acts(one, records, 'withdraws'),
        )
        .map((one) => secondOf(one));
      return [secondOf(pause), ends.length === 0 ? Number.POSITIVE_INFINITY : Math.max(secondOf(pause), Math.min(...ends))] as const;
    });
    let ran = 0;
    for (let t = secondOf(said); t <= of.now; t += 1) {
      if (ran >= of.active) return t;
      if (!pauses.some(([from, to]) => from <= t && t < to)) ran += 1;
    }
    return undefined;
  }
}

function secondOf(said: Said): number {
  return (Number(said.hlc.slice(0, 13)) - zeroMs) / 1000;
}

const ask = fc.record({
  kind: fc.constant('ask' as const),
  s: fc.integer({ min: 0, max: 60 }),
  seconds: fc.integer({ min: 1, max: 60 }).map((n) => n * 2),
  rungs: fc.integer({ min: 1, max: 2 }),
});
const reply = fc.record({
  kind: fc.constant('reply' as const),
  s: fc.integer({ min: 0, max: 300 }),
  by: fc.constantFrom(asker, asked),
  rel: fc.constantFrom('answers' as const, 'concerns' as const, 'withdraws' as const, 'erases' as const),
  to: fc.nat(15),
  state: fc.constantFrom('yes', 'unclear', 'unclear', 'no'),
});
const tick = fc.record({ kind: fc.constant('tick' as const), by: fc.integer({ min: 1, max: 200 }) });
const restart = fc.record({ kind: fc.constant('restart' as const), reverse: fc.boolean() });
const commands = fc.array(
  fc.oneof(
    { arbitrary: ask, weight: 3 },
    { arbitrary: reply, weight: 4 },
    { arbitrary: tick, weight: 4 },
    { arbitrary: restart, weight: 1 },
  ),
  {
    minLength: 2,
    maxLength: 24,
  },
);

test('[EN10] the clocks tell what a plain model tells, second by second, whatever the order, with restarts in between', () => {
  fc.assert(
    fc.property(commands, (list) => {
      let book = new ClockBook({ declarations });
      const plain = new Plain();
      const records: Said[] = [];
      let now = 0;
      for (const command of list) {
        if (command.kind === 'ask') {
          const ladder = Array.from({ length: command.rungs }, (_, i) => `gb.police/deputy${i}`);
          records.push(
            say(records.length, { type: 'ask', by: asker, s: command.s, fields: { to: asked, seconds: command.seconds, ladder } }),
          );
          book.add(records.at(-1) as Said);
        } else if (command.kind === 'reply') {
          const refs = command.to === records.length ? [] : ([[command.rel, command.to]] as const);
          records.push(say(records.length, { type: 'reply', by: command.by, s: command.s, fields: { state: command.state }, refs }));
          book.add(records.at(-1) as Said);
        } else if (command.kind === 'restart') {
          book = new ClockBook({ declarations, progress: JSON.parse(JSON.stringify(book.progress())) as Json });
          for (const said of command.reverse ? [...records].reverse() : [...records].sort(bySaying)) book.add(said);
        } else {
          now += command.by;
          const fired: Told[] = [];
          for (;;) {
            const some = book.fire(at(now), 2);
            fired.push(
              ...some.map(({ key, step, told }) => ({ key, what: step === 'repeat' || step === 'warn' ? step : `step${told.steps - 2}` })),
            );
            if (some.length < 2) break;
          }
          expect(fired).toEqual(plain.tick(records, now));
        }
      }
    }),
    { seed: 2030, numRuns: 1500 },
  );
});
