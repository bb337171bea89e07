import { fail } from './codes.ts';
import type { NodeEvent } from './types.ts';

/** One event of a stream (WHATWG HTML §9.2.6): `data` lines joined by line feeds. */
export interface ServerSentEvent {
  readonly id?: string;
  readonly event?: string;
  readonly data: string;
}

const maxEventLength = 1 << 20;

/** Splits a `text/event-stream` into events; comments and unknown fields are dropped. An event over 1 MiB throws `api-answer-malformed`. */
export async function* parseEventStream(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  let fields: string[] = [];
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line !== '') fields.push(line);
      else {
        const event = eventOf(fields);
        fields = [];
        if (event !== undefined) yield event;
      }
    }
    if (rest.length > maxEventLength || fields.length > 10_000) throw fail('api-answer-malformed', 'an event is longer than 1 MiB');
  }
}

function eventOf(fields: readonly string[]): ServerSentEvent | undefined {
  const data: string[] = [];
  let id: string | undefined;
  let event: string | undefined;
  for (const field of fields) {
    const colon = field.indexOf(':');
    const name = colon < 0 ? field : field.slice(0, colon);
    const value = colon < 0 ? '' : field.slice(colon + 1).replace(/^ /, '');
    if (name === 'data') data.push(value);
    else if (name === 'id') id = value;
    else if (name === 'event') event = value;
  }
  if (data.length === 0) return undefined;
  return { data: data.join('\n'), ...(id === undefined ? {} : { id }), ...(event === undefined ? {} : { event }) };
}

/** One event as stream text. */
export function encodeEvent(event: NodeEvent): string {
  return `id: ${event.id}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`;
}
