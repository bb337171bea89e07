import type { Condition } from './condition.ts';
import type { Amount, ClockRule, EngineDeclaration, Stop, TriggerRule } from './declaration.ts';
import type { Path } from './path.ts';

/** The paths of a declaration that are read from the type's own records: each must begin with a unit of the type, with `./` or with `.`. */
export function declaredPaths(declaration: EngineDeclaration): readonly Path[] {
  const { fold, mentions, derives, ladder, moves, clocks, triggers } = declaration;
  return [
    ...Object.keys(fold ?? {}),
    ...(mentions ?? []),
    ...(derives ?? []),
    ...(ladder === undefined ? [] : [ladder.desk, ...(ladder.rows === undefined ? [] : [ladder.rows])]),
    ...(moves === undefined ? [] : [moves.event, ...deskPath(moves.desk)]),
    ...(clocks ?? []).flatMap(clockPaths),
    ...(triggers ?? []).flatMap(triggerPaths),
  ];
}

/** Paths that a condition reads. */
function conditionPaths(condition: Condition): readonly Path[] {
  switch (condition[0]) {
    case 'all':
    case 'any':
      return condition[1].flatMap(conditionPaths);
    case 'not':
      return conditionPaths(condition[1]);
    case 'sum':
      return condition[1];
    default:
      return [condition[1]];
  }
}

function clockPaths(rule: ClockRule): readonly Path[] {
  const { due } = rule;
  return [
    ...(rule.rows === undefined ? [] : [rule.rows]),
    ...(rule.when === undefined ? [] : conditionPaths(rule.when)),
    ...deskPath(rule.desk),
    ...('after' in due ? [...amountPaths(due.after), ...(due.from === undefined ? [] : [due.from])] : []),
    ...('at' in due ? [due.at] : []),
    ...('before' in due ? [due.before, ...amountPaths(due.by)] : []),
    ...(rule.escalates?.desks === undefined ? [] : [rule.escalates.desks]),
    ...amountPaths(rule.repeats),
  ];
}

function triggerPaths(rule: TriggerRule): readonly Path[] {
  switch (rule.kind) {
    case 'ask':
      return [...conditionPaths(rule.when), ...amountPaths(rule.everySeconds), ...(rule.desk === undefined ? [] : [rule.desk])];
    case 'cluster':
      return [rule.place, rule.at, ...(rule.where === undefined ? [] : conditionPaths(rule.where))];
    case 'threshold':
      return [rule.rows, rule.measure, rule.limit, rule.tell];
  }
}

function deskPath(desk: Path | 'author'): readonly Path[] {
  return desk === 'author' ? [] : [desk];
}

function amountPaths(amount: Amount | undefined): readonly Path[] {
  if (typeof amount !== 'object') return [];
  if ('path' in amount) return [amount.path];
  return amount.key === undefined ? [] : [amount.key];
}

/** Types of other records that a declaration waits for: each must stand in the catalogue. */
export function awaitedTypes(declaration: EngineDeclaration): readonly string[] {
  const stops = (declaration.clocks ?? []).flatMap((rule): readonly Stop[] => [
    ...rule.stops,
    ...(rule.pauses === undefined ? [] : [rule.pauses.by]),
  ]);
  const measured = (declaration.triggers ?? []).flatMap((rule) => (rule.kind === 'threshold' ? Object.values(rule.measures) : []));
  return [...stops.flatMap((stop) => ('mentionedBy' in stop ? [stop.mentionedBy] : [])), ...measured.map(({ type }) => type)];
}
