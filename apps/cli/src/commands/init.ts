import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  changedAgenciesText,
  firstRootText,
  makeAgencyKeys,
  nodeCrypto,
  nodeRandom,
  type Officer,
  openSealedKeys,
  type ScryptCost,
  signRoot,
} from '@wasl/identity';
import { type AgencyKeys, fingerprint, type SignedRoot } from '@wasl/log';
import { type DeskId, parseAgencyId, parseDeskId, partyOf } from '@wasl/record';
import type { NodeHome } from '@wasl/server';
import { type Command, Option } from 'commander';
import { fail } from '../codes.ts';
import { addressOf } from '../home/address.ts';
import { administrators } from '../home/administrators.ts';
import { makeOfficer, officerOption, openOfficer } from '../home/officer-file.ts';
import { homeOf, passphraseFrom } from '../home/open-home.ts';
import { hasRoot, readRoot, saveRoot } from '../home/party-root.ts';
import { example } from '../io/example.ts';
import type { Io, Outcome } from '../io/io.ts';

interface InitOptions {
  readonly home?: string;
  readonly root: string;
  readonly agency: string;
  readonly function: AgencyKeys['function'];
  readonly desks: string;
  readonly api: string;
  readonly exchange: string;
  readonly officers: string;
  readonly threshold: string;
  readonly officer?: string;
  readonly admin: readonly string[];
  readonly demonstration?: true;
}

/** What the key files of a demonstration cost to open: they protect nothing, and start quickly. */
const demonstrationCost: ScryptCost = { n: 16_384, r: 8, p: 1 };

/** `wasl init`. */
export function add(program: Command, io: Io): void {
  program
    .command('init')
    .description("Make an agency's keys, authority and node; make the party's root, or add the agency to it.")
    .option('--home <folder>', 'folder of the new node (WASL_HOME)')
    .requiredOption('--root <folder>', "folder of the party's root and its officers' key files; made when there is none")
    .requiredOption('--agency <id>', 'agency, such as ma.police')
    .addOption(
      new Option('--function <word>', 'what the agency is')
        .choices(['police', 'defence', 'intelligence', 'border', 'civil'])
        .makeOptionMandatory(),
    )
    .option('--desks <names>', 'desks of the agency', 'ops,oversight')
    .option('--api <host:port>', 'where console and API listen', '127.0.0.1:7101')
    .option('--exchange <host:port>', 'where partners connect', '127.0.0.1:7201')
    .option('--officers <count>', 'officers of a new root', '3')
    .option('--threshold <count>', 'how many of them must sign', '2')
    .option(officerOption[0], 'officer who signs the agency into a root that exists')
    .option(
      '--admin <name>',
      'one of the two first administrators; give it twice',
      (name: string, all: readonly string[]) => [...all, name],
      [],
    )
    .option('--demonstration', 'make a node that opens quickly and trusts unattended ceremonies; never for real work')
    .addHelpText(
      'after',
      example(
        'wasl init --home /srv/wasl --root /media/stick/root --agency ma.police --function police --desks ops,media,oversight',
        'wasl init --home /srv/def --root /media/stick/root --agency ma.defence --function defence --officer /media/stick/root/officers/officer-1.key',
      ),
    )
    .action(async (options: InitOptions) => io.tell(await init(io, options)));
}

async function init(io: Io, options: InitOptions): Promise<Outcome> {
  const home = homeOf(io, options.home);
  if (existsSync(home.path('node.json'))) throw fail('file-exists', `${home.folder} holds a node already`);
  const made = await makeNode(io, home, options);
  const root = hasRoot(options.root) ? await addToRoot(io, options, made) : await makeRoot(io, options, made);
  const agency = parseAgencyId(options.agency);
  await home.saveRoots(partyOf(agency), root.signed);
  const admins = await administrators(io, home, options.admin);
  const digits = fingerprint(root.signed[0]?.document ?? '', nodeCrypto);
  const next =
    'Move the officers’ key files to their officers, then join the partner (docs/guides/join-ceremony.md; the command is not there yet).';
  const files = [...root.files, home.path('node.json'), home.path('keys.sealed'), home.path('authority.pem')];
  return {
    text: [
      `${agency}: node in ${home.folder}`,
      ...files.map((file) => `  wrote ${file}`),
      `root of ${partyOf(agency)}: ${digits}`,
      next,
    ].join('\n'),
    json: {
      agency,
      party: partyOf(agency),
      home: home.folder,
      root: options.root,
      fingerprint: digits,
      files,
      administrators: admins,
      next,
    },
  };
}

