import { parentPort, workerData } from 'node:worker_threads';
import type { ViewAnswer, ViewCall, ViewReply, ViewRequest } from './messages.ts';
import { ViewTables } from './view-tables.ts';

const port = parentPort;
if (port === null) throw new TypeError('views-worker runs as a worker only');

let tables: ViewTables | undefined;

function answer(call: ViewCall): ViewAnswer {
  tables ??= new ViewTables(String(workerData));
  switch (call.op) {
    case 'open':
      return undefined;
    case 'index':
      tables.index(call.rows);
      return undefined;
    case 'refer':
      tables.refer(call.rows);
      return undefined;
    case 'list':
      return tables.list(call.filter);
    case 'referring':
      return tables.referring(call.id);
    case 'count':
      return tables.count();
    case 'clear':
      tables.clear();
      return undefined;
    case 'close':
      tables.close();
      return undefined;
  }
}

port.on('message', ({ number, call }: ViewRequest) => {
  let reply: ViewReply;
  try {
    reply = { number, value: answer(call) };
  } catch (error) {
    reply = { number, failure: error instanceof Error ? error.message : String(error) };
  }
  port.postMessage(reply);
});
