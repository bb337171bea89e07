import type { Cluster, Firing } from '@wasl/engine';
import { agencyOf, type Json } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import type { WorkBoard } from './work-board.ts';

/** Alarms that end with the clock whose key they carry. */
const clockCodes = ['not-acknowledged', 'not-answered', 'work-due', 'work-overdue'] as const;

/** Raises what a step of a clock says, if it names somebody of this agency. */
export function raiseFiring(core: NodeCore, firing: Firing): void {
  const { clock, record, step, desk, agency, dueMs, key } = firing;
  const ours = firing.tell.filter((told) => ('desk' in told ? agencyOf(told.desk) === core.agency : told.agency === core.agency));
  if (ours.length === 0) return;
  const who = desk ?? agency;
  const to = ours.map((told) => ('desk' in told ? told.desk : told.as)).join(', ');
  const details: Readonly<Record<string, Json>> = { record, key, clock, step, to, ...(desk === undefined ? { agency } : { desk }) };
  const due = core.textOf(dueMs);
  if (agency !== core.agency) {
    const acknowledge = clock === 'acknowledge';
    if (acknowledge) core.alarms.raise('not-acknowledged', `${who} has not acknowledged by ${due}: call the desk`, details);
    else core.alarms.raise('not-answered', `${who}: ${clock} was due at ${due}`, details);
  } else if (step === 'warn') core.alarms.raise('work-due', `${who}: ${clock} is due at ${due}`, details);
  else core.alarms.raise('work-overdue', `${who}: ${clock} was due at ${due}; told: ${to}`, details);
}

/** Ends alarms of clocks that were answered, or whose record ended, since. */
export function clearEnded(core: NodeCore, board: WorkBoard): void {
  for (const { code, details } of core.alarms.all()) {
    const { key, record } = details;
    if (typeof key !== 'string' || typeof record !== 'string' || !clockCodes.some((one) => one === code)) continue;
    const clock = board.clocks.of(record as Parameters<typeof board.clocks.of>[0]).find((one) => one.key === key);
    if (clock?.end.state === 'stopped' || clock?.end.state === 'void') core.alarms.clear(code, { key });
  }
}

/** Own records and exports made from what fell since, and that nobody has looked at yet. */
export function raiseDerived(core: NodeCore, board: WorkBoard): void {
  const open = board.derivation.open().filter(({ reached }) => reached.issuer === core.agency || reached.kind === 'export');
  const told = core.alarms.list().filter(({ code }) => code === 'derived-open');
  for (const { source, act, reached } of open) {
    // An officer who closed it has seen it.
    if (told.some(({ details }) => details['record'] === reached.id && details['act'] === act.id)) continue;
    core.alarms.raise(
      'derived-open',
      `${reached.type} rests on a record that ${act.by} ${words[act.rel]}: say it anew, withdraw it or say why it stands`,
      {
        ...{ record: reached.id, source, act: act.id, rel: act.rel },
      },
    );
  }
  for (const { code, details } of core.alarms.all()) {
    if (code !== 'derived-open') continue;
    const stands = open.some(({ act, reached }) => reached.id === details['record'] && act.id === details['act']);
    if (!stands) core.alarms.clear('derived-open', { record: details['record'] ?? null, act: details['act'] ?? null });
  }
}

const words = { withdraws: 'withdrew', erases: 'had erased', supersedes: 'replaced', corrects: 'corrected' } as const;

/** Reports that belong together need a person's answer; one alarm for what grew out of one. */
export function raiseCluster(core: NodeCore, cluster: Cluster): void {
  const { trigger, type, records, desks, key } = cluster;
  const known = core.alarms.list().some((alarm) => {
    const before = alarm.details['records'];
    return alarm.code === 'cluster' && Array.isArray(before) && before.some((id) => records.some((record) => record === id));
  });
  if (known) return;
  core.alarms.raise('cluster', `${trigger}: ${records.length} records of type ${type} from ${desks.length} desks belong together`, {
    ...{ key, trigger, records: [...records] },
  });
}
