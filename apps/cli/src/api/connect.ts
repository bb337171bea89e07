import { type Client, type ClientResult, createClient, type Role } from '@wasl/contract';
import { NodeHome } from '@wasl/server';
import type { Command } from 'commander';
import { fail } from '../codes.ts';
import { passphraseFrom } from '../home/open-home.ts';
import type { Io } from '../io/io.ts';
import { Refused } from '../io/problem.ts';

/** Options of every command that talks to a running node. */
export interface NodeOptions {
  readonly url?: string;
  readonly home?: string;
  readonly token?: string;
  readonly user?: string;
  readonly login?: string;
}

/** Adds the options of `NodeOptions`. */
export function withNode(command: Command): Command {
  return command
    .option('--url <address>', 'address of the node (WASL_URL)')
    .option('--home <folder>', 'folder of the node, to take the address from (WASL_HOME)')
    .option('--token <token>', 'token of an open session (WASL_TOKEN)')
    .option('--login <name>', 'log in with a password, typed or from WASL_PASSWORD_FILE')
    .option('--user <role>', 'in the demonstration: duty, release, liaison, cooperation, oversight or admin (WASL_USER)');
}

/** What a node answered, or the refusal as the end of the command. */
export function need<T>(result: ClientResult<T>): T {
  if (result.ok) return result.value;
  const { code, detail, status, next, errors } = result.problem;
  const lines = (errors ?? []).map((each) => `\n  ${each.path}: ${each.message}`).join('');
  throw new Refused({ code, message: `${detail}${lines}`, details: { status } }, { status, next });
}

/** The address of the node that was named. Throws `node-address-missing`, `command-usage`. */
export async function addressFor(io: Io, options: Pick<NodeOptions, 'url' | 'home'>): Promise<string> {
  const given = options.url ?? io.env['WASL_URL'];
  const folder = options.home ?? io.env['WASL_HOME'];
  if (given === undefined && folder === undefined) throw fail('node-address-missing', 'neither --url nor --home was given');
  if (given === undefined) {
    const { api } = await new NodeHome(folder ?? '').config();
    return `http://${api.host}:${api.port}`;
  }
  const url = URL.parse(given);
  if (url === null) throw fail('command-usage', `${JSON.stringify(given)} is no address`);
  // Names under localhost mean this machine (RFC 6761 §6.3), and not every resolver knows it.
  if (url.hostname.endsWith('.localhost')) url.hostname = '127.0.0.1';
  return url.origin;
}

/** A client of the node with an officer's session. In the demonstration `fallback` is the user when none was named. */
export async function connect(io: Io, options: NodeOptions, fallback: Role = 'duty'): Promise<Client> {
  const baseUrl = await addressFor(io, options);
  const token = options.token ?? io.env['WASL_TOKEN'];
  const client = createClient({ baseUrl, fetch: globalThis.fetch, ...(token === undefined ? {} : { token }) });
  if (token !== undefined) return client;
  if (options.login !== undefined) {
    const password = await passphraseFrom(io, `Password of ${options.login}`, { variable: 'WASL_PASSWORD_FILE' });
    need(await client.login(options.login, password.reveal()));
    return client;
  }
  const about = need(await client.about());
  const user = options.user ?? io.env['WASL_USER'] ?? (about.demonstration ? fallback : undefined);
  if (user === undefined) throw fail('session-not-given', `${about.agency} is no demonstration`);
  need(await client.openSession(user as Role));
  return client;
}
