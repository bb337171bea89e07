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
  const { form, accept } = of;
  const spans: Span[] = [];
  // matchAll would copy the expression for every text, which costs more than the search.
  form.lastIndex = 0;
  for (let match = form.exec(text); match !== null; match = form.exec(text)) {
    if (accept === undefined || accept(match)) spans.push({ kind, start: match.index, length: match[0].length });
    if (match[0] === '') form.lastIndex += 1;
  }
  return spans;
}
