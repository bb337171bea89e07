import type { OperationId } from '@wasl/contract';
import type { DeskId, Mode, RecordId, SubjectId } from '@wasl/record';
import { actorOf, type Call, type Handler, textOf } from '../http/call.ts';
import type { ApiOptions } from '../options.ts';
import { shown } from './answers.ts';

type WorkOperation = Extract<OperationId, 'subject' | 'due' | 'ladder' | 'derivation'>;

/** Handlers of subjects, ladders, deadlines and derivation. */
export function workHandlers({ node }: ApiOptions): Readonly<Record<WorkOperation, Handler>> {
  const { work } = node;
  return {
    subject: async (call) => shown(await work.subject(actorOf(call), (call.params['id'] ?? '') as SubjectId, modeOf(call))),
    due: async (call) => {
      const [desk, side, mode] = [textOf(call.query, 'desk'), textOf(call.query, 'side'), modeOf(call)];
      const of = {
        ...(desk === undefined ? {} : { desk: desk as DeskId }),
        ...(mode === undefined ? {} : { mode }),
        ...(side === undefined ? {} : { side: side as 'ours' | 'theirs' }),
      };
      return shown(await work.due(actorOf(call), of), (due) => ({ due }));
    },
    ladder: async (call) => shown(await work.ladder(actorOf(call), idOf(call))),
    derivation: async (call) => shown(await work.derivation(actorOf(call), idOf(call))),
  };
}

function idOf(call: Call): RecordId {
  return (call.params['id'] ?? '') as RecordId;
}

function modeOf(call: Call): Mode | undefined {
  return textOf(call.query, 'mode') as Mode | undefined;
}
