import type { AgencyId, DeskId, Json, LangText, Mode, RecordId, Ref, SubjectId } from '@wasl/record';
import { Register, type RegisterRecord } from '../src/open-register.ts';

/** A record id made of a number: the form of a real one, the order of the number. */
export function idOf(n: number): RecordId {
  return `sha256:${String(n).padStart(42, '0')}A` as RecordId;
}

/** A subject id made of a number. */
export function subjectOf(n: number): SubjectId {
  return `${String(n).padStart(21, '0')}A` as SubjectId;
}

export const zero = '2030-06-13T18:00:00Z';
export const dayMs = 86_400_000;
export const hourMs = 3_600_000;
export const zeroMs = Date.parse(zero);
export const arrangement = 'ma-gb.major-events';

/** The instant so many hours after time nought. */
export function instantAt(hours: number): string {
  return `${new Date(zeroMs + hours * hourMs).toISOString().slice(0, 19)}Z`;
}

/** An English text. */
export function en(text: string): LangText {
  return [{ lang: 'en', text, status: 'original' }];
}

/** A held record in few words; `h` is hours after time nought. */
export function held(
  n: number,
  type: string,
  of: {
    readonly by?: string;
    readonly h?: number;
    readonly subject?: number;
    readonly mode?: Mode;
    readonly fields?: Readonly<Record<string, Json>>;
    readonly refs?: readonly (readonly [Ref['rel'], number])[];
    readonly status?: RegisterRecord['status'];
    readonly agreements?: readonly string[];
  } = {},
): RegisterRecord {
  const by = of.by ?? 'ma.police/nfip';
  const ms = zeroMs + (of.h ?? 0) * hourMs;
  return {
    said: {
      id: idOf(n),
      type,
      issuer: by.slice(0, by.indexOf('/')) as AgencyId,
      author: by as DeskId,
      mode: of.mode ?? 'exercise',
      hlc: `${ms}.${String(n % 10_000).padStart(4, '0')}`,
      subject: subjectOf(of.subject ?? n),
      refs: (of.refs ?? []).map(([rel, id]) => ({ rel, id: idOf(id) })),
      fields: of.fields ?? {},
    },
    issuedAt: instantAt(of.h ?? 0),
    status: of.status ?? 'current',
    agreements: of.agreements ?? [arrangement],
  };
}

/** A commitment of ma.police due in 48 hours. */
export function promise(n: number, more: Parameters<typeof held>[2] = {}): RegisterRecord {
  return held(n, 'commitment', {
    ...more,
    fields: {
      text: en('Train stewards') as unknown as Json,
      owners: [{ party: 'ma', desk: 'ma.police/nfip' }],
      due: instantAt(48),
      measure: en('List of 40 trained') as unknown as Json,
      state: 'agreed',
      public: false,
      ...more.fields,
    },
  });
}

/** A register of records in exercise mode under one arrangement with RFI hours. */
export function register(...records: readonly RegisterRecord[]): Register {
  return new Register(records, {
    mode: 'exercise',
    agreements: [{ id: arrangement, rfiHours: { urgent: 8, priority: 72, routine: 168 } }],
  });
}

/** Time so many hours after time nought, in milliseconds. */
export function at(hours: number): number {
  return zeroMs + hours * hourMs;
}
