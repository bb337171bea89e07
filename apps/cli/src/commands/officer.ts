import type { AccountView, Role } from '@wasl/contract';
import { parseDeskId } from '@wasl/record';
import type { Command } from 'commander';
import { connect, type NodeOptions, need, withNode } from '../api/connect.ts';
import { plainJson } from '../api/ordered.ts';
import { fail } from '../codes.ts';
import { newSecretFrom } from '../home/open-home.ts';
import { example } from '../io/example.ts';
import { type Io, table } from '../io/io.ts';

const roles: readonly Role[] = ['duty', 'release', 'liaison', 'cooperation', 'oversight', 'admin'];
const newPassword = 'WASL_NEW_PASSWORD_FILE';

/** `wasl officer list|propose|confirm|disable|password`. */
export function add(program: Command, io: Io): void {
  const officer = program.command('officer').description('Accounts of the officers of a node: two administrators enrol, one disables.');
  withNode(officer.command('list'))
    .description('Accounts, and enrolments that wait for a second administrator.')
    .addHelpText('after', example('wasl officer list --home /srv/wasl'))
    .action(async (options: NodeOptions) => {
      const { accounts, pending } = need(await (await connect(io, options)).accounts());
      const rows = accounts.map(shown);
      const waiting = pending.map((one) => ['waits', one.id, `until ${one.expiresAt}`, ...shown(one.account)]);
      io.tell({ text: [table(rows), table(waiting)].filter((part) => part !== '').join('\n'), json: plainJson({ accounts, pending }) });
    });
  addEnrolment(officer, io);
  withNode(officer.command('disable'))
    .argument('<name>', 'login name')
    .description('Take an account out of force at once; its sessions end.')
    .addHelpText('after', example('wasl officer disable samir --home /srv/wasl'))
    .action(async (name: string, options: NodeOptions) => {
      const account = need(await (await connect(io, options)).disable(name));
      io.tell({ text: `${name} is disabled`, json: plainJson(account) });
    });
  withNode(officer.command('password'))
    .description('Change one’s own password; every session of the account ends.')
    .addHelpText('after', example('wasl officer password --home /srv/wasl --login amal'))
    .action(async (options: NodeOptions) => {
      const client = await connect(io, options);
      need(await client.setPassword((await newSecretFrom(io, 'New password (12 characters or more)', newPassword)).reveal()));
      io.tell({ text: 'the password is changed; log in again', json: { changed: true } });
    });
}

function addEnrolment(officer: Command, io: Io): void {
  withNode(officer.command('propose'))
    .argument('<name>', 'login name of the officer')
    .description('Propose an account, or new roles of one; another administrator confirms within 72 hours.')
    .requiredOption('--roles <names>', roles.join(', '))
    .requiredOption('--desks <names>', 'desks of the agency, such as ops,nfip')
    .addHelpText(
      'after',
      `\nThe officer types the first password, or it comes from the file of ${newPassword}; an account that is there keeps its own.`,
    )
    .addHelpText('after', example('wasl officer propose samir --roles duty,liaison --desks ops --home /srv/wasl'))
    .action(async (name: string, options: NodeOptions & { roles: string; desks: string }) => {
      const client = await connect(io, options);
      const { agency } = need(await client.about());
      const known = need(await client.accounts()).accounts.some((account) => account.name === name);
      const password = known ? undefined : await newSecretFrom(io, `First password of ${name} (12 characters or more)`, newPassword);
      const pending = need(
        await client.propose({
          name,
          roles: options.roles.split(',').map((word) => roleOf(word.trim())),
          desks: options.desks.split(',').map((desk) => parseDeskId(`${agency}/${desk.trim()}`)),
          ...(password === undefined ? {} : { password: password.reveal() }),
        }),
      );
      const next = `another administrator confirms it: wasl officer confirm ${pending.id}`;
      io.tell({ text: `${name} waits until ${pending.expiresAt}\n  → ${next}`, json: plainJson({ ...pending, next }) });
    });
  withNode(officer.command('confirm'))
    .argument('<enrolment>', 'number that "wasl officer propose" or "list" shows')
    .description('Confirm what another administrator proposed.')
    .addHelpText('after', example('wasl officer confirm Zm9vYmFyYmF6cXV4MTIzNA --home /srv/wasl'))
    .action(async (enrolment: string, options: NodeOptions) => {
      const account = need(await (await connect(io, options)).confirm(enrolment));
      io.tell({ text: `${account.name} is in force: ${account.roles.join(', ')}`, json: plainJson(account) });
    });
}

function roleOf(word: string): Role {
  const role = roles.find((each) => each === word);
  if (role === undefined) throw fail('command-usage', `--roles ${JSON.stringify(word)}: wanted ${roles.join(', ')}`);
  return role;
}

function shown({ name, roles: held, desks, state, passkeys }: AccountView): readonly string[] {
  return [name, state, held.join(','), desks.join(','), `${passkeys} passkeys`];
}
