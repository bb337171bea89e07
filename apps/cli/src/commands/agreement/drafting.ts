import { digestOf, parseAgreement, signAgreement } from '@wasl/agreement';
import { nodeCrypto } from '@wasl/identity';
import type { Command } from 'commander';
import { plainJson } from '../../api/ordered.ts';
import { fail } from '../../codes.ts';
import { ceremonyOption, openCeremony, toSend } from '../../home/ceremony-folder.ts';
import { signDraft, takeDraftFile } from '../../home/ceremony-steps.ts';
import { stepped } from '../../home/ceremony-talk.ts';
import { loadFinal } from '../../home/load-agreement.ts';
import { officerOption, openOfficer } from '../../home/officer-file.ts';
import { fillRoots } from '../../home/placeholders.ts';
import { rootIn } from '../../home/root-in-file.ts';
import { example } from '../../io/example.ts';
import { readText, writeNew } from '../../io/files.ts';
import type { Io, Outcome } from '../../io/io.ts';
import { again } from '../../io/wanted.ts';

interface SignOptions {
  readonly party?: string;
  readonly officer?: string;
  readonly out?: string;
  readonly ceremony?: string;
}

/** `wasl agreement fill|draft|sign`. */
export function addDrafting(agreement: Command, io: Io): void {
  agreement
    .command('fill')
    .argument('<file>', 'arrangement with ROOT:<party> where a root belongs')
    .description('Put the roots of the parties in, and write the canonical text that is signed.')
    .option('--root <party=source>', 'root.json, bundle or digest of a party; give it once for each', again, [])
    .requiredOption('--out <file>', 'file for the text')
    .addHelpText('after', example('wasl agreement fill major-events.json --root ma=root/root.json --root gb=gb-bundle --out draft.json'))
    .action(async (file: string, options: { root: readonly string[]; out: string }) => {
      const roots = new Map(await Promise.all(options.root.map(rootIn)));
      const text = fillRoots(await readText(file), roots);
      await writeNew(options.out, text, 0o644);
      const digest = digestOf(parseAgreement(text), nodeCrypto);
      io.tell({ text: `wrote ${options.out}\ndigest ${digest}`, json: { file: options.out, digest } });
    });
  agreement
    .command('draft')
    .argument('<file>', 'arrangement; ROOT:<party> is replaced by the roots of the two bundles')
    .description('Bring a draft into a ceremony. Both sides do, and compare the digests.')
    .option(ceremonyOption[0], ceremonyOption[1])
    .option(officerOption[0], officerOption[1])
    .addHelpText(
      'after',
      example('wasl agreement draft examples/arrangements/major-events.json --ceremony join-gb --officer officer-1.key'),
    )
    .action(async (file: string, options: SignOptions) => {
      const ceremony = await openCeremony(io, options.ceremony);
      const after = await takeDraftFile(ceremony, file, await openOfficer(io, options.officer));
      const document = parseAgreement(after.text);
      const digest = digestOf(document, nodeCrypto);
      const copy = await toSend(after.folder, `${document.id}.${document.version}.json`, after.text);
      const done = `${document.id} v${document.version}: the roots of both sides fit\ndigest ${digest}\n  the text itself: ${copy}`;
      io.tell(stepped(done, after, { digest, text: copy }));
    });
  agreement
    .command('sign')
    .argument('[file]', 'arrangement; left out with --ceremony, which has the draft')
    .description('Sign this very version as one officer of a party. Read, lint and prove it first.')
    .option('--party <party>', 'party of the officer; a ceremony knows it')
    .option(officerOption[0], officerOption[1])
    .option('--out <file>', 'file for the signature; a ceremony has its own')
    .option(ceremonyOption[0], 'take the step of this ceremony')
    .addHelpText(
      'after',
      example(
        'wasl agreement sign --ceremony join-gb --officer officer-2.key',
        'wasl agreement sign draft.json --party ma --officer officer-1.key --out ma-1.signature',
      ),
    )
    .action(async (file: string | undefined, options: SignOptions) => io.tell(await sign(io, file, options)));
}

async function sign(io: Io, file: string | undefined, options: SignOptions): Promise<Outcome> {
  if (file === undefined) {
    const ceremony = await openCeremony(io, options.ceremony);
    const after = await signDraft(ceremony, await openOfficer(io, options.officer));
    const parties = after.state.signatures.map((one) => one.party);
    return stepped(`signed ${after.digest}\nsignatures so far: ${parties.join(', ')}`, after, { digest: after.digest });
  }
  if (options.ceremony !== undefined) throw fail('command-usage', 'a ceremony signs its own draft: leave the file out');
  if (options.party === undefined) throw fail('command-usage', 'for which party? give --party');
  const digest = digestOf(await loadFinal(file), nodeCrypto);
  const officer = await openOfficer(io, options.officer);
  const signature = signAgreement(digest, { party: options.party, keyId: officer.row.id, signer: officer.signer });
  if (options.out !== undefined) await writeNew(options.out, `${JSON.stringify([signature])}\n`);
  return { text: `signed ${digest}\n${JSON.stringify([signature])}`, json: plainJson({ digest, signatures: [signature] }) };
}
