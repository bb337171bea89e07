import type { EngineDeclaration } from '@wasl/engine';
import type { Json, Label } from '@wasl/record';
import { type Names, type NamesRow, namesOf } from './names.ts';

/**
 * JSON Schema 2020-12, as data. Formats: `instant`, `record-id`, `subject-id`, `agency`, `desk`, `party`, `digest`. Own keywords: `vocabulary`
 * (where the names of the codes are), `target` (types that a record id may name), `moment` (`past`: it cannot lie ahead).
 */
export type JsonSchema = { readonly [key: string]: Json };

/** One release unit: what an officer may share or hide apart from everything else. */
export interface Unit {
  readonly name: string;
  readonly names: Names;
  readonly schema: JsonSchema;
  readonly required?: true;
  readonly personalData: 'none';
  /** The coarse unit that stands in for this one, and the function of packages/record that makes it (RC4). */
  readonly twin?: { readonly name: string; readonly function: string };
  /** This unit is the coarse twin of the named one. */
  readonly twinOf?: string;
  /** What to do when the value is not of this form, where the form alone does not say it: a sentence, and the type of record that takes its place. */
  readonly instead?: { readonly says: Names; readonly type?: string };
  /** Its value is a list of files that travel apart from the record (RC6). */
  readonly attachments?: true;
}

/** The units of a record by name, before it has bytes. */
export type Fields = Readonly<Record<string, Json>>;

/** One thing wrong with a field: where, what was wanted, and a sentence for the duty officer. `rule` names the rule of doctrine, or `schema`. */
export interface FieldFinding {
  readonly path: string;
  readonly rule: string;
  readonly message: string;
  readonly sentence: Names;
  /** The type of record that takes its place, where there is one. */
  readonly instead?: string;
}

/** Where a rule is broken and by what. */
type Breach = Pick<FieldFinding, 'path' | 'message'>;

/** A rule between units that a schema cannot say. `check` is only asked when every unit has its form. */
export interface DoctrineRule {
  readonly id: string;
  readonly says: Names;
  check(fields: Fields): Breach | undefined;
}

/** A rule with its sentence in English, French and Arabic. */
export function rule(id: string, says: NamesRow, check: DoctrineRule['check']): DoctrineRule {
  return { id, says: namesOf(says), check };
}

/** The part of a label that a type starts from; readers, purposes and owners come with the act of release. */
export type DefaultLabel = Pick<Label, 'lvl' | 'tlp' | 'cav' | 'hdl' | 'orcon' | 'nat'>;

/** A record type of the catalogue. `arity` covers its units, the label and decoys; `retentionDays` is the default that an agreement may shorten. */
export interface RecordType {
  readonly type: string;
  readonly version: number;
  readonly names: Names;
  readonly topic: 'operations' | 'alerts' | 'requests' | 'cooperation' | 'capability' | 'control';
  readonly arity: number;
  readonly defaultLabel: DefaultLabel;
  readonly personalData: 'none';
  readonly retentionDays: number;
  /** Records of this type bear evidence and are signed by their author (LG2). */
  readonly authorSignature: boolean;
  /** Seconds within which a desk must answer before its deputy is paged (L1). */
  readonly acknowledge?: { readonly withinSeconds: number };
  /** Only an arrangement with a non-refoulement clause may carry it (S10). */
  readonly migration?: true;
  /** Made by nodes only: codes and ids, no free text (LG7). */
  readonly control?: true;
  readonly units: readonly Unit[];
  readonly rules: readonly DoctrineRule[];
  /** What the work with such records needs: merging, clocks, ladder, derivation, triggers. The engine itself knows no type. */
  readonly engine?: EngineDeclaration;
}

/** Level 1, TLP GREEN, nothing else: the label that unclassified operational work starts from. */
export const openLabel: DefaultLabel = { lvl: 1, tlp: 'GREEN', cav: [], hdl: [], orcon: false, nat: [] };
/** As `openLabel`, under originator control: a partner asks before it passes the record on. */
export const controlledLabel: DefaultLabel = { ...openLabel, tlp: 'AMBER', orcon: true };

/** A unit with its names in English, French and Arabic. */
export function unit(name: string, names: NamesRow, schema: JsonSchema): Unit {
  return { name, names: namesOf(names), schema, personalData: 'none' };
}

/** The same unit, which no record of the type may lack. */
export function required(of: Unit): Unit {
  return { ...of, required: true };
}

/** A fine unit and its coarse twin, which is a unit of its own. */
export function withTwin(
  of: Unit,
  by: { readonly function: string; readonly names: NamesRow; readonly schema: JsonSchema },
): readonly [Unit, Unit] {
  const name = `${of.name}.coarse`;
  return [
    { ...of, twin: { name, function: by.function } },
    { ...unit(name, by.names, by.schema), twinOf: of.name },
  ];
}
