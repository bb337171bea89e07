import { text } from 'node:stream/consumers';
import type { Agreement } from '../document.ts';
import { compare } from './compare.ts';

interface DiffTask {
  readonly a: Agreement;
  readonly b: Agreement;
  readonly solver: boolean;
  readonly deadlineMs: number;
}

// NOTE: z3 leaves threads behind that never end, so this process must end by itself, and does so even if its parent is gone.
const task = JSON.parse(await text(process.stdin)) as DiffTask;
setTimeout(() => process.exit(3), task.deadlineMs);
const findings = await compare(task.a, task.b, { solver: task.solver });
process.stdout.write(`${JSON.stringify(findings)}\n`, () => process.exit(0));
