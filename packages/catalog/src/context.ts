import { isDeskId, isRecordId, type Json, parseInstant, type Ref, type Result } from '@wasl/record';
import { recordType } from './catalog.ts';
import type { Names } from './names.ts';
import type { FieldFinding, Fields, JsonSchema } from './record-type.ts';
import { memberOf } from './schema-parts.ts';
import { resultOf } from './validate.ts';

/** What a node knows of a record that another one names. `fields` only where `neededRecords` asks for them and they are held. */
export interface KnownRecord {
  readonly issuer: string;
  readonly type: string;
  readonly subject: string;
  readonly fields?: Fields;
}

/** What the rules need to know beyond the record: who writes, when, which desks exist, and the records it names. */
export interface RecordContext {
  readonly issuer: string;
  readonly mode: string;
  readonly nowMs: number;
  /** Whether a root of trust or a desk record names the desk. */
  readonly knowsDesk: (desk: string) => boolean;
  /** Records named by this one, as far as they are held here: what is not known yet is no error. */
  readonly records: ReadonlyMap<string, KnownRecord>;
  /** Subjects that the subject named by `partOf` is itself part of, as far as known. */
  readonly ancestors: ReadonlySet<string>;
  /** An arrangement it goes out under asks for a human-rights assessment before help is accepted (S12). */
  readonly rightsNeeded: boolean;
}

/** The record that is to be made, before it has bytes. */
export interface Draft {
  readonly type: string;
  readonly subject?: string;
  readonly refs?: readonly Ref[];
  readonly fields: Fields;
}

/** Clocks of two machines may differ by this much. */
const leewayMs = 120_000;
/** The unit by which subjects stand inside each other. */
export const parentUnit = 'partOf';
const rewrites: ReadonlySet<string> = new Set(['corrects', 'supersedes', 'withdraws']);
/** What an answer of each type answers. */
const answered: Readonly<Record<string, readonly string[]>> = { answer: ['rfi'], response: ['request'] };
/** Medical help waits for no assessment. */
const unassessed: ReadonlySet<string> = new Set(['medical']);

const says = {
  'desk-unknown': {
    en: 'No agency of the arrangements has this desk.',
    fr: 'Aucun service des arrangements n’a ce bureau.',
    ar: 'لا يوجد هذا المكتب لدى أي جهاز من أجهزة الترتيبات.',
  },
  'time-ahead': {
    en: 'This time is said to have passed and lies ahead.',
    fr: 'Cette heure est donnée comme passée alors qu’elle est à venir.',
    ar: 'هذا الوقت معطى على أنه مضى وهو لم يحن بعد.',
  },
  'reference-type': {
    en: 'The record named here is of another kind.',
    fr: 'Le document cité ici est d’une autre nature.',
    ar: 'السجل المذكور هنا من نوع آخر.',
  },
  'reference-cycle': {
    en: 'This would make a thing part of itself.',
    fr: 'Une chose ferait ainsi partie d’elle-même.',
    ar: 'بهذا يصبح الشيء جزءا من نفسه.',
  },
  'statement-of-another': {
    en: 'This record is another agency’s statement: make your own about the same matter instead.',
    fr: 'Ce document est la déclaration d’un autre service : établissez plutôt la vôtre sur le même sujet.',
    ar: 'هذا السجل تصريح لجهاز آخر: حرر تصريحك الخاص في الموضوع نفسه.',
  },
  'update-elsewhere': {
    en: 'A record is updated by one of its own kind about the same matter.',
    fr: 'Un document est mis à jour par un autre de même nature sur le même sujet.',
    ar: 'يحين السجل بسجل من نوعه وفي الموضوع نفسه.',
  },
  S12: {
    en: 'The arrangement asks for a human-rights assessment before such help is accepted: the request has none.',
    fr: 'L’arrangement exige une évaluation des droits de l’homme avant d’accepter cette aide : la demande n’en a pas.',
    ar: 'يشترط الترتيب تقييما لحقوق الإنسان قبل قبول هذه المساعدة: الطلب لا يتضمنه.',
  },
} as const satisfies Record<string, Names>;

function finding(rule: keyof typeof says, path: string, message: string): FieldFinding {
  return { path, rule, message, sentence: says[rule] };
}

/** A value inside a unit that only context can judge. */
interface Marked {
  readonly path: string;
  readonly value: string;
  readonly kind: 'desk' | 'target' | 'past';
  readonly target?: readonly string[];
}

const marks = new WeakMap<JsonSchema, boolean>();

function isSchema(value: Json | undefined): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Schemas inside of which a value may need context; most units have none and are not walked. */
function hasMarks(schema: JsonSchema): boolean {
  let found = marks.get(schema);
  if (found === undefined) {
    found =
      schema['format'] === 'desk' ||
      schema['target'] !== undefined ||
      schema['moment'] !== undefined ||
      Object.values(schema).some(
        (value) =>
          (isSchema(value) && hasMarks(value)) ||
          (Array.isArray(value) && (value as readonly Json[]).some((one) => isSchema(one) && hasMarks(one))),
      );
    marks.set(schema, found);
  }
  return found;
}

