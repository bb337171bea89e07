import {
  accept,
  checkTwin,
  isAgencyId,
  isDeskId,
  isDigestText,
  isInstant,
  isRecordId,
  isSubjectId,
  type Json,
  parsePartyId,
  type Result,
  refuse,
  WaslError,
} from '@wasl/record';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { recordType } from './catalog.ts';
import type { FieldFinding, Fields, RecordType, Unit } from './record-type.ts';
import { coarseDiffers, formSentence, lacking, noSuchUnit } from './sentences.ts';

const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: false, validateFormats: true });
// Own keywords say things about a value that need more than the value; `validateContext` reads them.
for (const keyword of ['vocabulary', 'target', 'moment']) ajv.addKeyword({ keyword });

function isPartyId(text: string): boolean {
  try {
    parsePartyId(text);
    return true;
  } catch (error) {
    if (error instanceof WaslError) return false;
    throw error;
  }
}

ajv.addFormat('instant', isInstant);
ajv.addFormat('record-id', isRecordId);
ajv.addFormat('subject-id', isSubjectId);
ajv.addFormat('agency', isAgencyId);
ajv.addFormat('desk', isDeskId);
ajv.addFormat('party', isPartyId);
ajv.addFormat('digest', isDigestText);

// Compiling a schema takes milliseconds, so it is done when a unit is first met and kept.
const compiled = new WeakMap<Unit, ValidateFunction>();
const byName = new WeakMap<RecordType, ReadonlyMap<string, Unit>>();

function validatorOf(unit: Unit): ValidateFunction {
  let validator = compiled.get(unit);
  if (validator === undefined) {
    validator = ajv.compile(unit.schema);
    compiled.set(unit, validator);
  }
  return validator;
}

function unitsOf(type: RecordType): ReadonlyMap<string, Unit> {
  let units = byName.get(type);
  if (units === undefined) {
    units = new Map(type.units.map((unit) => [unit.name, unit]));
    byName.set(type, units);
  }
  return units;
}

function findingOf(of: Unit, errors: readonly ErrorObject[]): FieldFinding {
  const unit = of.name;
  // Of the branches of an anyOf, the one that got deepest into the value says most.
  const [first] = [...errors].sort((a, b) => b.instancePath.length - a.instancePath.length);
  const inside = (first?.instancePath ?? '').split('/').slice(1);
  const path = inside.reduce((sofar, part) => (/^\d+$/.test(part) ? `${sofar}[${part}]` : `${sofar}.${part}`), unit);
  const allowed = first?.keyword === 'enum' ? `: ${JSON.stringify(first.params['allowedValues'])}` : '';
  const extra = first?.keyword === 'additionalProperties' ? `: ${JSON.stringify(first.params['additionalProperty'])}` : '';
  return {
    path,
    rule: 'schema',
    message: `${first?.message ?? 'has another form'}${allowed}${extra}`,
    sentence: of.instead?.says ?? formSentence(first, of.names),
    ...(of.instead?.type === undefined ? {} : { instead: of.instead.type }),
  };
}

/** Checks one unit's value; `undefined` when it has its form. */
export function validateUnit(unit: Unit, value: Json): FieldFinding | undefined {
  const validator = validatorOf(unit);
  return validator(value) ? undefined : findingOf(unit, validator.errors ?? []);
}

function checkForms(type: RecordType, fields: Fields): FieldFinding[] {
  const findings: FieldFinding[] = [];
  const units = unitsOf(type);
  for (const [name, value] of Object.entries(fields)) {
    const unit = units.get(name);
    const finding =
      unit === undefined
        ? { path: name, rule: 'schema', message: `${type.type} has no such unit`, sentence: noSuchUnit(name.slice(0, 60), type.names) }
        : validateUnit(unit, value);
    if (finding !== undefined) findings.push(finding);
  }
  for (const unit of type.units) {
    if (unit.required === true && !Object.hasOwn(fields, unit.name)) {
      findings.push({ path: unit.name, rule: 'schema', message: `${type.type} needs it`, sentence: lacking(unit.names) });
    }
  }
  return findings;
}

function checkTwins(type: RecordType, fields: Fields): FieldFinding[] {
  const findings: FieldFinding[] = [];
  for (const { name, names, twin } of type.units) {
    const fine = fields[name];
    const coarse = twin === undefined ? undefined : fields[twin.name];
    if (twin === undefined || fine === undefined || coarse === undefined) continue;
    const same = checkTwin(twin.function, fine, coarse);
    if (!same.ok) findings.push({ path: twin.name, rule: same.reason.code, message: same.reason.message, sentence: coarseDiffers(names) });
  }
  return findings;
}

/**
 * Checks the units of a record before it is made: forms, required units, coarse twins, then the rules of doctrine.
 * Refuses `record-type-unknown` or `fields-invalid`; `details.findings` lists every bad field with its path.
 */
export function validateFields(type: string, fields: Fields): Result<true> {
  const known = recordType(type);
  if (known === undefined) return refuse('record-type-unknown', `${JSON.stringify(type.slice(0, 60))} is not a record type`);
  const findings = checkForms(known, fields);
  if (findings.length === 0) {
    findings.push(...checkTwins(known, fields));
    for (const rule of known.rules) {
      const breach = rule.check(fields);
      if (breach !== undefined) findings.push({ path: breach.path, rule: rule.id, message: breach.message, sentence: rule.says });
    }
  }
  return resultOf(findings);
}

/** Accepts where nothing was found; else refuses `fields-invalid` with every finding in `details.findings`. */
export function resultOf(findings: readonly FieldFinding[]): Result<true> {
  const [first] = findings;
  if (first === undefined) return accept(true);
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : '';
  return refuse('fields-invalid', `${first.path}: ${first.message}${more}`, {
    path: first.path,
    details: { findings: findings.map((finding) => ({ ...finding })) },
  });
}
