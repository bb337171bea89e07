import type { AgencyId, DeskId, Json, Mode, RecordId, Ref, SubjectId } from '@wasl/record';
import type { Declarations, EngineDeclaration, Said } from '../src/index.ts';

/** A record id made of a number: the form of a real one, the order of the number. */
export function idOf(n: number): RecordId {
  return `sha256:${String(n).padStart(42, '0')}A` as RecordId;
}

/** A subject id made of a number. */
export function subjectOf(n: number): SubjectId {
  return `${String(n).padStart(21, '0')}A` as SubjectId;
}

/** 2030-06-13T18:00:00Z: time nought of the tests. */
export const zeroMs = Date.UTC(2030, 5, 13, 18);

/** Clock value of so many seconds after time nought. */
export function hlcAt(seconds: number, counter = 0): string {
  return `${zeroMs + seconds * 1000}.${String(counter).padStart(4, '0')}`;
}

/** Milliseconds of so many seconds after time nought. */
export function at(seconds: number): number {
  return zeroMs + seconds * 1000;
}

/** The instant of so many seconds after time nought. */
export function instantAt(seconds: number): string {
  return `${new Date(at(seconds)).toISOString().slice(0, 19)}Z`;
}

/** A record in few words; `by` is a desk such as `ma.police/ops`. */
export function say(
  n: number,
  of: {
    readonly type: string;
    readonly by: string;
    readonly s?: number;
    readonly subject?: number;
    readonly mode?: Mode;
    readonly fields?: Readonly<Record<string, Json>>;
    readonly refs?: readonly (readonly [Ref['rel'], number])[];
  },
): Said {
  return {
    id: idOf(n),
    type: of.type,
    issuer: of.by.slice(0, of.by.indexOf('/')) as AgencyId,
    author: of.by as DeskId,
    mode: of.mode ?? 'exercise',
    hlc: hlcAt(of.s ?? n),
    subject: subjectOf(of.subject ?? 1),
    refs: (of.refs ?? []).map(([rel, id]) => ({ rel, id: idOf(id) })),
    fields: of.fields ?? {},
  };
}

/** Declarations by type name. */
export function declare(types: Readonly<Record<string, EngineDeclaration>>): Declarations {
  return new Map(Object.entries(types));
}
