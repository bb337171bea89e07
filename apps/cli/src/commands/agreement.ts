import type { Command } from 'commander';
import type { Io } from '../io/io.ts';
import { addActivation } from './agreement/activation.ts';
import { addComparing } from './agreement/comparing.ts';
import { addDrafting } from './agreement/drafting.ts';
import { addReading } from './agreement/reading.ts';

/** `wasl agreement lint|explain|prove|diff|fill|draft|sign|canary|activate|install`. */
export function add(program: Command, io: Io): void {
  const agreement = program
    .command('agreement')
    .description('Read, check, prove, compare and sign arrangements, and bring them into force.')
    .addHelpText(
      'after',
      '\nWith --ceremony a command takes the step of that ceremony and writes what the partner must get: draft, prove, sign, canary, activate.',
    );
  addReading(agreement, io);
  addComparing(agreement, io);
  addDrafting(agreement, io);
  addActivation(agreement, io);
}
