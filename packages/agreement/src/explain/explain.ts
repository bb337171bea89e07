import type { Agreement, ObligationType, Permit, Words } from '../document.ts';
import type { FailedAtom } from '../predicate.ts';
import { controlClause } from '../verdict/compile.ts';
import { stageRank } from '../verdict/context.ts';
import type { UnitVerdict, Verdict } from '../verdict/types.ts';
import { arabic } from './arabic.ts';
import { english } from './english.ts';
import { french } from './french.ts';
import type { Fill, Phrases } from './phrases.ts';

export type Language = 'en' | 'fr' | 'ar';

/** Who is told: this agency's own operator, the partner, or oversight (RL5). */
export type Depth = 'own' | 'partner' | 'auditor';

export interface ExplainedLine {
  /** The unit, or `*` for a partner's line about content whose very presence is not told. */
  readonly unit: string;
  readonly sentence: string;
  readonly clause?: string;
  readonly basis?: string;
  /** The clause's own words, in the language asked for or else the one that prevails. */
  readonly text?: string;
}

/** One duty of the recipient in words, and whether its system carries it out or its people promise it (RL5.1). */
interface ExplainedDuty {
  readonly type: string;
  readonly sentence: string;
  readonly kept: 'system' | 'promise';
}

export interface Explanation {
  readonly headline: string;
  readonly lines: readonly ExplainedLine[];
  /** What the recipient must keep. */
  readonly duties: readonly ExplainedDuty[];
}

const languages: Readonly<Record<Language, Phrases>> = { en: english, fr: french, ar: arabic };

/** Reasons a partner could work out from the signed arrangement alone; every other reason is the sender's own affair. */
const publicCodes: ReadonlySet<string> = new Set([
  'released',
  'control',
  'marking',
  'never-clause',
  'no-permit',
  'obligation-unsupported',
  'obligation-unknown',
  'coarsened',
  'finer-released',
  'delay-pending',
]);

interface Telling {
  readonly verdict: Verdict;
  readonly agreement: Agreement;
  readonly language: Language;
  readonly depth: Depth;
  readonly phrases: Phrases;
}

function inLanguage(words: Words, { language, agreement }: Telling): string {
  const find = (tag: string): string | undefined => words.find((each) => each.lang === tag || each.lang.startsWith(`${tag}-`))?.text;
  return find(language) ?? find(agreement.prevails) ?? words[0]?.text ?? '';
}

function instant(text: string, { phrases }: Telling): string {
  return phrases.fence(`${text.slice(0, 10)} ${text.slice(11, 16)} UTC`);
}

function agencyName(agency: string, telling: Telling): string {
  const found = telling.agreement.agencies.find((each) => each.agency === agency);
  return found?.name === undefined ? telling.phrases.fence(agency) : inLanguage(found.name, telling);
}

function purposeName(purpose: string, telling: Telling): string {
  const found = telling.agreement.purposes.find((each) => each.purpose === purpose);
  return found === undefined ? telling.phrases.fence(purpose) : inLanguage(found.text, telling);
}

function findClause(id: string | undefined, agreement: Agreement): Pick<Permit, 'id' | 'basis' | 'text'> | undefined {
  return [...agreement.nevers, ...agreement.permits, ...agreement.emergency].find((each) => each.id === id);
}

function fillOf(clause: string | undefined, telling: Telling): Fill {
  const { verdict, agreement, phrases } = telling;
  return {
    clause: phrases.fence(clause ?? ''),
    basis: phrases.fence(findClause(clause, agreement)?.basis ?? ''),
    reader: agencyName(verdict.reader, telling),
    purpose: purposeName(verdict.purpose, telling),
    until: instant(verdict.until, telling),
    notBefore: instant(verdict.notBefore ?? verdict.until, telling),
  };
}

function valueText(atom: FailedAtom, value: unknown, telling: Telling): string {
  const { phrases } = telling;
  if (atom.attribute === 'reader.agency' || atom.attribute === 'record.issuer') return agencyName(String(value), telling);
  if (atom.attribute === 'ctx.purpose') return purposeName(String(value), telling);
  if (atom.attribute === 'ctx.now') return instant(String(value), telling);
  const known = ['reader.function', 'record.issuerFunction', 'record.mode', 'ctx.threatToLife', 'unit.personalData'].includes(
    atom.attribute,
  );
  const word = known ? phrases.values[String(value)] : undefined;
  return word ?? phrases.fence(String(value));
}

function valuesText(atom: FailedAtom, values: unknown, telling: Telling): string {
  const list: readonly unknown[] = Array.isArray(values) ? values : [values];
  return list.map((each) => valueText(atom, each, telling)).join(telling.phrases.listSeparator);
}

function conditionText(atom: FailedAtom, telling: Telling): string {
  const { phrases } = telling;
  const condition = { attribute: phrases.attributes[atom.attribute], values: valuesText(atom, atom.wanted, telling) };
  const got = atom.got === undefined ? undefined : valuesText(atom, atom.got, telling);
  return `${phrases.conditions[atom.operator](condition, atom.negated)}${phrases.observed(got)}`;
}

function nearMisses(unit: UnitVerdict, telling: Telling): readonly string[] {
  const { phrases } = telling;
  const clauses = new Map<string, string[]>();
  for (const atom of unit.atoms ?? []) {
    const conditions = clauses.get(atom.clause) ?? [];
    conditions.push(conditionText(atom, telling));
    clauses.set(atom.clause, conditions);
  }
  // The nearest two say what would have to change; the rest of the trace stays in the verdict.
  const nearest = [...clauses].slice(0, telling.depth === 'auditor' ? 4 : 2);
  return nearest.map(([clause, conditions]) => phrases.nearMiss(phrases.fence(clause), conditions.join(phrases.conditionSeparator)));
}

