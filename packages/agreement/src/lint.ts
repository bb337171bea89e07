import type { Agreement, Permit, Words } from './document.ts';
import { obligationTypes } from './document.ts';
import { endOfDay } from './verdict/compile.ts';

/** What the node's catalogue knows, as far as an agreement can be checked against it: type → its units and their coarse twins. */
export type KnownTypes = Readonly<
  Record<string, { readonly units: readonly { readonly name: string; readonly twin?: string }[]; readonly migration?: true }>
>;

export interface Finding {
  /** An agreement with an error must not be signed; a warning wants a look. */
  readonly severity: 'error' | 'warning';
  /** Kebab-case name of the rule. */
  readonly rule: string;
  readonly path: string;
  /** One sentence: what is wrong and what to do. */
  readonly sentence: string;
}

export interface LintOptions {
  /** Types and units that exist; absent = not checked. */
  readonly types?: KnownTypes;
  /** Day on which it is read, `2030-06-13`, for expired assessments; absent = the day it takes effect. */
  readonly today?: string;
}

const migration = /migra|smuggl|asylum|refug|border-crossing/i;

type Report = (severity: Finding['severity'], rule: string, path: string, sentence: string) => void;

function allTypes(agreement: Agreement): readonly string[] {
  return agreement.topics.flatMap((each) => each.types);
}

function permits(agreement: Agreement): readonly { readonly permit: Permit; readonly path: string }[] {
  return [
    ...agreement.permits.map((permit, index) => ({ permit, path: `permits[${index}]` })),
    ...agreement.emergency.map((permit, index) => ({ permit, path: `emergency[${index}]` })),
  ];
}

/** S10: nothing about migration without the clause that forbids sending anyone back into danger. */
function nonRefoulement(agreement: Agreement, types: KnownTypes, report: Report): void {
  if (agreement.nonRefoulement !== undefined) return;
  const words = [...allTypes(agreement), ...agreement.purposes.map((each) => each.purpose), ...agreement.topics.map((each) => each.topic)];
  const found = words.filter((each) => migration.test(each) || types[each]?.migration === true);
  if (found.length > 0)
    report(
      'error',
      'non-refoulement-missing',
      'nonRefoulement',
      `${found.join(', ')} concern migration: add the non-refoulement clause, or leave them out.`,
    );
}

function functions(agreement: Agreement, report: Report): void {
  const military = new Set(
    agreement.agencies.filter((each) => each.function === 'defence' || each.function === 'intelligence').map((each) => each.agency),
  );
  const police = new Set(agreement.agencies.filter((each) => each.function === 'police').map((each) => each.agency));
  agreement.audiences.forEach((each, index) => {
    const inside = each.agencies.filter((agency) => military.has(agency));
    if (inside.length === 0 || !each.agencies.some((agency) => police.has(agency))) return;
    report(
      'error',
      'defence-in-police-audience',
      `audiences[${index}]`,
      `The audience ${each.audience} joins police with ${inside.join(', ')}: give defence and intelligence an audience of their own.`,
    );
  });
}

function markings(agreement: Agreement, report: Report): void {
  agreement.agencies.forEach((each, index) => {
    if (each.ceiling >= 3)
      report(
        'error',
        'ceiling-refused',
        `agencies[${index}].ceiling`,
        `Levels from 3 upwards are not carried: set the ceiling of ${each.agency} to 2 or less.`,
      );
  });
  agreement.equivalences.forEach((each, index) => {
    if (each.status !== 'assumed') return;
    const exercise = !agreement.modes.includes('actual');
    report(
      exercise ? 'warning' : 'error',
      'equivalence-assumed',
      `equivalences[${index}]`,
      `${each.policy} ${each.word} = level ${each.lvl} is only assumed: agree on it before mode actual.`,
    );
  });
}

function terms(agreement: Agreement, today: string | undefined, report: Report): void {
  const years = (Date.parse(agreement.sunset) - Date.parse(agreement.effective)) / (365.25 * 86_400_000);
  if (years > 10)
    report('error', 'sunset-missing', 'sunset', `It lasts ${Math.floor(years)} years, which is no end: set a sunset within ten years.`);
  else if (years > 5) report('warning', 'sunset-far', 'sunset', `It lasts more than five years: consider an earlier review.`);
  const readAt = today === undefined ? Date.parse(agreement.effective) : Date.parse(`${today}T00:00:00Z`);
  for (const name of ['dataProtection', 'impactAssessments'] as const) {
    agreement[name].forEach((each, index) => {
      if (endOfDay(each.expires) <= readAt)
        report('error', 'assessment-expired', `${name}[${index}].expires`, `${each.reference} expired on ${each.expires}: renew it.`);
    });
  }
  const unkept = allTypes(agreement).filter(
    (type) => !agreement.retention.some((rule) => rule.types.includes('*') || rule.types.includes(type)),
  );
  if (unkept.length > 0)
    report('error', 'retention-missing', 'retention', `No retention is set for ${unkept.join(', ')}: a copy would be kept without end.`);
}

