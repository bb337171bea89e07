import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { askControl, isRunning, type NodeHome } from '@wasl/server';
import type { Command } from 'commander';
import { fail } from '../codes.ts';
import { homeOf, homeOption, openHomeStore } from '../home/open-home.ts';
import { example } from '../io/example.ts';
import type { Io } from '../io/io.ts';

/** Parts of a home that are no content and no keys: what makes a folder a node again. */
const homeParts = ['node.json', 'authority.pem', 'roots', 'partners', 'agreements', 'ceremony'] as const;

/** `wasl backup`. */
export function add(program: Command, io: Io): void {
  program
    .command('backup')
    .argument('<folder>', 'new folder for store and configuration')
    .description(
      'Copy the store of a node, running or stopped, and its keys apart. Erasing later destroys keys in the copy of the keys too.',
    )
    .option(homeOption[0], homeOption[1])
    .requiredOption('--keys <folder>', 'new folder for the keys, outside the first: content and keys are never kept together')
    .addHelpText('after', example('wasl backup /backup/2030-06-13 --keys /media/stick/keys-2030-06-13 --home /srv/wasl'))
    .action(async (folder: string, options: { home?: string; keys: string }) => {
      const home = homeOf(io, options.home);
      const inside = relative(resolve(folder), resolve(options.keys));
      if (inside === '' || !inside.startsWith('..'))
        throw fail('command-usage', '--keys lies inside the backup: keep keys apart from content');
      if (existsSync(folder) || existsSync(options.keys)) throw fail('file-exists', `${existsSync(folder) ? folder : options.keys} exists`);
      await home.config();
      await mkdir(options.keys, { recursive: true, mode: 0o700 });
      const running = await copyStore(io, home, { folder, keys: options.keys });
      await cp(home.path('keys.sealed'), join(options.keys, 'keys.sealed'));
      const accounts = home.path('officers', 'accounts.json');
      if (existsSync(accounts)) await cp(accounts, join(options.keys, 'accounts.json'));
      for (const part of homeParts)
        if (existsSync(home.path(part))) await cp(home.path(part), join(folder, 'home', part), { recursive: true });
      if (existsSync(home.path('attachments'))) await cp(home.path('attachments'), join(folder, 'attachments'), { recursive: true });
      const how = running ? ' while it ran' : '';
      io.tell({ text: `backed up${how} to ${folder}, keys to ${options.keys}`, json: { folder, keys: options.keys, running } });
    });
}

/** Copies store and keys: through the node when one runs from the home, else by opening the store. Answers whether one runs. */
async function copyStore(io: Io, home: NodeHome, { folder, keys }: { readonly folder: string; readonly keys: string }): Promise<boolean> {
  if (await isRunning(home.folder)) {
    await askControl(home.folder, { op: 'backup', folder: resolve(folder), keys: resolve(keys) });
    return true;
  }
  await using opened = await openHomeStore(io, home);
  await opened.store.backup(join(folder, 'store'));
  await opened.store.backupKeys(join(keys, 'record-keys'));
  return false;
}
