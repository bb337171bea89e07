import { type AgencyId, agencyOf, type DeskId, isAgencyId, isDeskId, isInstant, type Json } from '@wasl/record';
import { meets } from '../condition.ts';
import type { ClockRule, Due } from '../declaration.ts';
import { valueAt, valuesAt } from '../path.ts';
import { type Said, saidMs } from '../said.ts';
import { amountOf, type Settings } from './amount.ts';
import type { Armed, Step, Told } from './clock.ts';

/** What arming asks of the outside: amounts that agreements set, and deputies that the roster knows. */
export interface Surroundings {
  readonly settings: Settings;
  readonly deputies: (desk: DeskId) => readonly DeskId[];
}

const maxRows = 64;
/** Rungs of a clock that was due before it was armed still stand apart, so that not everyone is told at once. */
const lateRungMs = 60_000;

/** The clocks that a record arms under one rule: none, one, or one for each row. */
export function arm(said: Said, rule: ClockRule, around: Surroundings): readonly Armed[] {
  const rows = rule.rows === undefined ? [undefined] : valuesAt(rule.rows, said.fields).slice(0, maxRows);
  return rows.flatMap((row, index) => {
    if (rule.when !== undefined && !meets(rule.when, said.fields, row)) return [];
    const who = turnOf(said, rule, row);
    const dueMs = dueOf(rule.due, { said, row, settings: around.settings });
    if (who === undefined || dueMs === undefined) return [];
    const startMs = saidMs(said);
    const periodMs = Math.max(0, dueMs - startMs);
    const repeat = rule.repeats === undefined ? undefined : amountOf(rule.repeats, { said, row, settings: around.settings });
    return [
      {
        key: `${said.id}/${rule.clock}/${index}`,
        said,
        rule,
        row: index,
        desk: who.desk,
        agency: who.agency,
        startMs,
        periodMs,
        steps: stepsOf(said, rule, { row, who, periodMs, around }),
        repeatMs: repeat === undefined ? undefined : Math.max(1000, repeat * 1000),
      },
    ];
  });
}

interface Turn {
  readonly desk: DeskId | undefined;
  readonly agency: AgencyId;
}

function turnOf(said: Said, rule: ClockRule, row: Json | undefined): Turn | undefined {
  if (rule.desk === 'author') return { desk: said.author, agency: said.issuer };
  const value = valueAt(rule.desk, said.fields, row);
  if (typeof value !== 'string') return undefined;
  if (isDeskId(value)) return { desk: value, agency: agencyOf(value) };
  return isAgencyId(value) ? { desk: undefined, agency: value } : undefined;
}

function dueOf(due: Due, of: { readonly said: Said; readonly row: Json | undefined; readonly settings: Settings }): number | undefined {
  const { said, row } = of;
  if ('after' in due) {
    const from = due.from === undefined ? saidMs(said) : instantAt(due.from, said, row);
    const seconds = amountOf(due.after, of);
    return from === undefined || seconds === undefined ? undefined : from + seconds * 1000;
  }
  if ('at' in due) {
    const code = valueAt(due.at, said.fields, row);
    const seconds = typeof code === 'string' && due.table !== undefined && Object.hasOwn(due.table, code) ? due.table[code] : undefined;
    return seconds === undefined ? instantAt(due.at, said, row) : saidMs(said) + seconds * 1000;
  }
  const before = instantAt(due.before, said, row);
  const seconds = amountOf(due.by, of);
  return before === undefined || seconds === undefined ? undefined : before - seconds * 1000;
}

function instantAt(path: string, said: Said, row: Json | undefined): number | undefined {
  const value = valueAt(path, said.fields, row);
  return typeof value === 'string' && isInstant(value) ? Date.parse(value) : undefined;
}

function stepsOf(
  said: Said,
  rule: ClockRule,
  of: { readonly row: Json | undefined; readonly who: Turn; readonly periodMs: number; readonly around: Surroundings },
): readonly Step[] {
  const { who, periodMs } = of;
  const turn: Told = who.desk === undefined ? { agency: who.agency, as: 'issuer' } : { desk: who.desk };
  const issuer: Told = { agency: said.issuer, as: 'issuer' };
  const warns = [...(rule.warns ?? [])]
    .sort((a, b) => a - b)
    .map((percent): Step => ({ at: Math.floor((periodMs * percent) / 100), step: 'warn', tell: [turn] }));
  if (rule.escalates === undefined) {
    const both = who.desk !== undefined && who.desk === said.author ? [turn] : [turn, issuer];
    return [...warns, { at: periodMs, step: 'due', tell: both }];
  }
  const rungs = rungsOf(said, rule.escalates.desks, of);
  const rungMs = periodMs > 0 ? periodMs : lateRungMs;
  const last: Told = { agency: said.issuer, as: rule.escalates.last };
  if (rungs.length === 0) return [...warns, { at: periodMs, step: 'last', tell: [turn, last] }];
  return [
    ...warns,
    ...rungs.map(
      (desk, i): Step => ({ at: periodMs + i * rungMs, step: i === 0 ? 'due' : 'escalate', tell: i === 0 ? [turn, { desk }] : [{ desk }] }),
    ),
    { at: periodMs + rungs.length * rungMs, step: 'last', tell: [last] },
  ];
}

function rungsOf(
  said: Said,
  path: string | undefined,
  of: { readonly row: Json | undefined; readonly who: Turn; readonly around: Surroundings },
): readonly DeskId[] {
  const named =
    path === undefined
      ? []
      : valuesAt(path, said.fields, of.row).filter((value): value is DeskId => typeof value === 'string' && isDeskId(value));
  if (named.length > 0 || of.who.desk === undefined) return named.slice(0, 16);
  return of.around.deputies(of.who.desk).slice(0, 16);
}