function* marked(value: Json, schema: JsonSchema, path: string): Generator<Marked> {
  if (!hasMarks(schema)) return;
  const branches = schema['anyOf'];
  if (Array.isArray(branches)) for (const branch of branches as readonly Json[]) if (isSchema(branch)) yield* marked(value, branch, path);
  if (typeof value === 'string') {
    const target = schema['target'];
    if (schema['format'] === 'desk' && isDeskId(value)) yield { path, value, kind: 'desk' };
    if (Array.isArray(target) && isRecordId(value)) yield { path, value, kind: 'target', target: target as readonly string[] };
    if (schema['moment'] === 'past') yield { path, value, kind: 'past' };
  } else if (Array.isArray(value)) {
    const { items } = schema;
    if (isSchema(items)) for (const [index, one] of (value as readonly Json[]).entries()) yield* marked(one, items, `${path}[${index}]`);
  } else if (typeof value === 'object' && value !== null) {
    const { properties } = schema;
    if (!isSchema(properties)) return;
    for (const [name, one] of Object.entries(value)) {
      const inner = properties[name];
      if (isSchema(inner)) yield* marked(one, inner, `${path}.${name}`);
    }
  }
}

function* markedOf(draft: Draft): Generator<Marked> {
  for (const unit of recordType(draft.type)?.units ?? []) {
    const value = draft.fields[unit.name];
    if (value !== undefined) yield* marked(value, unit.schema, unit.name);
  }
}

/** Desks that the record names, ids of records whose type or issuer the rules want to know, and those whose fields they want as well. */
export function neededRecords(draft: Draft): {
  readonly desks: readonly string[];
  readonly known: readonly string[];
  readonly fields: readonly string[];
} {
  const found = [...markedOf(draft)];
  const named = found.filter((one) => one.kind === 'target').map((one) => one.value);
  const desks = [...new Set(found.filter((one) => one.kind === 'desk').map((one) => one.value))];
  const refs = (draft.refs ?? []).filter(({ rel }) => rewrites.has(rel) || rel === 'answers' || rel === 'acknowledges');
  const fields = accepts(draft) ? helpAccepted(draft) : [];
  return { desks, known: [...new Set([...named, ...refs.map(({ id }) => id)])], fields };
}

function accepts({ type, fields }: Draft): boolean {
  if (type === 'response') return fields['answer'] === 'accepted' || fields['answer'] === 'partial';
  return type === 'acknowledgement' && (fields['state'] === 'accepted' || fields['state'] === 'partial');
}

function helpAccepted(draft: Draft): readonly string[] {
  const to = draft.fields['to'];
  const refs = (draft.refs ?? []).filter(({ rel }) => rel === 'answers' || rel === 'acknowledges').map(({ id }): string => id);
  return [...new Set(typeof to === 'string' ? [to, ...refs] : refs)];
}

function* markedFindings(draft: Draft, context: RecordContext): Generator<FieldFinding> {
  const simulated = context.mode === 'exercise' || context.mode === 'test';
  for (const { path, value, kind, target } of markedOf(draft)) {
    // A desk record is what makes an own desk known.
    const declares = draft.type === 'desk' && value.startsWith(`${context.issuer}/`);
    if (kind === 'desk' && !declares && !context.knowsDesk(value)) yield finding('desk-unknown', path, `no desk ${value} is known`);
    if (kind === 'past' && !simulated && parseInstant(value) > context.nowMs + leewayMs)
      yield finding('time-ahead', path, `${value} lies ahead`);
    const known = kind === 'target' ? context.records.get(value) : undefined;
    if (known !== undefined && target?.includes(known.type) === false)
      yield finding('reference-type', path, `${known.type} is not ${target.join(' or ')}`);
  }
}

function* refFindings(draft: Draft, context: RecordContext): Generator<FieldFinding> {
  for (const [index, { rel, id }] of (draft.refs ?? []).entries()) {
    const known = context.records.get(id);
    if (known === undefined) continue;
    const path = `refs[${index}]`;
    if (rewrites.has(rel) && known.issuer !== context.issuer)
      yield finding('statement-of-another', path, `${id} is a statement of ${known.issuer}`);
    else if ((rel === 'corrects' || rel === 'supersedes') && (known.type !== draft.type || known.subject !== draft.subject))
      yield finding('update-elsewhere', path, `${id} is a ${known.type} about ${known.subject}`);
    const wanted = rel === 'answers' ? answered[draft.type] : undefined;
    if (wanted?.includes(known.type) === false) yield finding('reference-type', path, `${known.type} is not ${wanted.join(' or ')}`);
  }
}

function cycleFinding(draft: Draft, context: RecordContext): FieldFinding | undefined {
  const parent = draft.fields[parentUnit];
  if (draft.subject === undefined || typeof parent !== 'string') return undefined;
  if (parent !== draft.subject && !context.ancestors.has(draft.subject)) return undefined;
  return finding('reference-cycle', parentUnit, `${parent} is part of ${draft.subject}`);
}

function rightsFinding(draft: Draft, context: RecordContext): FieldFinding | undefined {
  if (!context.rightsNeeded || !accepts(draft)) return undefined;
  for (const id of helpAccepted(draft)) {
    const known = context.records.get(id);
    if (known?.fields === undefined || (known.type !== 'request' && known.type !== 'offer')) continue;
    const { rights } = known.fields;
    const kind = known.fields['class'];
    if (typeof kind === 'string' && unassessed.has(kind)) continue;
    if (memberOf(rights, 'reference') === undefined)
      return finding('S12', draft.type === 'response' ? 'answer' : 'state', `${id} has no rights assessment`);
  }
  return undefined;
}

/**
 * Checks what the units alone cannot say: desks exist, times said to be past are, records named are of the right type, nothing is part of itself, no
 * agency rewrites another's statement, and help is assessed before it is accepted where the arrangement asks for it. Pure; refuses `fields-invalid` like
 * `validateFields`. Asked only once the fields are valid.
 */
export function validateContext(draft: Draft, context: RecordContext): Result<true> {
  const more = [cycleFinding(draft, context), rightsFinding(draft, context)].filter((one) => one !== undefined);
  return resultOf([...markedFindings(draft, context), ...refFindings(draft, context), ...more]);
}
