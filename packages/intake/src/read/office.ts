import { type Document, quoteOf, type Span, type Stretch, spanOf } from '../text/document.ts';

/** An office as a text names it: role, domain and country where they are said. Its text has words of the vocabulary only, so no name. */
export interface Office extends Stretch {
  readonly role: string;
  readonly domain?: string;
  readonly party?: string;
  readonly organisation?: string;
  /** As printed, without any name. */
  readonly text: string;
  readonly span: Span;
  /** "His counterpart": role and domain are those of the office before it. */
  readonly counterpart?: true;
  /** Several holders, one of each of these countries. */
  readonly parties?: readonly string[];
}

/** `role/domain/party`, a dash for what the text does not say. */
export function officeCode({ role, domain, party }: Pick<Office, 'role' | 'domain' | 'party'>): string {
  return `${role}/${domain ?? '-'}/${party ?? '-'}`;
}

/** What was gathered while reading an office word by word. */
export interface Gathered {
  readonly role: string;
  readonly from: number;
  readonly to: number;
  readonly domain?: string | undefined;
  readonly parties: readonly string[];
  readonly organisation?: string | undefined;
  readonly plural: boolean;
  readonly complement: boolean;
}

const complete = new Set(['prime-minister', 'head-of-state']);

/** The office that was gathered; `undefined` for a bare "the minister", which names nobody. */
export function officeOf(document: Document, of: Gathered): Office | undefined {
  const { role, from, to, domain, parties, organisation } = of;
  const [party] = parties;
  if (!(of.complement || domain !== undefined || party !== undefined || complete.has(role))) return undefined;
  const stretch = { from, to };
  return {
    role,
    from,
    to,
    ...(domain === undefined ? {} : { domain }),
    ...(party === undefined ? {} : { party }),
    ...(organisation === undefined ? {} : { organisation }),
    text: quoteOf(document, stretch),
    span: spanOf(document, stretch),
    ...(role === 'counterpart' ? { counterpart: true } : {}),
    ...(of.plural && parties.length > 1 ? { parties } : {}),
  };
}