async function makeNode(io: Io, home: NodeHome, options: InitOptions): Promise<AgencyKeys> {
  const agency = parseAgencyId(options.agency);
  const names = options.desks.split(',').map((name) => name.trim());
  const desks: readonly DeskId[] = names.map((name) => parseDeskId(`${agency}/${name}`));
  const api = addressOf(options.api);
  const exchange = addressOf(options.exchange);
  const passphrase = await passphraseFrom(io, `New passphrase of ${home.folder} (12 characters or more)`, [io.env['WASL_PASSPHRASE_FILE']]);
  await mkdir(home.folder, { recursive: true, mode: 0o700 });
  await using storage = await openSealedKeys(home.path('keys.sealed'), {
    passphrase,
    random: nodeRandom,
    create: true,
    ...(options.demonstration === true ? { cost: demonstrationCost } : {}),
  });
  io.say(`${agency}: making keys and authority`);
  const earlier = existsSync(home.path('authority.pem')) ? { authority: await home.authority() } : {};
  const made = await makeAgencyKeys(storage, {
    agency,
    function: options.function,
    desks,
    nowMs: Date.now(),
    random: nodeRandom,
    ...earlier,
  });
  await home.saveAuthority(made.authority);
  // What says that a node is here is written last: an interrupted start can be run again.
  await home.saveConfig({ v: 1, agency, party: partyOf(agency), desks, demonstration: options.demonstration === true, api, exchange });
  return made.row;
}

interface MadeRoot {
  readonly signed: readonly SignedRoot[];
  readonly files: readonly string[];
}

async function makeRoot(io: Io, options: InitOptions, row: AgencyKeys): Promise<MadeRoot> {
  const count = Number(options.officers);
  const threshold = Number(options.threshold);
  if (!Number.isInteger(count) || count < 2 || count > 16) throw fail('command-usage', `--officers ${options.officers}: wanted 2 to 16`);
  const cost = options.demonstration === true ? demonstrationCost : undefined;
  const one = io.env['WASL_OFFICER_PASSPHRASE_FILE'] ?? io.env['WASL_PASSPHRASE_FILE'];
  if (one !== undefined) io.say('One passphrase seals the files of all officers. Outside a demonstration let each type their own.');
  const officers: Officer[] = [];
  const next: Officer[] = [];
  const files: string[] = [];
  for (let n = 1; n <= count; n++) {
    const passphrase = await passphraseFrom(io, `New passphrase of officer ${n} (12 characters or more)`, [one]);
    for (const [kind, list] of [
      ['key', officers],
      ['next.key', next],
    ] as const) {
      const file = join(options.root, 'officers', `officer-${n}.${kind}`);
      list.push(await makeOfficer(file, passphrase, cost));
      files.push(file);
    }
  }
  const text = firstRootText(
    {
      party: partyOf(row.agency),
      nowMs: Date.now(),
      agencies: [row],
      keys: officers.map((officer) => officer.row),
      threshold,
      next: next.map((officer) => officer.row),
      nextThreshold: threshold,
    },
    nodeCrypto,
  );
  const signed = [signRoot(text, officers.slice(0, threshold))];
  await saveRoot(options.root, signed);
  return { signed, files };
}

async function addToRoot(io: Io, options: InitOptions, row: AgencyKeys): Promise<MadeRoot> {
  const { chain, signed } = await readRoot(options.root);
  if (chain.party !== partyOf(row.agency))
    throw fail('root-incomplete', `${options.root} is the root of ${chain.party}, not of ${partyOf(row.agency)}`);
  const officer = await openOfficer(io, options.officer);
  const others = chain.latest.agencies.filter((each) => each.agency !== row.agency);
  const agencies = [...others, row].sort((a, b) => (a.agency < b.agency ? -1 : 1));
  const next = [...signed, signRoot(changedAgenciesText(chain.latest, { agencies }, nodeCrypto), [officer])];
  await saveRoot(options.root, next);
  return { signed: next, files: [] };
}
