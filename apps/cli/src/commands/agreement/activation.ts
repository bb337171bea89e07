import { nodeCrypto, runCanary } from '@wasl/identity';
import type { Command } from 'commander';
import { plainJson } from '../../api/ordered.ts';
import { fail } from '../../codes.ts';
import { type CeremonyFolder, ceremonyOption, openCeremony, stepIn } from '../../home/ceremony-folder.ts';
import { stepped } from '../../home/ceremony-talk.ts';
import { type Installed, installJoined } from '../../home/install-joined.ts';
import { loadAgreement } from '../../home/load-agreement.ts';
import { officerOption, openOfficer } from '../../home/officer-file.ts';
import { homeOf } from '../../home/open-home.ts';
import { example } from '../../io/example.ts';
import { readText } from '../../io/files.ts';
import { exitCodes, type Io, type Outcome } from '../../io/io.ts';
import { again } from '../../io/wanted.ts';

interface ActivationOptions {
  readonly ceremony?: string;
  readonly officer?: string;
  readonly home: readonly string[];
}

const homes = ['--home <folder>', 'node of this party to install the result in; may be given again'] as const;

/** `wasl agreement canary|activate|install`. */
export function addActivation(agreement: Command, io: Io): void {
  agreement
    .command('canary')
    .argument('[file]', 'arrangement; left out with --ceremony, which has the draft')
    .description('Judge the pack of made-up records, among them those that must never go. Nothing leaves.')
    .option(ceremonyOption[0], 'take the step of this ceremony')
    .option(officerOption[0], 'officer who takes the step')
    .addHelpText('after', example('wasl agreement canary --ceremony join-gb --officer officer-1.key', 'wasl agreement canary draft.json'))
    .action(async (file: string | undefined, options: Omit<ActivationOptions, 'home'>) => {
      if (file !== undefined) {
        if (options.ceremony !== undefined) throw fail('command-usage', 'a ceremony tries its own draft: leave the file out');
        io.tell(await tried(file));
        return;
      }
      const ceremony = await openCeremony(io, options.ceremony);
      const after = await stepIn(ceremony, { step: 'canary', officer: await openOfficer(io, options.officer) });
      io.tell(stepped('canary pack: nothing went that must be denied', after));
    });
  agreement
    .command('activate')
    .argument('<log>', "the partner's whole log")
    .description('Bring the arrangement of a ceremony into force and install it in the nodes of this party.')
    .option(ceremonyOption[0], ceremonyOption[1])
    .option(officerOption[0], officerOption[1])
    .option(homes[0], homes[1], again, [])
    .addHelpText(
      'after',
      example('wasl agreement activate gb-ma-gb.major-events.1-log --ceremony join-gb --officer officer-1.key --home /srv/wasl'),
    )
    .action(async (log: string, options: ActivationOptions) => {
      const ceremony = await openCeremony(io, options.ceremony);
      const folders = options.home.map((folder) => homeOf(io, folder));
      // A wrong folder is told before the step is taken.
      for (const home of folders) await home.config();
      const peerLog = await readText(log);
      const after = await stepIn(ceremony, { step: 'activate', officer: await openOfficer(io, options.officer), peerLog });
      io.tell(await installed(io, after, { folders: options.home, files: after.files }));
    });
  agreement
    .command('install')
    .description('Install what an active ceremony gave in further nodes of this party, such as one on another machine.')
    .option(ceremonyOption[0], ceremonyOption[1])
    .option(homes[0], homes[1], again, [])
    .addHelpText('after', example('wasl agreement install --ceremony join-gb --home /srv/def'))
    .action(async (options: ActivationOptions) => {
      if (options.home.length === 0) throw fail('command-usage', 'in which node? give --home');
      io.tell(await installed(io, await openCeremony(io, options.ceremony), { folders: options.home, files: [] }));
    });
}

async function tried(file: string): Promise<Outcome> {
  const result = runCanary((await loadAgreement(file)).document, nodeCrypto);
  const bad = result.leaks.length > 0 || result.released === 0;
  const lines = result.leaks.map((leak) => `  went, though it must be denied: ${leak}`);
  const head = `${result.cases} made-up records: ${result.released} go, ${result.denied} are denied`;
  return {
    text: [...(bad ? ['wasl: join-canary-failed'] : []), head, ...lines].join('\n'),
    json: plainJson({
      cases: result.cases,
      released: result.released,
      denied: result.denied,
      leaks: result.leaks,
      digest: result.digest,
      ...(bad ? { code: 'join-canary-failed' } : {}),
    }),
    ...(bad ? { exit: exitCodes.refused } : {}),
  };
}

async function installed(
  io: Io,
  ceremony: CeremonyFolder,
  { folders, files }: { readonly folders: readonly string[]; readonly files: readonly string[] },
): Promise<Outcome> {
  const done: Installed[] = [];
  for (const folder of folders) done.push(await installJoined(ceremony, homeOf(io, folder)));
  const lines = done.flatMap((each) => [
    `${each.agency}: ${each.agreement ?? 'stands in no clause of it; partners and roots are known'}`,
    ...(each.running ? [`  a node runs from ${each.home}: start it anew to take this up`] : []),
  ]);
  const next =
    done.length === 0
      ? `install it: wasl agreement install --ceremony ${ceremony.folder} --home <folder>`
      : `start each node: wasl serve --home ${done[0]?.home ?? ''}`;
  return {
    text: ['the arrangement is active', ...lines, ...files.map((file) => `  send them ${file}`), `  → ${next}`].join('\n'),
    json: plainJson({ phase: ceremony.state.phase, installed: done, send: files, next }),
  };
}
