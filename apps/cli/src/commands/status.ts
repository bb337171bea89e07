import type { Command } from 'commander';
import { connect, type NodeOptions, need, withNode } from '../api/connect.ts';
import { plainJson } from '../api/ordered.ts';
import { certificatesOf, type KnownCertificate } from '../home/certificates.ts';
import { example } from '../io/example.ts';
import { exitCodes, type Io, table } from '../io/io.ts';

/** `wasl status`. */
export function add(program: Command, io: Io): void {
  withNode(program.command('status'))
    .description('Partners, lag, receipts and alarms of a running node; with --home its certificates too.')
    .addHelpText(
      'after',
      example('wasl status --url http://ma.localhost:7101 --user duty', 'wasl status --home /srv/wasl --token "$WASL_TOKEN" --json'),
    )
    .action(async (options: NodeOptions) => {
      const status = need(await (await connect(io, options)).status());
      const home = options.home ?? io.env['WASL_HOME'];
      const certificates: readonly KnownCertificate[] = home === undefined ? [] : await certificatesOf(home);
      const partners = status.partners.flatMap((partner) => [
        [partner.agency, partner.link.state, `${partner.waiting} waiting`, partner.link.code ?? ''],
        ['  activity record', partner.journal.kept?.state ?? 'not stated', `ours cosigned ${partner.journal.cosigned?.at ?? 'never'}`, ''],
        ...partner.logs.map((log) => [
          `  ${log.direction} ${log.agreement}/${log.topic}/${log.mode}`,
          log.state,
          `${log.confirmed}/${log.size}`,
          log.compared,
        ]),
      ]);
      const text = [
        `${status.agency}: ${status.ready ? 'ready' : 'NOT READY'}, ${status.mode}, ${status.records} records${status.timeUncertain ? ', TIME UNCERTAIN' : ''}`,
        table(status.agreements.map((each) => [`${each.id} v${each.version}`, each.state, `until ${each.sunset}`])),
        table(partners),
        table(certificates.map((each) => [each.name, `until ${each.until}`])),
        ...status.alarms.map((alarm) => `${alarm.state === 'open' ? '!' : ' '} ${alarm.at} ${alarm.code}: ${alarm.message}`),
      ];
      const exit = status.ready ? {} : { exit: exitCodes.failed };
      io.tell({ text: text.filter((part) => part !== '').join('\n'), json: plainJson({ ...status, certificates }), ...exit });
    });
}
