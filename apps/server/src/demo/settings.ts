import { resolve } from 'node:path';
import { fail } from '../codes.ts';

/** A key of the environment, with what it means and what holds without it. */
export interface SettingRow {
  readonly key: string;
  readonly meaning: string;
  readonly fallback: string;
}

/** Every key that is read; `wasl config --explain` prints it. */
export const settingRows: readonly SettingRow[] = [
  { key: 'WASL_HOME', meaning: 'folder that holds the state', fallback: '.wasl/<scenario>' },
  { key: 'WASL_HOST', meaning: 'address the servers listen on', fallback: '127.0.0.1' },
  { key: 'WASL_PORT_BASE', meaning: 'first port of consoles and APIs; ma.police takes it, gb.police the next', fallback: '7101' },
  { key: 'WASL_EXCHANGE_PORT_BASE', meaning: 'first port of the exchange between nodes', fallback: '7201' },
  { key: 'WASL_PACE_MS', meaning: 'milliseconds between two scripted records', fallback: '1500' },
  {
    key: 'WASL_INTAKE_MODEL_URL',
    meaning: 'address on this machine of a language model that officers may ask about communiqués',
    fallback: 'none',
  },
  {
    key: 'WASL_PASSPHRASE_FILE',
    meaning: 'file with the passphrase of a node’s sealed keys',
    fallback: '<home>/passphrase in the demonstration, required elsewhere',
  },
];

/** What a demonstration runs with. */
export interface Settings {
  readonly scenario: 'matchday' | 'quiet';
  readonly home: string;
  readonly host: string;
  readonly apiPort: number;
  readonly exchangePort: number;
  readonly paceMs: number;
}

function integer(env: Readonly<Record<string, string | undefined>>, key: string, fallback: number): number {
  const text = env[key];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw fail('config-invalid', `${key} is ${JSON.stringify(text)}, wanted an integer from 0 to 65535`);
}

/** Reads arguments and environment; throws `config-invalid` or `scenario-unknown`. */
export function readSettings(args: readonly string[], env: Readonly<Record<string, string | undefined>>, root: string): Settings {
  const at = args.indexOf('--scenario');
  const scenario = at < 0 ? 'matchday' : args[at + 1];
  if (scenario !== 'matchday' && scenario !== 'quiet')
    throw fail('scenario-unknown', `scenario ${JSON.stringify(scenario ?? '')}, wanted matchday or quiet`);
  return {
    scenario,
    home: resolve(root, env['WASL_HOME'] ?? `.wasl/${scenario}`),
    host: env['WASL_HOST'] ?? '127.0.0.1',
    apiPort: integer(env, 'WASL_PORT_BASE', 7101),
    exchangePort: integer(env, 'WASL_EXCHANGE_PORT_BASE', 7201),
    paceMs: integer(env, 'WASL_PACE_MS', 1500),
  };
}
