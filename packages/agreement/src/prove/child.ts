import { text } from 'node:stream/consumers';
import type { Agreement } from '../document.ts';
import { examine } from './examine.ts';

/** What the parent writes to the standard input; one JSON value, then the end. */
export interface Task {
  readonly agreement: Agreement;
  readonly solver: boolean;
  readonly deadlineMs: number;
}

// NOTE: z3 leaves threads behind that never end, so this process must end by itself, and does so even if its parent is gone.
const task = JSON.parse(await text(process.stdin)) as Task;
setTimeout(() => process.exit(3), task.deadlineMs);
const findings = await examine(task.agreement, { solver: task.solver });
process.stdout.write(`${JSON.stringify(findings)}\n`, () => process.exit(0));