function codeOf(unit: UnitVerdict): string {
  if (unit.code !== 'released') return unit.code;
  if (unit.clause === controlClause) return 'control';
  return unit.clause === undefined ? 'marking' : 'released';
}

function prefixOf(unit: UnitVerdict, phrases: Phrases): string {
  if (unit.outcome === 'released') return phrases.prefixes.sent;
  if (unit.outcome === 'coarse-instead' || unit.code === 'coarsened') return phrases.prefixes.notPrecise;
  if (unit.code === 'finer-released') return phrases.prefixes.leftOut;
  return unit.code === 'delay-pending' || unit.code === 'two-person-needed' ? phrases.prefixes.waiting : phrases.prefixes.notSent;
}

function reasonOf(unit: UnitVerdict, telling: Telling): string {
  const { phrases } = telling;
  const code = codeOf(unit);
  const hidden = telling.depth === 'partner' && !code.startsWith('agreement-') && !publicCodes.has(code);
  const reason = hidden ? undefined : phrases.reasons[code];
  return reason === undefined ? phrases.sendersAffair : reason(fillOf(unit.clause, telling));
}

function quoted(unit: UnitVerdict, telling: Telling): Pick<ExplainedLine, 'clause' | 'basis' | 'text'> {
  const hidden = telling.depth === 'partner' && !publicCodes.has(codeOf(unit));
  if (unit.clause === undefined || hidden) return {};
  const clause = findClause(unit.clause, telling.agreement);
  if (clause === undefined) return { clause: unit.clause };
  return { clause: clause.id, basis: clause.basis, text: inLanguage(clause.text, telling) };
}

function line(unit: UnitVerdict, telling: Telling): ExplainedLine {
  const { phrases, depth } = telling;
  const parts = [`${prefixOf(unit, phrases)} ${reasonOf(unit, telling)}`];
  if (unit.outcome === 'coarse-instead') parts.push(phrases.coarseInstead);
  if (depth !== 'partner') parts.push(...nearMisses(unit, telling));
  if (depth === 'auditor') parts.push(phrases.audit(phrases.stages[unit.stage] ?? unit.stage, stageRank[unit.stage] + 1, unit.code));
  return { unit: unit.name, sentence: parts.join(' '), ...quoted(unit, telling) };
}

/**
 * A partner is told what it receives and, of the rest, only the kinds of reason: which fields a record has is itself content,
 * and a private rule must read like any other decision of the sender.
 */
function partnerLines(telling: Telling): readonly ExplainedLine[] {
  const { verdict, phrases } = telling;
  const lines: ExplainedLine[] = [];
  const rest = new Map<string, ExplainedLine>();
  for (const unit of verdict.units) {
    const told = unit.outcome !== 'withheld' || unit.code === 'finer-released';
    if (told) lines.push(line(unit, telling));
    else {
      const sentence = `${phrases.partNotSent} ${reasonOf(unit, telling)}`;
      rest.set(sentence, { unit: '*', sentence, ...quoted(unit, telling) });
    }
  }
  return [...lines, ...[...rest.values()].sort((a, b) => (a.sentence < b.sentence ? -1 : 1))];
}

function headline(telling: Telling): string {
  const { verdict, agreement, phrases, depth } = telling;
  const fill = fillOf(undefined, telling);
  const sent = verdict.released.length;
  // How many fields there are is told to a partner no more than their names are.
  const count = depth === 'partner' ? { sent } : { sent, all: verdict.units.length };
  const parts = [sent === 0 ? phrases.nothing(fill) : phrases.headline(count, fill)];
  if (verdict.emergency !== undefined) parts.push(phrases.emergency(instant(verdict.emergency.reviewBy, telling)));
  if (depth === 'auditor') parts.push(phrases.auditHeadline(`${agreement.id} v${agreement.version}`, verdict.digest));
  return parts.join(' ');
}

/** Duties that only people can keep once they have read what came. */
const promises: ReadonlySet<string> = new Set(['noOnward', 'noJudicial']);

function dutyTexts({ verdict, phrases }: Telling): readonly ExplainedDuty[] {
  return verdict.obligations.flatMap((duty) => {
    const phrase = phrases.duties[duty.type as ObligationType] as ((amount: string) => string) | undefined;
    if (phrase === undefined) return [];
    const kept = promises.has(duty.type) ? 'promise' : 'system';
    const what = phrase(phrases.fence(String(duty['days'] ?? duty['seconds'] ?? '')));
    return [{ type: duty.type, sentence: `${what} (${phrases.keptBy[kept]})`, kept }];
  });
}

/** Says in words why each unit goes or stays (RL5), from the verdict and the arrangement alone. Never shows a unit's value. */
export function explain(
  verdict: Verdict,
  agreement: Agreement,
  options: { readonly language: Language; readonly depth: Depth },
): Explanation {
  const telling: Telling = { verdict, agreement, ...options, phrases: languages[options.language] };
  return {
    headline: headline(telling),
    lines: options.depth === 'partner' ? partnerLines(telling) : verdict.units.map((unit) => line(unit, telling)),
    duties: dutyTexts(telling),
  };
}
