import type { CatalogType, Language, RecordView } from '@wasl/contract';
import type { LangText } from '@wasl/record';

/** Whether a value is a text in languages (`LangText` of the record package). */
export function isTextList(value: unknown): value is LangText {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((each: unknown) => typeof each === 'object' && each !== null && 'lang' in each && 'text' in each && 'status' in each)
  );
}

/** The text in the reader's language, else the original. */
export function textIn(text: LangText, language: Language): LangText[number] | undefined {
  return text.find((each) => each.lang.split('-')[0] === language) ?? text.find((each) => each.status === 'original') ?? text[0];
}

/** The fields in the order in which the record's type names them. */
export function inOrder(record: RecordView, type: CatalogType | undefined): RecordView['fields'] {
  const order = type?.units.map((unit) => unit.name) ?? [];
  return [...record.fields].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

/** The value that speaks for the record in a list: the first text in languages, else the first word in the order of its type. */
export function headlineOf(record: RecordView, type: CatalogType | undefined): { readonly value: unknown } | undefined {
  const fields = inOrder(record, type);
  return fields.find((field) => isTextList(field.value)) ?? fields.find((field) => typeof field.value === 'string') ?? fields[0];
}

/** The desk of this agency that the record asks to acknowledge it, and by when (L1). Undefined: nobody here was asked. */
export function askedOf(record: RecordView, agency: string): { readonly desk: string; readonly dueMs: number } | undefined {
  const asked: unknown = record.fields.find((field) => field.name === 'ackBy')?.value;
  if (!Array.isArray(asked) || record.issuer === agency) return undefined;
  const mine = asked.flatMap((each: unknown) => {
    if (typeof each !== 'object' || each === null || !('desk' in each) || !('deadlineSeconds' in each)) return [];
    const { desk, deadlineSeconds } = each;
    if (typeof desk !== 'string' || typeof deadlineSeconds !== 'number' || !desk.startsWith(`${agency}/`)) return [];
    return [{ desk, dueMs: Date.parse(record.issuedAt) + deadlineSeconds * 1000 }];
  });
  return mine.sort((a, b) => a.dueMs - b.dueMs)[0];
}

/** What an answer says: seen, accepted, … ; undefined where that was not sent. */
export function stateOf(answer: RecordView): unknown {
  return answer.fields.find((field) => field.name === 'state')?.value;
}

/** Answers to a record among those that this page holds. */
export function answersTo(record: RecordView, records: readonly RecordView[]): readonly RecordView[] {
  return records.filter((each) => each.refs.some((ref) => ref.rel === 'acknowledges' && ref.id === record.id));
}

/** The present second as records write it. */
export function presentInstant(): string {
  return `${new Date().toISOString().slice(0, 19)}Z`;
}
