import { lint } from '@wasl/agreement';
import { catalog } from '@wasl/catalog';
import type { Command } from 'commander';
import { plainJson } from '../../api/ordered.ts';
import { type ExplainOptions, explainAgreement } from '../../home/explain-agreement.ts';
import { loadAgreement } from '../../home/load-agreement.ts';
import { example } from '../../io/example.ts';
import { exitCodes, type Io } from '../../io/io.ts';

/** `wasl agreement lint|explain`. */
export function addReading(agreement: Command, io: Io): void {
  agreement
    .command('lint')
    .argument('<file>', 'arrangement')
    .description('Read it as a careful colleague would; errors must be mended before it is signed.')
    .addHelpText('after', example('wasl agreement lint examples/arrangements/major-events.json'))
    .action(async (file: string) => {
      const { document, placeholders } = await loadAgreement(file);
      const types = Object.fromEntries(
        Object.entries(catalog).map(([type, row]) => [
          type,
          {
            units: row.units.map((unit) => ({ name: unit.name, ...(unit.twin === undefined ? {} : { twin: unit.twin.name }) })),
            ...(row.migration === true ? { migration: true as const } : {}),
          },
        ]),
      );
      const findings = lint(document, { types });
      const bad = findings.some((finding) => finding.severity === 'error');
      const lines = findings.map((finding) => `${finding.severity} ${finding.path}: ${finding.sentence} (${finding.rule})`);
      const open =
        placeholders.length === 0 ? [] : [`note: the roots of ${placeholders.join(', ')} are still to be put in (wasl agreement fill)`];
      const said = [...lines, ...open];
      const text = [...(bad ? ['wasl: agreement-lint'] : []), ...(said.length === 0 ? ['nothing found'] : said)].join('\n');
      io.tell({
        text,
        json: plainJson({ findings, placeholders, ...(bad ? { code: 'agreement-lint' } : {}) }),
        ...(bad ? { exit: exitCodes.refused } : {}),
      });
    });
  agreement
    .command('explain')
    .argument('<file>', 'arrangement')
    .description('Why each field of a type would go to a reader or stay.')
    .requiredOption('--type <type>', 'record type')
    .requiredOption('--from <agency>', 'agency that speaks')
    .requiredOption('--to <agency>', 'agency that would read')
    .requiredOption('--purpose <purpose>', 'purpose')
    .option('--mode <mode>', 'actual, exercise, system or test', 'exercise')
    .option('--lang <language>', 'en, fr or ar', 'en')
    .option('--depth <depth>', 'own, partner or auditor', 'own')
    .addHelpText(
      'after',
      example('wasl agreement explain major-events.json --type incident --from ma.police --to gb.police --purpose event-safety'),
    )
    .action(async (file: string, options: ExplainOptions) => io.tell(explainAgreement((await loadAgreement(file)).document, options)));
}
