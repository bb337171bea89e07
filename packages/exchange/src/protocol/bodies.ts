import type { LogSummary, SeenHead } from '@wasl/node';
import { type Json, parseJson } from '@wasl/record';
import { fail } from '../codes.ts';

/** Bodies are bounded by the reader of the request before they come here; lists by these. */
const listBounds = { maxBytes: 16 * 1024 * 1024, maxDepth: 4, maxMembers: 100_000, maxStringLength: 128 * 1024 };

export interface Hint {
  readonly origin: string;
}

function texts(item: Json, names: readonly string[], what: string): readonly string[] {
  if (item === null || typeof item !== 'object' || Array.isArray(item)) throw fail('body-malformed', `${what} is an object`);
  const members = item as { readonly [key: string]: Json };
  return names.map((name) => {
    const value = Object.hasOwn(members, name) ? members[name] : undefined;
    if (typeof value !== 'string') throw fail('body-malformed', `${what} has a text ${name}`);
    return value;
  });
}

function listOf(body: string, name: string): readonly Json[] {
  const value = parseJson(body, listBounds);
  const list = value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, Json>)[name] : undefined;
  if (!Array.isArray(list)) throw fail('body-malformed', `a body holds a list ${name}`);
  return list;
}

/** Body of GET /v1/logs. */
export function encodeLogs(logs: readonly LogSummary[]): string {
  return JSON.stringify({ logs: logs.map(({ origin, descriptor, checkpoint }) => ({ origin, descriptor, checkpoint })) });
}

/** Throws `body-malformed` or a `json-…` code. Descriptor and checkpoint are unproved text. */
export function parseLogs(body: string): readonly LogSummary[] {
  return listOf(body, 'logs').map((item) => {
    const [origin = '', descriptor = '', checkpoint = ''] = texts(item, ['origin', 'descriptor', 'checkpoint'], 'a log');
    return { origin, descriptor, checkpoint };
  });
}

/** Body of GET /v1/heads. */
export function encodeHeads(heads: readonly SeenHead[]): string {
  return JSON.stringify({ heads: heads.map(({ origin, checkpoint }) => ({ origin, checkpoint })) });
}

/** Throws `body-malformed` or a `json-…` code. Checkpoints are unproved text. */
export function parseHeads(body: string): readonly SeenHead[] {
  return listOf(body, 'heads').map((item) => {
    const [origin = '', checkpoint = ''] = texts(item, ['origin', 'checkpoint'], 'a head');
    return { origin, checkpoint };
  });
}

/** Body of POST /v1/hints. */
export function encodeHint(hint: Hint): string {
  return JSON.stringify({ origin: hint.origin });
}

/** Throws `body-malformed` or a `json-…` code. A hint wakes a reader and is believed in nothing else (EX7). */
export function parseHint(body: string): Hint {
  const [origin = ''] = texts(parseJson(body, { ...listBounds, maxBytes: 4096 }), ['origin'], 'a hint');
  return { origin };
}
