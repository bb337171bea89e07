import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ApiSession } from './api-client.ts';
import { cut } from './script/cut.ts';
import { match } from './script/match.ts';
import { opening } from './script/opening.ts';
import type { Side, Step } from './script/steps.ts';

/** Where the two nodes answer, and how the script is played. */
export interface PlayOptions {
  readonly root: string;
  readonly bases: Readonly<Record<Side, string>>;
  readonly paceMs: number;
  /** File that remembers how far the script was played, so that a second start goes on and repeats nothing. */
  readonly progressFile: string;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

const script: readonly Step[] = [...opening, ...match, ...cut];

interface Progress {
  readonly next: number;
  readonly names: Readonly<Record<string, { readonly id: string; readonly subject: string }>>;
}

/** Plays the match day from where it stopped. Every record carries an idempotency key, so that a step cut off by a stop is not put twice. */
export async function playMatchDay(options: PlayOptions): Promise<void> {
  const progress = await readProgress(options.progressFile);
  const names = new Map(Object.entries(progress.names));
  if (progress.next >= script.length) return;
  const player = new Player(options, names);
  await player.open();
  for (let at = progress.next; at < script.length && !options.signal.aborted; at++) {
    const step = script[at];
    if (step === undefined) break;
    await player.act(step, at);
    await writeFile(options.progressFile, JSON.stringify({ next: at + 1, names: Object.fromEntries(names) } satisfies Progress));
    await wait(step.kind === 'link' ? 200 : options.paceMs, undefined, { signal: options.signal }).catch(() => undefined);
  }
  if (!options.signal.aborted) options.say('the match day is over; the nodes go on, open a console and work');
}

async function readProgress(file: string): Promise<Progress> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? { next: 0, names: {} } : (JSON.parse(text) as Progress);
}

class Player {
  readonly #options: PlayOptions;
  readonly #names: Map<string, { id: string; subject: string }>;
  readonly #sessions = new Map<string, ApiSession>();

  constructor(options: PlayOptions, names: Map<string, { id: string; subject: string }>) {
    this.#options = options;
    this.#names = names;
  }

  async open(): Promise<void> {
    for (const by of ['ma', 'gb'] as const) {
      for (const user of ['duty', 'liaison', 'release'])
        this.#sessions.set(`${by}/${user}`, await ApiSession.open(this.#options.bases[by], user));
    }
  }

  async act(step: Step, at: number): Promise<void> {
    switch (step.kind) {
      case 'put':
        return this.#put(step, at);
      case 'withdraw':
        return this.#expect(
          step,
          await this.#session(step.by, 'release').post(
            `/api/v1/records/${encodeURIComponent(this.#idOf(step.target))}/withdraw`,
            { reason: step.reason },
            key(at),
          ),
        );
      case 'cap':
        return this.#cap(step);
      case 'link':
        return this.#expect(step, await this.#session(step.by, 'duty').post(`/api/v1/links/${step.partner}`, { up: step.up }));
      case 'pause':
        this.#options.say(step.say);
        await wait(step.ms * Math.min(1, this.#options.paceMs / 1500), undefined, { signal: this.#options.signal }).catch(() => undefined);
    }
  }

  async #put(step: Extract<Step, { kind: 'put' }>, at: number): Promise<void> {
    const record = step.record(this.#names);
    const answer = await this.#session(step.by, step.user).post('/api/v1/records', record, key(at));
    const { id, subject } = answer.body as { id?: string; subject?: string };
    if (step.name !== undefined && id !== undefined && subject !== undefined) this.#names.set(step.name, { id, subject });
    this.#expect({ ...step, say: `${record.type}: ${step.say}` }, answer);
  }

  async #cap(step: Extract<Step, { kind: 'cap' }>): Promise<void> {
    const xml = await readFile(join(this.#options.root, step.file), 'utf8');
    this.#expect(step, await this.#session(step.by, 'duty').post('/gateways/cap/alerts', xml, { 'content-type': 'application/cap+xml' }));
  }

  #expect(
    step: { readonly by: Side; readonly say: string },
    answer: { readonly status: number; readonly body: Readonly<Record<string, unknown>> },
  ): void {
    const who = step.by === 'ma' ? 'ma.police' : 'gb.police';
    const problem =
      answer.status >= 400 ? `  [${answer.status} ${String(answer.body['code'] ?? '')} ${String(answer.body['detail'] ?? '')}]` : '';
    this.#options.say(`${who}  ${step.say}${problem}`);
  }

  #session(by: Side, user: string): ApiSession {
    const session = this.#sessions.get(`${by}/${user}`);
    if (session === undefined) throw new TypeError(`no session of ${user} at ${by}`);
    return session;
  }

  #idOf(name: string): string {
    const found = this.#names.get(name);
    if (found === undefined) throw new TypeError(`the script withdraws ${name} before it was put`);
    return found.id;
  }
}

function key(at: number): Readonly<Record<string, string>> {
  return { 'idempotency-key': `script-step-${at}` };
}

/** How many records the script puts, for tests and for the first line. */
export const scriptedRecords = script.filter((step) => step.kind === 'put' || step.kind === 'cap' || step.kind === 'withdraw').length;
