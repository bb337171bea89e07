export type { LeakRun } from './leak-run.ts';
export { runLeakTest } from './leak-run.ts';
export type { OracleCase, OracleUnit, OracleVerdict } from './release-oracle.ts';
export { oracleDecide } from './release-oracle.ts';
