import type { AgencyId, Json, Mode, RecordId, SubjectId } from '@wasl/record';
import type { MergeRule } from '../declaration.ts';

/** One unit as one agency states it now, and the record that says so. */
export interface StatedUnit {
  readonly value: Json;
  readonly record: RecordId;
  readonly hlc: string;
}

/** What one agency says of the subject, in records of one type. */
export interface Statement {
  readonly agency: AgencyId;
  readonly units: Readonly<Record<string, StatedUnit>>;
}

/** One value of the merged view with everyone who stands behind it. */
export interface MergedValue {
  readonly value: Json;
  readonly agencies: readonly AgencyId[];
  readonly records: readonly RecordId[];
}

/** One unit of the merged view: `value` is what is shown first, `values` all that is stated, newest first. */
export interface MergedUnit {
  readonly unit: string;
  readonly merge: MergeRule['merge'];
  readonly value: Json;
  readonly values: readonly MergedValue[];
}

/** Agencies that ought to say the same and do not. `path` stands inside the unit: a member, or `[key=…]` of a list; empty: the whole unit. */
export interface Divergence {
  readonly type: string;
  readonly unit: string;
  readonly path: string;
  readonly values: readonly { readonly agency: AgencyId; readonly record: RecordId; readonly value: Json }[];
  /** Clock value of the newest record behind it. */
  readonly since: string;
  /** A joint decision about it: closed when nobody is awaited. */
  readonly settlement?: { readonly record: RecordId; readonly by: AgencyId; readonly awaits: readonly AgencyId[] };
}

/** What became of one record of the subject. */
export type Standing = 'current' | 'corrected' | 'superseded' | 'withdrawn' | 'erased';

/** One record of the subject: `by` are the issuer's acts that made it so. */
export interface RecordStanding {
  readonly id: RecordId;
  readonly type: string;
  readonly issuer: AgencyId;
  readonly hlc: string;
  readonly standing: Standing;
  readonly by: readonly RecordId[];
}

/** Statements, merged view and divergence of the records of one type. */
export interface TypeView {
  readonly type: string;
  /** The agency of the oldest record of the type. */
  readonly owner: AgencyId;
  readonly statements: readonly Statement[];
  readonly merged: readonly MergedUnit[];
  readonly divergence: readonly Divergence[];
}

/** A subject as its records make it, the same whatever the order they came in. */
export interface SubjectView {
  readonly subject: SubjectId;
  readonly mode: Mode;
  readonly types: readonly TypeView[];
  /** Oldest first. */
  readonly records: readonly RecordStanding[];
  /** Acts on another agency's record: they change nothing and are shown. */
  readonly disputes: readonly { readonly record: RecordId; readonly act: RecordId; readonly rel: string; readonly by: AgencyId }[];
}
