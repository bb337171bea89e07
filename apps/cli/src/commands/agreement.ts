import { type Agreement, diff, digestOf, lint, parseAgreement, prove, signAgreement } from '@wasl/agreement';
import { catalog } from '@wasl/catalog';
import { nodeCrypto } from '@wasl/identity';
import type { Command } from 'commander';
import { plainJson } from '../api/ordered.ts';
import { type ExplainOptions, explainAgreement } from '../home/explain-agreement.ts';
import { officerOption, openOfficer } from '../home/officer-file.ts';
import { example } from '../io/example.ts';
import { readText, writeNew } from '../io/files.ts';
import { exitCodes, type Io } from '../io/io.ts';

const budget = { timeoutMs: 60_000, memoryMb: 512 } as const;

async function load(file: string): Promise<Agreement> {
  return parseAgreement(await readText(file));
}

function inLanguage(words: readonly { readonly lang: string; readonly text: string }[], lang: string): string {
  return (words.find((each) => each.lang === lang) ?? words[0])?.text ?? '';
}

/** `wasl agreement lint|sign|prove|diff|explain`. */
export function add(program: Command, io: Io): void {
  const agreement = program.command('agreement').description('Read, check, prove, compare and sign arrangements.');
  agreement
    .command('lint')
    .argument('<file>', 'arrangement')
    .description('Read it as a careful colleague would; errors must be mended before it is signed.')
    .addHelpText('after', example('wasl agreement lint examples/arrangements/major-events.json'))
    .action(async (file: string) => {
      const document = await load(file);
      const types = Object.fromEntries(
        Object.entries(catalog).map(([type, row]) => [
          type,
          { units: row.units.map((unit) => ({ name: unit.name, ...(unit.twin === undefined ? {} : { twin: unit.twin.name }) })) },
        ]),
      );
      const findings = lint(document, { types });
      const bad = findings.some((finding) => finding.severity === 'error');
      const text = findings.map((finding) => `${finding.severity} ${finding.path}: ${finding.sentence} (${finding.rule})`).join('\n');
      io.tell({
        text: text || 'nothing found',
        json: plainJson({ findings, ...(bad ? { code: 'agreement-lint' } : {}) }),
        ...(bad ? { exit: exitCodes.refused } : {}),
      });
    });
  agreement
    .command('sign')
    .argument('<file>', 'arrangement')
    .description('Sign this very version as one officer of a party. Lint and prove it first.')
    .requiredOption('--party <party>', 'party of the officer')
    .option(officerOption[0], officerOption[1])
    .option('--out <file>', 'file for the signature')
    .addHelpText('after', example('wasl agreement sign draft.json --party ma --officer officer-1.key --out ma-1.signature'))
    .action(async (file: string, options: { party: string; officer?: string; out?: string }) => {
      const digest = digestOf(await load(file), nodeCrypto);
      const officer = await openOfficer(io, options.officer);
      const signature = signAgreement(digest, { party: options.party, keyId: officer.row.id, signer: officer.signer });
      if (options.out !== undefined) await writeNew(options.out, `${JSON.stringify([signature])}\n`);
      io.tell({ text: `signed ${digest}\n${JSON.stringify([signature])}`, json: plainJson({ digest, signatures: [signature] }) });
    });
  agreement
    .command('prove')
    .argument('<file>', 'arrangement')
    .description('Prove its properties for all records; a false one comes with a counterexample in words.')
    .option('--lang <language>', 'language of the sentences', 'en')
    .addHelpText('after', example('wasl agreement prove examples/arrangements/major-events.json'))
    .action(async (file: string, options: { lang: string }) => {
      const report = await prove(await load(file), budget);
      const lines = report.properties.map((each) => `${each.outcome} ${each.id}: ${inLanguage(each.text, options.lang)}`);
      const proved = report.outcome === 'proved';
      const head = `${report.agreement.id} v${report.agreement.version}: ${report.outcome} in ${report.tookMs} ms, ${report.points} points`;
      io.tell({
        text: [head, ...lines].join('\n'),
        json: plainJson(proved ? report : { ...report, code: 'agreement-refuted' }),
        ...(proved ? {} : { exit: exitCodes.refused }),
      });
    });
  agreement
    .command('diff')
    .argument('<old>', 'version before')
    .argument('<new>', 'version after')
    .description('What the second lets go and the first does not, and the reverse, in words.')
    .option('--lang <language>', 'language of the sentences', 'en')
    .addHelpText('after', example('wasl agreement diff version-1.json version-2.json'))
    .action(async (old: string, next: string, options: { lang: string }) => {
      const report = await diff(await load(old), await load(next), budget);
      const lines = [...report.allows, ...report.forbids, ...report.duties, ...report.terms].map(
        (each) => `  ${inLanguage(each.text, options.lang)}`,
      );
      const unknown = report.outcome === 'unknown';
      io.tell({
        text: [inLanguage(report.text, options.lang), ...lines].join('\n'),
        json: plainJson(report),
        ...(unknown ? { exit: exitCodes.failed } : {}),
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
    .action(async (file: string, options: ExplainOptions) => io.tell(explainAgreement(await load(file), options)));
}
