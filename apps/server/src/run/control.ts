import { join } from 'node:path';
import type { Json } from '@wasl/record';
import { fail } from '../codes.ts';
import type { ControlRequest } from '../home/control-socket.ts';
import type { RunningNode } from './running-node.ts';

/** Answers what the owner of the home asks of the running node. A backup is in the activity record before its first byte is written. */
export function controlOf({ node }: RunningNode): (request: ControlRequest) => Promise<Json> {
  return async (request) => {
    switch (request.op) {
      case 'status':
        return JSON.parse(JSON.stringify(node.status(undefined))) as Json;
      case 'backup': {
        const { store } = node.core.options;
        const written = await node.core.flusher.submit({ acts: [{ act: 'backup', details: { folder: request.folder } }] });
        if (!written.ok) throw fail('node-died', `the activity record did not take the backup: ${written.reason.message}`);
        await store.backup(join(request.folder, 'store'));
        await store.backupKeys(join(request.keys, 'record-keys'));
        return { done: true };
      }
    }
  };
}
