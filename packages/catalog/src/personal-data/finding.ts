/** What a text seems to hold. */
export type PersonalDataKind =
  | 'machine-readable-zone'
  | 'e-mail'
  | 'phone'
  | 'iban'
  | 'identity-number'
  | 'birth-date'
  | 'plate'
  | 'person-name'
  | 'person-description';

/** Where it stands: the path inside the scanned value, the offset and length in UTF-16 units. The text itself is never repeated, because findings are logged. */
export interface PersonalDataFinding {
  readonly kind: PersonalDataKind;
  readonly path: string;
  readonly start: number;
  readonly length: number;
}

/** A span of one text. */
export interface Span {
  readonly kind: PersonalDataKind;
  readonly start: number;
  readonly length: number;
}

/** Every match of a global expression that a test accepts, as spans of a kind. */
export function spansOf(
  kind: PersonalDataKind,
  text: string,
  of: { readonly form: RegExp; readonly accept?: (match: RegExpExecArray) => boolean },
): Span[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(of.form)) {
    if (of.accept?.(match) ?? true) spans.push({ kind, start: match.index, length: match[0].length });
  }
  return spans;
}
