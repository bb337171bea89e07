import { type Bounds, type Crypto, canonicalText, type Json, parseJson } from '@wasl/record';
import { fail } from '../codes.ts';
import type { Agreement, Never } from '../document.ts';
import { agreementShape, neverShape } from './agreement-shape.ts';
import { checkReferences } from './references.ts';
import type { Problem, Shape } from './shape.ts';

/** 1 MiB, 24 levels, 100 000 members: an agreement is read by people, so more than this is a mistake or an attack. */
const agreementBounds: Bounds = { maxBytes: 1 << 20, maxDepth: 24, maxMembers: 100_000, maxStringLength: 16_384 };

function refuse(problems: readonly Problem[], what: string): never {
  const shown = problems.slice(0, 20).map((each) => `${each.path}: wanted ${each.wanted}, got ${each.got}`);
  const rest = problems.length > 20 ? `\n  … and ${problems.length - 20} more` : '';
  throw fail('agreement-invalid', `${what} has ${problems.length} problem(s):\n  ${shown.join('\n  ')}${rest}`, {
    path: problems[0]?.path ?? '(document)',
    details: { problems },
  });
}

function read(input: unknown, shape: Shape, what: string): Json {
  const text = typeof input === 'string' || input instanceof Uint8Array ? input : canonicalText(input as Json);
  const json = parseJson(text, agreementBounds);
  const problems: Problem[] = [];
  shape.check(json, '', problems);
  if (problems.length > 0) refuse(problems, what);
  return json;
}

/**
 * Parses an agreement from JSON text, bytes or a JSON value. Strict: a member nobody knows is refused, and every bad
 * place is reported in `details.problems`, not the first only. Throws `agreement-invalid` and the `json-…` codes.
 */
export function parseAgreement(input: unknown): Agreement {
  const agreement = read(input, agreementShape, 'the arrangement') as unknown as Agreement;
  const problems = checkReferences(agreement);
  if (problems.length > 0) refuse(problems, 'the arrangement');
  return agreement;
}

/** Parses one private forbid of this agency: the form of a never clause. Throws like `parseAgreement`. */
export function parseForbid(input: unknown): Never {
  return read(input, neverShape, 'the private rule') as unknown as Never;
}

/** The canonical JSON text of an agreement: what is hashed and signed (AG7). */
export function agreementText(agreement: Agreement): string {
  return canonicalText(agreement as unknown as Json);
}

/** base64url SHA-256 of the canonical text: the name of this version everywhere else. */
export function digestOf(agreement: Agreement, crypto: Pick<Crypto, 'sha256Text'>): string {
  return crypto.sha256Text(agreementText(agreement));
}
