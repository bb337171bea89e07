import type { Json, Mode, SubjectId } from '@wasl/record';
import { amountOf, type Settings } from '../clocks/amount.ts';
import { fail } from '../codes.ts';
import { meets } from '../condition.ts';
import type { AskRule, Declarations } from '../declaration.ts';
import type { SubjectView, TypeView } from '../fold/view.ts';
import type { Said } from '../said.ts';

/** A question that is to be put (again). `asked` counts from 1. */
export interface Asked {
  readonly trigger: string;
  readonly type: string;
  readonly subject: SubjectId;
  readonly mode: Mode;
  readonly asked: number;
  readonly sinceMs: number;
  /** What stands at the rule's desk path, if it has one. */
  readonly desk: Json | undefined;
  /** Whose statements the question is about. */
  readonly agencies: readonly string[];
}

interface Open {
  readonly subject: SubjectId;
  readonly mode: Mode;
  readonly type: string;
  readonly rule: AskRule;
  readonly everyMs: number;
  readonly desk: Json | undefined;
  readonly agencies: readonly string[];
  sinceMs: number;
  asked: number;
}

/**
 * Questions that are put again while a condition holds. The first comes one period after the condition was first seen to hold; a period that
 * passed unseen is not made up for. `state()` is what must survive a restart.
 */
export class AskBook {
  readonly #declarations: Declarations;
  readonly #settings: Settings;
  readonly #open = new Map<string, Open>();
  readonly #kept = new Map<string, readonly [sinceMs: number, asked: number]>();

  constructor(of: { readonly declarations: Declarations; readonly settings?: Settings; readonly state?: Json }) {
    this.#declarations = of.declarations;
    this.#settings = of.settings ?? (() => undefined);
    for (const [key, kept] of parseState(of.state ?? {})) this.#kept.set(key, kept);
  }

  /** Looks at a subject as it stands now: opens questions whose condition holds, closes those whose condition does not. */
  look(view: SubjectView, nowMs: number): void {
    for (const part of view.types) {
      for (const rule of this.#declarations.get(part.type)?.triggers ?? []) {
        if (rule.kind === 'ask') this.#lookAt(rule, { view, part, nowMs });
      }
    }
  }

  /** Questions whose time has come, oldest first; each is put once a period. */
  fire(nowMs: number): readonly Asked[] {
    const fired: { readonly atMs: number; readonly key: string; readonly asked: Asked }[] = [];
    for (const [key, open] of this.#open) {
      const periods = Math.floor((nowMs - open.sinceMs) / open.everyMs);
      if (periods <= open.asked) continue;
      const atMs = open.sinceMs + (open.asked + 1) * open.everyMs;
      open.asked = periods;
      this.#kept.set(key, [open.sinceMs, periods]);
      const { rule, type, subject, mode, sinceMs, desk, agencies } = open;
      fired.push({ atMs, key, asked: { trigger: rule.trigger, type, subject, mode, asked: periods, sinceMs, desk, agencies } });
    }
    return fired.sort((a, b) => a.atMs - b.atMs || (a.key < b.key ? -1 : 1)).map(({ asked }) => asked);
  }

  /** When the next question is to be put. */
  nextMs(): number | undefined {
    const times = [...this.#open.values()].map((open) => open.sinceMs + (open.asked + 1) * open.everyMs);
    return times.length === 0 ? undefined : times.reduce((a, b) => Math.min(a, b));
  }

  /** Questions that stand open, whether put yet or not. */
  open(): readonly Asked[] {
    return [...this.#open]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { rule, type, subject, mode, asked, sinceMs, desk, agencies }]) => ({
        trigger: rule.trigger,
        type,
        subject,
        mode,
        asked,
        sinceMs,
        desk,
        agencies,
      }));
  }

  state(): Json {
    return Object.fromEntries(
      [...this.#kept].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, [sinceMs, asked]]) => [key, [sinceMs, asked]]),
    );
  }

  #lookAt(rule: AskRule, of: { readonly view: SubjectView; readonly part: TypeView; readonly nowMs: number }): void {
    const { view, part, nowMs } = of;
    const key = `${view.mode}/${view.subject}/${part.type}/${rule.trigger}`;
    const fields = Object.fromEntries(part.merged.map(({ unit, value }) => [unit, value]));
    if (!meets(rule.when, fields)) {
      this.#open.delete(key);
      this.#kept.delete(key);
      return;
    }
    const said = { type: part.type, mode: view.mode, subject: view.subject, fields } as unknown as Said;
    const everyMs = Math.max(1000, (amountOf(rule.everySeconds, { said, row: undefined, settings: this.#settings }) ?? 600) * 1000);
    const before = this.#kept.get(key) ?? ([nowMs, 0] as const);
    this.#kept.set(key, before);
    this.#open.set(key, {
      ...{ subject: view.subject, mode: view.mode, type: part.type, rule, everyMs, sinceMs: before[0], asked: before[1] },
      desk: rule.desk === undefined ? undefined : fields[rule.desk],
      agencies: part.statements.map(({ agency }) => agency),
    });
  }
}

function parseState(input: Json): readonly (readonly [string, readonly [number, number]])[] {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw fail('engine-state', 'questions are not an object');
  return Object.entries(input).map(([key, value]) => {
    const [sinceMs, asked] = Array.isArray(value) ? (value as readonly Json[]) : [];
    if (typeof sinceMs !== 'number' || typeof asked !== 'number')
      throw fail('engine-state', `question ${key.slice(0, 120)} is not [since, asked]`);
    return [key, [sinceMs, asked]] as const;
  });
}
