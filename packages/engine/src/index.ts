export type { Condition, Fields } from './condition.ts';
export { meets } from './condition.ts';
export type {
  Amount,
  AskRule,
  By,
  ClockRule,
  ClusterRule,
  Declarations,
  Due,
  EngineDeclaration,
  LadderEvent,
  LadderRule,
  MergeRule,
  MoveRule,
  Near,
  Stop,
  ThresholdRule,
  TriggerRule,
} from './declaration.ts';
export { awaitedTypes, declaredPaths } from './declared-paths.ts';
export type { Path } from './path.ts';
export { valueAt, valuesAt } from './path.ts';
