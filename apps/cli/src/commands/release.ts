import type { Language } from '@wasl/contract';
import { parseRecordId } from '@wasl/record';
import { type Command, Option } from 'commander';
import { connect, type NodeOptions, need, withNode } from '../api/connect.ts';
import { plainJson } from '../api/ordered.ts';
import { example } from '../io/example.ts';
import type { Io } from '../io/io.ts';

/** `wasl release explain`. */
export function add(program: Command, io: Io): void {
  const release = program.command('release').description('Who gets which field, under which clause, and why not.');
  withNode(release.command('explain'))
    .argument('<id>', 'record id')
    .description('Explain the release of a record, reader by reader and field by field.')
    .addOption(new Option('--lang <language>', 'language of the sentences').choices(['en', 'fr', 'ar']).default('en'))
    .addOption(new Option('--depth <depth>', 'for whom').choices(['own', 'partner', 'auditor']).default('own'))
    .addHelpText('after', example('wasl release explain sha256:… --lang fr'))
    .action(async (id: string, options: NodeOptions & { lang: Language; depth: 'own' | 'partner' | 'auditor' }) => {
      const { lang, depth } = options;
      const client = await connect(io, options, depth === 'auditor' ? 'oversight' : 'duty');
      const explained = need(await client.release(parseRecordId(id), { lang, depth }));
      const lines = explained.audiences.flatMap((audience) => [
        `${audience.reader} (${audience.agreement}): ${audience.headline}`,
        ...audience.fields.map((field) => `  ${field.unit}: ${field.sentence}`),
        ...audience.duties.map((duty) => `  ! ${duty.sentence}`),
      ]);
      io.tell({ text: lines.join('\n') || 'nobody else gets this record', json: plainJson(explained) });
    });
}
