export type { Settings } from './clocks/amount.ts';
export type { ClockEnd, ClockView, Firing, Progress, Told } from './clocks/clock.ts';
export { ClockBook } from './clocks/clock-book.ts';
export { codes } from './codes.ts';
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
export type { ActAnswer, Consequence, Derived, FallenSource, Measure, Reached } from './derivation/derivation-book.ts';
export { DerivationBook } from './derivation/derivation-book.ts';
export type { Act, ActRelation } from './fate.ts';
export { Acts } from './fate.ts';
export { alike, differences } from './fold/compare.ts';
export { SubjectFold } from './fold/subject-fold.ts';
export type {
  Divergence,
  MergedUnit,
  MergedValue,
  RecordStanding,
  Standing,
  StatedUnit,
  Statement,
  SubjectView,
  TypeView,
} from './fold/view.ts';
export type { Ladder, LadderStep } from './ladder/ladder-book.ts';
export { LadderBook } from './ladder/ladder-book.ts';
export type { LadderInput, LadderState } from './ladder/table.ts';
export { ladderInputs, ladderStates, ladderTable } from './ladder/table.ts';
export { mentionsOf } from './mentions.ts';
export type { Path } from './path.ts';
export { valueAt, valuesAt } from './path.ts';
export type { Said } from './said.ts';
export { bySaying, saidMs } from './said.ts';
export type { Asked } from './triggers/ask-book.ts';
export { AskBook } from './triggers/ask-book.ts';
export type { Cluster } from './triggers/cluster-book.ts';
export { ClusterBook } from './triggers/cluster-book.ts';
export type { Reaching } from './triggers/threshold.ts';
export { reachedLimits } from './triggers/threshold.ts';
