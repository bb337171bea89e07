export type { LeakRun } from './leak-run.ts';
export { runLeakTest } from './leak-run.ts';