function reachable(agreement: Agreement, permit: Permit): boolean {
  const named = (names: readonly string[], name: string): boolean => names.includes('*') || names.includes(name);
  return agreement.channels.some((channel) => {
    const topic = agreement.topics.find((each) => each.topic === channel.topic);
    const audience = agreement.audiences.find((each) => each.audience === channel.audience);
    const types = topic?.types.some((type) => named(permit.types, type)) === true;
    const pairs = audience?.agencies.some(
      (from) => named(permit.from, from) && audience.agencies.some((to) => to !== from && named(permit.to, to)),
    );
    return types && pairs === true;
  });
}

function clauses(agreement: Agreement, report: Report): void {
  for (const { permit, path } of permits(agreement)) {
    if (!reachable(agreement, permit))
      report('error', 'permit-unreachable', path, `No audience and topic of the arrangement can carry what clause ${permit.id} allows.`);
    const unknown = permit.obligations.filter((each) => !(obligationTypes as readonly string[]).includes(each.type));
    if (unknown.length > 0)
      report(
        'error',
        'obligation-unknown',
        `${path}.obligations`,
        `Clause ${permit.id} asks for ${unknown.map((each) => each.type).join(', ')}, which no system keeps: it would release nothing.`,
      );
    duties(agreement, permit, path, report);
    coarsening(permit, path, report);
  }
}

function duties(agreement: Agreement, permit: Permit, path: string, report: Report): void {
  for (const agency of agreement.agencies) {
    if (!permit.to.includes('*') && !permit.to.includes(agency.agency)) continue;
    const missing = permit.obligations.filter((each) => !agency.supports.includes(each.type)).map((each) => each.type);
    if (missing.length > 0)
      report(
        'warning',
        'obligation-unsupported',
        `${path}.obligations`,
        `${agency.agency} does not keep ${missing.join(', ')}: clause ${permit.id} will release nothing to it.`,
      );
  }
}

function coarsening(permit: Permit, path: string, report: Report): void {
  const named = permit.obligations.filter((each) => each.type === 'coarsen').flatMap((each) => each.units ?? []);
  for (const unit of named) {
    if (permit.units.includes('*') || permit.units.includes(`${unit}.coarse`)) continue;
    report(
      'error',
      'twin-not-permitted',
      `${path}.units`,
      `Clause ${permit.id} keeps ${unit} back but does not allow its less precise form either: add ${unit}.coarse.`,
    );
  }
}

function languages(agreement: Agreement, report: Report): void {
  const check = (words: Words | undefined, path: string): void => {
    const missing = agreement.languages.filter((lang) => !words?.some((each) => each.lang === lang));
    if (words !== undefined && missing.length > 0)
      report('error', 'language-missing', path, `The text in ${missing.join(', ')} is missing.`);
  };
  check(agreement.title, 'title');
  check(agreement.parent.title, 'parent.title');
  check(agreement.nonRefoulement?.text, 'nonRefoulement.text');
  check(agreement.onward.text, 'onward.text');
  check(agreement.hosting?.text, 'hosting.text');
  agreement.parties.forEach((each, index) => {
    check(each.name, `parties[${index}].name`);
  });
  for (const name of ['purposes', 'nevers', 'permits', 'emergency', 'properties'] as const) {
    agreement[name].forEach((each, index) => {
      check(each.text, `${name}[${index}].text`);
    });
  }
}

// Nevers may name what does not exist: that is how they keep it from ever going.
function catalogued(agreement: Agreement, known: KnownTypes, report: Report): void {
  agreement.topics.forEach((topic, at) => {
    topic.types.forEach((type, index) => {
      if (!Object.hasOwn(known, type))
        report(
          'warning',
          'type-unknown',
          `topics[${at}].types[${index}]`,
          `The record type ${type} does not exist here yet: nothing of it can be sent.`,
        );
    });
  });
  for (const { permit, path } of permits(agreement)) {
    const types = permit.types.includes('*') ? allTypes(agreement) : permit.types;
    // What an unknown type will have cannot be said.
    if (!types.every((type) => Object.hasOwn(known, type))) continue;
    const own = new Set(['label', ...types.flatMap((type) => known[type]?.units.map((unit) => unit.name) ?? [])]);
    for (const unit of permit.units) {
      if (unit !== '*' && !own.has(unit))
        report('error', 'unit-unknown', `${path}.units`, `No type of clause ${permit.id} has the unit ${unit}.`);
    }
  }
}

/** Reads an agreement as a careful colleague would and says in words what should not be signed. Empty = nothing found. Pure. */
export function lint(agreement: Agreement, options: LintOptions = {}): readonly Finding[] {
  const findings: Finding[] = [];
  const report: Report = (severity, rule, path, sentence) => {
    findings.push({ severity, rule, path, sentence });
  };
  nonRefoulement(agreement, options.types ?? {}, report);
  functions(agreement, report);
  markings(agreement, report);
  terms(agreement, options.today, report);
  clauses(agreement, report);
  languages(agreement, report);
  if (options.types !== undefined) catalogued(agreement, options.types, report);
  return findings;
}
