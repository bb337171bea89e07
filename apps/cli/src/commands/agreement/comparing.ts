import { diff, prove } from '@wasl/agreement';
import { type Command, Option } from 'commander';
import { plainJson } from '../../api/ordered.ts';
import { fail } from '../../codes.ts';
import { ceremonyOption, openCeremony } from '../../home/ceremony-folder.ts';
import { proveDraft } from '../../home/ceremony-steps.ts';
import { stepped } from '../../home/ceremony-talk.ts';
import { inLanguage, loadAgreement } from '../../home/load-agreement.ts';
import { officerOption, openOfficer } from '../../home/officer-file.ts';
import { example } from '../../io/example.ts';
import { exitCodes, type Io, type Outcome } from '../../io/io.ts';

const budget = { timeoutMs: 60_000, memoryMb: 512 } as const;
const language = () => new Option('--lang <language>', 'language of the sentences').choices(['en', 'fr', 'ar']).default('en');

interface ProveOptions {
  readonly lang: string;
  readonly ceremony?: string;
  readonly officer?: string;
}

/** `wasl agreement prove|diff`. */
export function addComparing(agreement: Command, io: Io): void {
  agreement
    .command('prove')
    .argument('[file]', 'arrangement; left out with --ceremony, which has the draft')
    .description('Prove its properties for all records; a false one comes with a counterexample in words.')
    .addOption(language())
    .option(ceremonyOption[0], 'take the step of this ceremony')
    .option(officerOption[0], 'officer who takes the step')
    .addHelpText(
      'after',
      example(
        'wasl agreement prove examples/arrangements/major-events.json --lang fr',
        'wasl agreement prove --ceremony join-gb --officer officer-1.key',
      ),
    )
    .action(async (file: string | undefined, options: ProveOptions) => {
      if (file === undefined) {
        const ceremony = await openCeremony(io, options.ceremony);
        const after = await proveDraft(ceremony, await openOfficer(io, options.officer));
        io.tell(stepped(proofText(after.report, options.lang), after, { outcome: after.report.outcome }));
        return;
      }
      if (options.ceremony !== undefined) throw fail('command-usage', 'a ceremony proves its own draft: leave the file out');
      io.tell(proofOutcome(await prove((await loadAgreement(file)).document, budget), options.lang));
    });
  agreement
    .command('diff')
    .argument('<old>', 'version before')
    .argument('<new>', 'version after')
    .description('What the second lets go and the first does not, and the reverse, in words.')
    .addOption(language())
    .addHelpText('after', example('wasl agreement diff version-1.json version-2.json'))
    .action(async (old: string, next: string, options: { lang: string }) => {
      const report = await diff((await loadAgreement(old)).document, (await loadAgreement(next)).document, budget);
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
}

type Report = Awaited<ReturnType<typeof prove>>;

function proofText(report: Report, lang: string): string {
  const head = `${report.agreement.id} v${report.agreement.version}: ${report.outcome} in ${Math.round(report.tookMs)} ms, ${report.points} points`;
  return [head, ...report.properties.map((each) => `${each.outcome} ${each.id}: ${inLanguage(each.text, lang)}`)].join('\n');
}

function proofOutcome(report: Report, lang: string): Outcome {
  const proved = report.outcome === 'proved';
  return {
    text: `${proved ? '' : 'wasl: agreement-refuted\n'}${proofText(report, lang)}`,
    json: plainJson(proved ? report : { ...report, code: 'agreement-refuted' }),
    ...(proved ? {} : { exit: exitCodes.refused }),
  };
}
