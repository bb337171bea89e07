import type { Obligation } from '@wasl/log';
import type { Agreement, AgreementAgency, Never, Permit } from '../document.ts';
import { obligationTypes } from '../document.ts';
import { compilePredicate, instantsOf, type Test } from '../predicate.ts';
import type { ContextTemplate } from './context.ts';
import { BoundedMemory } from './memory.ts';

const dayMs = 86_400_000;

/** Record types that pass by the built-in permit (LG7): codes and ids only, outside every clause and so outside every proof. */
export const controlTypes: ReadonlySet<string> = new Set([
  'withdrawal',
  'erasure',
  'erased',
  'refused',
  'fetched',
  'used',
  'log',
  'key',
  'suspend',
  'resume',
  'agreement',
]);

/** Name of the built-in permit in a verdict's clauses. */
export const controlClause = 'control';

export interface CompiledNever {
  readonly clause: Never;
  readonly test: Test;
}

export interface CompiledPermit {
  readonly clause: Permit;
  readonly test: Test;
  readonly emergency: boolean;
  /** Place in the document: emergency permits first. */
  readonly order: number;
  readonly units: ReadonlySet<string>;
  readonly expireMs: number;
  readonly delayMs: number;
  readonly twoPerson: boolean;
  /** Units whose precise form stays, by name; with `coarsensTwins` also every unit that has a twin. */
  readonly coarsened: ReadonlySet<string>;
  readonly coarsensTwins: boolean;
  /** A duty that this version does not know: the clause releases nothing. */
  readonly unknownDuty: boolean;
}

/** An agreement made ready to decide. Holds the memory of decisions, which time cannot make stale: it is keyed by the interval between two instants named in the document. */
export interface CompiledAgreement {
  readonly agreement: Agreement;
  readonly agencies: ReadonlyMap<string, AgreementAgency>;
  readonly purposes: ReadonlySet<string>;
  readonly modes: ReadonlySet<string>;
  /** topic → its types. */
  readonly topics: ReadonlyMap<string, ReadonlySet<string>>;
  /** `topic agencyA agencyB` for each pair of an audience that has a channel for the topic. */
  readonly links: ReadonlySet<string>;
  readonly nevers: readonly CompiledNever[];
  readonly forbids: readonly CompiledNever[];
  readonly permits: readonly CompiledPermit[];
  readonly emergency: readonly CompiledPermit[];
  readonly effectiveMs: number;
  readonly sunsetMs: number;
  /** When control records stop flowing (LG7). */
  readonly controlUntilMs: number;
  /** Ascending instants at which some answer can change by the passing of time. */
  readonly instants: readonly number[];
  readonly memory: BoundedMemory<ContextTemplate>;
  /** Places of permits → the duties they put on a recipient together. */
  readonly duties: BoundedMemory<readonly Obligation[]>;
  /** agency → the text of its attributes for the digest (RL1). */
  readonly readerTexts: ReadonlyMap<string, string>;
  /** Set on first use, because hashing comes in with the first decision. */
  digest: string | undefined;
}

export interface CompileOptions {
  /** This agency's private forbids: they restrict, never permit, and partners never see them. */
  readonly localForbids?: readonly Never[];
  /** Digest of the agreement, when already known. */
  readonly digest?: string;
  /** Contexts remembered per generation; 2048 unless given. */
  readonly memoryBound?: number;
}

function compileNever(clause: Never): CompiledNever {
  return { clause, test: compilePredicate(clause.when) };
}

function compilePermit(clause: Permit, order: number, emergency: boolean): CompiledPermit {
  const coarsen = clause.obligations.filter((each) => each.type === 'coarsen');
  const known = new Set<string>(obligationTypes);
  return {
    clause,
    test: compilePredicate(clause.when),
    emergency,
    order,
    units: new Set(clause.units),
    // Several duties of one type in a clause: the strictest counts.
    expireMs: Math.min(...clause.obligations.map((each) => (each.type === 'expire' ? (each.days ?? 0) * dayMs : Number.POSITIVE_INFINITY))),
    delayMs: Math.max(0, ...clause.obligations.map((each) => (each.type === 'delay' ? (each.minutes ?? 0) * 60_000 : 0))),
    twoPerson: clause.obligations.some((each) => each.type === 'twoPerson'),
    coarsened: new Set(coarsen.flatMap((each) => each.units ?? [])),
    coarsensTwins: coarsen.some((each) => each.units === undefined),
    unknownDuty: clause.obligations.some((each) => !known.has(each.type)),
  };
}

/** The end of the day `date` in UTC: what expires on a date is valid through it. */
export function endOfDay(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) + dayMs;
}

function linksOf(agreement: Agreement): ReadonlySet<string> {
  const links = new Set<string>();
  for (const channel of agreement.channels) {
    const audience = agreement.audiences.find((each) => each.audience === channel.audience);
    for (const from of audience?.agencies ?? []) for (const to of audience?.agencies ?? []) links.add(`${channel.topic} ${from} ${to}`);
  }
  return links;
}

function controlUntil(agreement: Agreement): number {
  const types = agreement.topics.flatMap((each) => each.types);
  const bounded = (type: string): boolean => agreement.retention.some((rule) => rule.types.includes('*') || rule.types.includes(type));
  if (!types.every(bounded)) return Date.parse('9999-12-31T23:59:59Z');
  const days = Math.max(...agreement.retention.map((rule) => rule.days));
  return Date.parse(agreement.sunset) + days * dayMs + agreement.erasure.deadlineHours * 3_600_000;
}

/** Makes an agreement ready to decide with, this agency's private forbids included. The agreement must come from `parseAgreement`. */
export function compile(agreement: Agreement, options: CompileOptions = {}): CompiledAgreement {
  const forbids = (options.localForbids ?? []).map(compileNever);
  const clauses: readonly (Never | Permit)[] = [
    ...agreement.nevers,
    ...(options.localForbids ?? []),
    ...agreement.permits,
    ...agreement.emergency,
  ];
  const effectiveMs = Date.parse(agreement.effective);
  const sunsetMs = Date.parse(agreement.sunset);
  const controlUntilMs = controlUntil(agreement);
  const instants = new Set([
    effectiveMs,
    sunsetMs,
    controlUntilMs,
    ...clauses.flatMap((each) => instantsOf(each.when)),
    ...agreement.impactAssessments.map((each) => endOfDay(each.expires)),
    ...agreement.dataProtection.map((each) => endOfDay(each.expires)),
  ]);
  return {
    agreement,
    agencies: new Map(agreement.agencies.map((each) => [each.agency, each])),
    purposes: new Set(agreement.purposes.map((each) => each.purpose)),
    modes: new Set(agreement.modes),
    topics: new Map(agreement.topics.map((each) => [each.topic, new Set(each.types)])),
    links: linksOf(agreement),
    nevers: agreement.nevers.map(compileNever),
    forbids,
    permits: agreement.permits.map((each, index) => compilePermit(each, agreement.emergency.length + index, false)),
    emergency: agreement.emergency.map((each, index) => compilePermit(each, index, true)),
    effectiveMs,
    sunsetMs,
    controlUntilMs,
    instants: [...instants].sort((a, b) => a - b),
    memory: new BoundedMemory(options.memoryBound ?? 2048),
    duties: new BoundedMemory(options.memoryBound ?? 2048),
    readerTexts: new Map(
      agreement.agencies.map((each) => [
        each.agency,
        [each.agency, each.party, each.function, each.ceiling, each.caveats.toSorted().join(','), each.supports.toSorted().join(',')].join(
          '|',
        ),
      ]),
    ),
    digest: options.digest,
  };
}
