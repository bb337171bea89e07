import { type ClockView, saidMs } from '@wasl/engine';
import type { DeskId, Mode, SubjectId } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import type { DueItem } from '../work-service.ts';
import type { WorkBoard } from './work-board.ts';

/** What needs somebody of this agency, or what this agency waits for, by time to breach; what stands at one time is ordered by its name. */
export function dueList(
  core: NodeCore,
  board: WorkBoard,
  of: { readonly desk?: DeskId; readonly mode?: Mode; readonly side?: 'ours' | 'theirs' },
): readonly DueItem[] {
  const items = [...clockItems(core, board), ...questionItems(core, board), ...divergenceItems(core, board), ...derivedItems(core, board)];
  return items
    .filter((item) => of.desk === undefined || item.desk === undefined || item.desk === of.desk)
    .filter((item) => of.mode === undefined || item.mode === undefined || item.mode === of.mode)
    .filter((item) => of.side === undefined || item.side === of.side)
    .sort((a, b) => compare(a.dueAt, b.dueAt) || compare(nameOf(a), nameOf(b)));
}

function clockItems(core: NodeCore, board: WorkBoard): readonly DueItem[] {
  return board.clocks
    .running()
    .filter((clock) => clock.agency === core.agency || clock.issuer === core.agency)
    .map((clock) => ({
      kind: 'clock' as const,
      code: clock.clock,
      side: clock.agency === core.agency ? ('ours' as const) : ('theirs' as const),
      agency: clock.agency,
      ...(clock.desk === undefined ? {} : { desk: clock.desk }),
      ...{ type: clock.type, record: clock.record, subject: clock.subject, mode: clock.mode },
      state: stateOf(clock, core.nowMs()),
      dueAt: core.textOf(clock.dueMs),
      told: clock.told.steps + clock.told.repeats,
    }));
}

function stateOf(clock: ClockView, nowMs: number): DueItem['state'] {
  if (clock.end.state === 'paused') return 'paused';
  return clock.dueMs <= nowMs ? 'overdue' : 'running';
}

function questionItems(core: NodeCore, board: WorkBoard): readonly DueItem[] {
  return board.asks
    .open()
    .filter(({ agencies }) => agencies.includes(core.agency))
    .map(({ trigger, type, subject, mode, asked, sinceMs }) => ({
      ...{ kind: 'question' as const, code: trigger, side: 'ours' as const, agency: core.agency, type, subject, mode },
      state: asked > 0 ? ('overdue' as const) : ('running' as const),
      dueAt: core.textOf(sinceMs),
      told: asked,
    }));
}

function divergenceItems(core: NodeCore, board: WorkBoard): readonly DueItem[] {
  return board.watch.divergent().flatMap(({ view, open }) =>
    open.map(({ type, unit, path, since }) => ({
      ...{ kind: 'divergence' as const, code: path === '' ? unit : `${unit}/${path}`, side: 'ours' as const, agency: core.agency },
      ...{ type, subject: view.subject as SubjectId, mode: view.mode, state: 'overdue' as const },
      dueAt: core.textOf(saidMs({ hlc: since })),
      told: 0,
    })),
  );
}

function derivedItems(core: NodeCore, board: WorkBoard): readonly DueItem[] {
  return board.derivation
    .open()
    .filter(({ reached }) => reached.issuer === core.agency)
    .map(({ act, reached }) => ({
      ...{ kind: 'derived' as const, code: act.rel, side: 'ours' as const, agency: core.agency, type: reached.type },
      ...{ record: reached.id as NonNullable<DueItem['record']>, state: 'overdue' as const },
      dueAt: core.textOf(saidMs({ hlc: act.hlc })),
      told: 0,
    }));
}

function nameOf(item: DueItem): string {
  return `${item.kind}/${item.record ?? item.subject ?? ''}/${item.code}/${item.desk ?? ''}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
