import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { type Certificate, makeAgencyKeys, nodeCrypto, nodeRandom, openSealedKeys, type ScryptCost } from '@wasl/identity';
import { type AgencyKeys, fingerprint } from '@wasl/log';
import { type AgencyId, type DeskId, parseAgencyId, parseDeskId, partyOf } from '@wasl/record';
import type { NodeConfig, NodeHome } from '@wasl/server';
import { fail } from '../codes.ts';
import type { Io, Outcome } from '../io/io.ts';
import { wanted } from '../io/wanted.ts';
import { addressOf, hostPort } from './address.ts';
import { administratorNames, enrolAdministrators } from './administrators.ts';
import { saveCard } from './agency-card.ts';
import { addToRoot, type MadeRoot, makeRoot } from './make-root.ts';
import { homeOf, newSecretFrom } from './open-home.ts';
import { hasRoot } from './party-root.ts';

/** Options of `wasl init` as they are typed. */
export interface InitOptions {
  readonly home?: string;
  readonly root?: string;
  readonly agency?: string;
  readonly function?: AgencyKeys['function'];
  readonly desks: string;
  readonly api: string;
  readonly exchange: string;
  readonly reach?: string;
  readonly officers: string;
  readonly threshold: string;
  readonly officer?: string;
  readonly admin: readonly string[];
  readonly demonstration?: true;
}

/** What is to be made, with everything known that was not typed as a secret. */
interface Plan {
  readonly home: NodeHome;
  readonly root: string;
  readonly agency: AgencyId;
  readonly function: AgencyKeys['function'];
  readonly desks: readonly DeskId[];
  readonly api: NodeConfig['api'];
  readonly exchange: NodeConfig['exchange'];
  readonly reach: string;
  readonly admins: readonly [string, string] | undefined;
  readonly cost: ScryptCost | undefined;
  readonly demonstration: boolean;
}

/** What the key files of a demonstration cost to open: they protect nothing, and start quickly. */
const demonstrationCost: ScryptCost = { n: 16_384, r: 8, p: 1 };
const functions: readonly AgencyKeys['function'][] = ['police', 'defence', 'intelligence', 'border', 'civil'];
const everywhere = ['0.0.0.0', '::'];

async function planOf(io: Io, options: InitOptions): Promise<Plan> {
  const home = homeOf(io, await wanted(io, options.home ?? io.env['WASL_HOME'], { option: '--home', question: 'folder of the new node' }));
  if (existsSync(home.path('node.json'))) throw fail('file-exists', `${home.folder} holds a node already`);
  const root = await wanted(io, options.root, { option: '--root', question: "folder of the party's root" });
  const agency = parseAgencyId(await wanted(io, options.agency, { option: '--agency', question: 'agency, such as ma.police' }));
  const word = await wanted(io, options.function, { option: '--function', question: `what the agency is (${functions.join(', ')})` });
  const isFunction = functions.find((each) => each === word);
  if (isFunction === undefined) throw fail('command-usage', `--function ${JSON.stringify(word)}: wanted ${functions.join(', ')}`);
  const desks = options.desks.split(',').map((name) => parseDeskId(`${agency}/${name.trim()}`));
  const exchange = addressOf(options.exchange);
  if (options.reach === undefined && everywhere.includes(exchange.host))
    throw fail('command-usage', `--exchange ${options.exchange} is every address of this machine: say with --reach which one partners use`);
  const demonstration = options.demonstration === true;
  const cost = io.keyCost ?? (demonstration ? demonstrationCost : undefined);
  return {
    home,
    root,
    agency,
    function: isFunction,
    desks,
    api: addressOf(options.api),
    exchange,
    reach: hostPort(options.reach === undefined ? exchange : addressOf(options.reach)),
    admins: await administratorNames(io, options.admin, demonstration),
    cost,
    demonstration,
  };
}

async function makeKeys(io: Io, plan: Plan): Promise<{ readonly row: AgencyKeys; readonly authority: Certificate }> {
  const { home, agency, desks, cost } = plan;
  const passphrase = await newSecretFrom(io, `New passphrase of ${home.folder} (12 characters or more)`, 'WASL_PASSPHRASE_FILE');
  io.say(`1/5  keys and authority of ${agency}`);
  await mkdir(home.folder, { recursive: true, mode: 0o700 });
  await using storage = await openSealedKeys(home.path('keys.sealed'), {
    passphrase,
    random: nodeRandom,
    create: true,
    ...(cost === undefined ? {} : { cost }),
  });
  const earlier = existsSync(home.path('authority.pem')) ? { authority: await home.authority() } : {};
  const made = await makeAgencyKeys(storage, {
    agency,
    function: plan.function,
    desks,
    nowMs: Date.now(),
    random: nodeRandom,
    ...earlier,
  });
  await home.saveAuthority(made.authority);
  return made;
}

/** Makes a node step by step. What says that a node is here is written last: an interrupted run can be started again. */
export async function initNode(io: Io, options: InitOptions): Promise<Outcome> {
  const plan = await planOf(io, options);
  const { home, agency, desks, api, exchange, demonstration } = plan;
  const party = partyOf(agency);
  const made = await makeKeys(io, plan);
  const known = hasRoot(plan.root);
  io.say(known ? `2/5  ${agency} into the root of ${party}` : `2/5  root of ${party}: officers and their keys`);
  const root = known
    ? await addToRoot(io, plan.root, { row: made.row, officer: options.officer })
    : await makeRoot(io, plan.root, { row: made.row, officers: options.officers, threshold: options.threshold, cost: plan.cost });
  await home.saveRoots(party, root.signed);
  io.say(`3/5  card of ${agency} for partners`);
  const card = await saveCard(plan.root, { agency, exchange: plan.reach, authority: made.authority });
  io.say(plan.admins === undefined ? '4/5  no administrators: a demonstration' : `4/5  administrators ${plan.admins.join(' and ')}`);
  if (plan.admins !== undefined) await enrolAdministrators(io, home, { names: plan.admins, desks });
  io.say(`5/5  node in ${home.folder}`);
  await home.saveConfig({ v: 1, agency, party, desks, demonstration, api, exchange });
  return outcomeOf(plan, root, card);
}

function outcomeOf(plan: Plan, root: MadeRoot, card: string): Outcome {
  const { home, agency } = plan;
  const party = partyOf(agency);
  const digits = fingerprint(root.signed[0]?.document ?? '', nodeCrypto);
  const files = [...root.files, card, ...['keys.sealed', 'authority.pem', 'node.json'].map((name) => home.path(name))];
  const next =
    root.files.length === 0
      ? `Join a partner: wasl join begin --root ${plan.root} --ceremony <folder> --officer <key file>`
      : `Give each key file in ${plan.root}/officers to its officer and lock the files *.next.key away. Then: wasl join begin --root ${plan.root} --ceremony <folder> --officer <key file>`;
  return {
    text: [
      `${agency}: node in ${home.folder}`,
      ...files.map((file) => `  wrote ${file}`),
      `digits of ${party}: ${digits}`,
      `  → ${next}`,
    ].join('\n'),
    json: {
      agency,
      party,
      home: home.folder,
      root: plan.root,
      fingerprint: digits,
      files,
      administrators: [...(plan.admins ?? [])],
      next,
    },
  };
}
