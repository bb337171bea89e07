import { agreementText, parseAgreement } from '@wasl/agreement';
import { nodeCrypto } from '@wasl/identity';
import { fail } from '../codes.ts';

const form = /ROOT:([a-z]{2,12})/g;

/** Parties whose root is still a placeholder in the text of an arrangement. */
export function placeholdersIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(form)].map((match) => match[1] ?? ''))].sort();
}

/**
 * The canonical text with each `ROOT:<party>` replaced by the digest of that party's first root. What is signed is this text; files in
 * examples are laid out for people. Throws `agreement-placeholder` when a root is missing, and the codes of `parseAgreement`.
 */
export function fillRoots(text: string, roots: ReadonlyMap<string, string>): string {
  const missing = placeholdersIn(text).filter((party) => !roots.has(party));
  if (missing.length > 0) throw fail('agreement-placeholder', `no root was given for ${missing.join(', ')}`);
  return agreementText(parseAgreement(text.replaceAll(form, (_, party: string) => roots.get(party) ?? '')));
}

/** The text with made-up digests, so that a draft can be read, proved and compared before any root is known. Never to be signed. */
export function withMadeUpRoots(text: string): string {
  return text.replaceAll(form, (placeholder) => nodeCrypto.sha256Text(placeholder));
}
