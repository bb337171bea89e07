import { nodeCrypto } from '@wasl/identity';
import { type EvidenceReport, verifyEvidence, verifyJournalEvidence } from '@wasl/log';
import type { Command } from 'commander';
import { plainJson } from '../api/ordered.ts';
import { fail } from '../codes.ts';
import { example } from '../io/example.ts';
import { readText } from '../io/files.ts';
import { exitCodes, type Io, type Outcome } from '../io/io.ts';
import { Refused } from '../io/problem.ts';

/** `wasl verify`. */
export function add(program: Command, io: Io): void {
  program
    .command('verify')
    .argument('<bundle>', 'evidence bundle; - for standard input')
    .description('Verify an evidence bundle without any network.')
    .option(
      '--root <party=digits>',
      'the sixty digits of a party, had from elsewhere; may be given again',
      (text: string, all: readonly string[]) => [...all, text],
      [],
    )
    .addHelpText(
      'after',
      example('wasl verify bundle.json --root ma="12345 67890 12345 67890 12345 67890 12345 67890 12345 67890 12345 67890"'),
    )
    .action(async (file: string, options: { root: readonly string[] }) => io.tell(await verify(await readText(file), options.root)));
}

function anchorsOf(texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const match = /^([a-z]{2,12})=([\d\s-]+)$/.exec(text);
      if (match?.[1] === undefined || match[2] === undefined || match[2].replace(/\D/g, '').length !== 60)
        throw fail('command-usage', `--root ${JSON.stringify(text)}: wanted party=sixty digits`);
      return [match[1], match[2]];
    }),
  );
}

async function verify(text: string, roots: readonly string[]): Promise<Outcome> {
  if (text.includes('"kind":"journal"') && !text.includes('"agreements":[')) return verifyJournal(text, roots);
  const verified = verifyEvidence(text.trimEnd(), { anchors: anchorsOf(roots), crypto: nodeCrypto, nowMs: Date.now() });
  if (!verified.ok) throw new Refused(verified.reason);
  const report = verified.value;
  const differs = report.anchors.filter((anchor) => anchor.state === 'differs');
  const code = differs.length > 0 ? 'anchor-differs' : 'evidence-unanchored';
  return {
    text: shown(report, differs.length > 0),
    json: plainJson(report.anchored ? report : { ...report, code }),
    exit: report.anchored ? exitCodes.done : exitCodes.refused,
  };
}

/** A proof of one line of an activity record. */
function verifyJournal(text: string, roots: readonly string[]): Outcome {
  const verified = verifyJournalEvidence(text.trimEnd(), { anchors: anchorsOf(roots), crypto: nodeCrypto });
  if (!verified.ok) throw new Refused(verified.reason);
  const report = verified.value;
  const by = report.cosigners.map(({ agency, timestampSeconds }) => `${agency} at ${new Date(timestampSeconds * 1000).toISOString()}`);
  const lines = [
    report.anchored
      ? 'VERIFIED: the roots are those whose digits you gave.'
      : 'UNANCHORED: nothing you had from elsewhere vouches for the roots. Give --root.',
    `line ${report.index} of ${report.size} of the activity record of ${report.entry.issuer}, ${report.entry.issuedAt}`,
    report.vouched === 'partner' ? `cosigned by ${by.join(', ')}` : 'no partner cosigned it yet: only the agency’s own key speaks for it',
    ...report.fields.map((field) => `  ${field.name}: ${JSON.stringify(field.value)}`),
  ];
  return {
    text: lines.join('\n'),
    json: plainJson(report.anchored ? report : { ...report, code: 'evidence-unanchored' }),
    exit: report.anchored ? exitCodes.done : exitCodes.refused,
  };
}

function shown(report: EvidenceReport, differs: boolean): string {
  const { statement, knownUpTo } = report;
  const seen =
    knownUpTo.timestampSeconds === undefined ? 'at no known time' : `at ${new Date(knownUpTo.timestampSeconds * 1000).toISOString()}`;
  const verdict = report.anchored
    ? 'VERIFIED: the roots are those whose digits you gave.'
    : differs
      ? 'UNANCHORED: a root in the bundle is NOT the one whose digits you gave. Do not rely on it.'
      : 'UNANCHORED: the bundle agrees with itself, but nothing you had from elsewhere vouches for its roots. Give --root.';
  return [
    verdict,
    `${statement.entry.type} of ${statement.entry.issuer} (${statement.entry.author}), ${statement.entry.mode}, ${statement.entry.issuedAt}`,
    statement.recordId,
    ...report.releasedFields.map((field) => `  ${field.name}: ${JSON.stringify(field.value)}`),
    `released for ${statement.releaseLine.purpose} under ${statement.releaseLine.clause.join(', ')} until ${statement.releaseLine.until}${statement.expired ? ' (ENDED)' : ''}`,
    statement.authorSigned ? 'signed by its author' : 'vouched for by its agency’s log, not signed by its author',
    ...report.checks.map((check) => `  ok ${check.id}: ${check.detail}`),
    ...report.anchors.map((anchor) => `  root of ${anchor.party}: ${anchor.fingerprint} (${anchor.state})`),
    `no withdrawal was known up to entry ${knownUpTo.size} of the log, ${seen}`,
  ].join('\n');
}
