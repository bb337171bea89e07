import type { JsonSchema } from '../schemas/schema.ts';
import type { Role } from '../types.ts';

/**
 * Who may call: anyone; a caller on the machine itself or else any session; any session; or sessions with one of these roles. A required
 * field, so that no route can be added without deciding it.
 */
export type Authorisation = 'public' | 'local' | 'session' | readonly Role[];

/** A parameter of a route. Path parameters are always required. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly description: string;
  readonly required?: boolean;
  readonly schema: JsonSchema;
}

/** An answer: `schema` names a schema of the document. */
export interface Answer {
  readonly description: string;
  readonly schema?: string;
  readonly mediaType?: string;
  readonly headers?: readonly string[];
}

/** One operation of the API. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** `{name}` stands for a path parameter. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly authorisation: Authorisation;
  /** True for what changes state: a request authenticated by its cookie must carry `x-wasl-csrf` and come from the same origin. */
  readonly csrf: boolean;
  /** Where it exists; elsewhere it answers 404. Everywhere when absent. */
  readonly only?: 'demonstration' | 'operational';
  readonly parameters?: readonly Parameter[];
  readonly body?: { readonly schema?: string; readonly mediaType: string; readonly maxBytes: number };
  readonly responses: Readonly<Record<number, Answer>>;
}

/** Largest JSON body. */
export const maxJsonBytes = 1 << 20;
/** Largest attachment (RC6). */
export const maxAttachmentBytes = 50_000_000;

/** A JSON request body of this schema. */
export function jsonBody(schema: string): NonNullable<Route['body']> {
  return { schema, mediaType: 'application/json', maxBytes: maxJsonBytes };
}

/** A JSON answer of this schema. */
export function json(description: string, schema: string, headers?: readonly string[]): Answer {
  return { description, schema, mediaType: 'application/json', ...(headers === undefined ? {} : { headers }) };
}

/** Roles that may see records, content withheld from oversight by the node itself. */
export const readers = ['duty', 'release', 'liaison', 'cooperation', 'oversight'] as const;
/** Roles that work with content. */
export const officers = ['duty', 'release', 'liaison', 'cooperation'] as const;
