import { settingRows } from '@wasl/server';
import type { Command } from 'commander';
import { example } from '../io/example.ts';
import { type Io, table } from '../io/io.ts';

const ownRows: typeof settingRows = [
  { key: 'WASL_URL', meaning: 'address of the node that commands talk to', fallback: 'the address in --home' },
  { key: 'WASL_TOKEN', meaning: 'token of an open session', fallback: 'none' },
  { key: 'WASL_USER', meaning: 'user of the demonstration', fallback: 'as the command needs' },
  { key: 'WASL_PASSWORD_FILE', meaning: 'file with the password of --login', fallback: 'typed' },
  {
    key: 'WASL_OFFICER_PASSPHRASE_FILE',
    meaning: 'file with the passphrase of the officer who acts',
    fallback: 'typed',
  },
  {
    key: 'WASL_NEW_PASSWORD_FILE',
    meaning: 'file with the new password of "wasl officer propose" and "wasl officer password"',
    fallback: 'typed',
  },
  { key: 'WASL_CEREMONY', meaning: 'folder of this side’s ceremony', fallback: 'none; --ceremony' },
  { key: 'WASL_ADMIN_PASSWORD_FILE', meaning: 'file with the first password of administrators, for "wasl init"', fallback: 'typed' },
  { key: 'WASL_DEBUG', meaning: '1 prints stack traces', fallback: 'off' },
];
const secret = new Set(['WASL_TOKEN']);

/** `wasl config`. */
export function add(program: Command, io: Io): void {
  program
    .command('config')
    .description('The configuration: every key, its value and where it comes from.')
    .option('--explain', 'say what each key means')
    .addHelpText('after', example('wasl config --explain'))
    .action((options: { explain?: true }) => {
      const rows = [...settingRows, ...ownRows].map(({ key, meaning, fallback }) => {
        const value = io.env[key];
        const shown = value === undefined || value === '' ? fallback : secret.has(key) ? '[redacted]' : value;
        return { key, value: shown, source: value === undefined || value === '' ? 'default' : 'environment', meaning };
      });
      const text = rows.map((row) => [row.key, row.value, row.source, ...(options.explain === true ? [row.meaning] : [])]);
      io.tell({ text: table(text), json: rows });
    });
}
