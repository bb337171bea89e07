/**
 * The agreement document: what may go to whom, why, how long and with which duties, in a form that a lawyer reads and a
 * machine decides. Rules AG1–AG9 of `docs/spec/agreement.md`. Nothing here computes.
 */

/** One text in the agreement's languages, one element per BCP 47 tag, no tag twice. */
export type Words = readonly { readonly lang: string; readonly text: string }[];

/** A lower-case kind of agency. Police, defence and intelligence never share a system. */
export type AgencyFunction = 'police' | 'defence' | 'intelligence' | 'border' | 'civil';

export type AgreedMode = 'actual' | 'exercise' | 'system' | 'test';

export type TlpWord = 'CLEAR' | 'GREEN' | 'AMBER' | 'AMBER+STRICT' | 'RED';

export type Scalar = string | number | boolean;

/** The closed list of attributes a predicate may read, with the kind of value each one has. */
export const attributeKinds = {
  'record.type': 'text',
  'record.mode': 'text',
  'record.issuer': 'text',
  'record.issuerFunction': 'text',
  'record.topic': 'text',
  'unit.name': 'text',
  'unit.personalData': 'text',
  'eff.lvl': 'int',
  'eff.tlp': 'text',
  'eff.hdl': 'set',
  'eff.cav': 'set',
  'reader.agency': 'text',
  'reader.function': 'text',
  'reader.party': 'text',
  'ctx.purpose': 'text',
  'ctx.threatToLife': 'flag',
  'ctx.now': 'time',
} as const;

export type AttributeName = keyof typeof attributeKinds;

/**
 * A total predicate (AG6). `["all"]` is true, `["any"]` is false. An attribute that is absent makes its atom unknown, and
 * unknown stays unknown under `not`; a permit needs true, a never binds unless it is false.
 * `eq` and `in` take text, int and flag attributes; `has` takes sets; `le` and `ge` take ints; `before` takes `ctx.now`
 * and an RFC 3339 instant in whole seconds, `Z`.
 */
export type Predicate =
  | readonly ['all', ...Predicate[]]
  | readonly ['any', ...Predicate[]]
  | readonly ['not', Predicate]
  | readonly ['eq', AttributeName, Scalar]
  | readonly ['in', AttributeName, readonly Scalar[]]
  | readonly ['has', AttributeName, Scalar]
  | readonly ['le', AttributeName, number]
  | readonly ['ge', AttributeName, number]
  | readonly ['before', AttributeName, string];

/** Duties this software knows how to keep. A clause with any other duty releases nothing (I2). */
export const obligationTypes = [
  'expire',
  'coarsen',
  'delay',
  'watermark',
  'notifyOwner',
  'acknowledge',
  'noOnward',
  'noJudicial',
  'twoPerson',
  'logPurpose',
] as const;

export type ObligationType = (typeof obligationTypes)[number];

/**
 * A duty that goes with a release. `id` is unique in its clause. Parameters: `expire` has `days` (from the release),
 * `delay` has `minutes` (from the issue), `acknowledge` has `seconds` (from the delivery), `coarsen` may have `units`
 * (fine units whose coarse twin goes instead; absent = every unit of the clause that has a twin). Other types have none.
 * `type` is a plain string because a partner's newer agreement may name a duty that this version must refuse, not crash on.
 */
export interface AgreedObligation {
  readonly type: ObligationType | (string & {});
  readonly id: string;
  readonly days?: number;
  readonly minutes?: number;
  readonly seconds?: number;
  readonly units?: readonly string[];
}

/** What both sides forbid for ever, whoever permits it. `['*']` stands for every type, unit or agency. */
export interface Never {
  readonly id: string;
  readonly types: readonly string[];
  readonly units: readonly string[];
  readonly to: readonly string[];
  /** Absent = always. Unknown binds like true. */
  readonly when?: Predicate;
  readonly basis: string;
  readonly text: Words;
}

/** What one clause allows. `from` and `to` are agencies of the agreement or `['*']`; `purposes` are its purposes or `['*']`. */
export interface Permit {
  readonly id: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly types: readonly string[];
  readonly units: readonly string[];
  readonly purposes: readonly string[];
  /** Absent = always. Only true permits. */
  readonly when?: Predicate;
  readonly obligations: readonly AgreedObligation[];
  readonly basis: string;
  readonly text: Words;
}

/** A permit for threat to life (RL6): types incident, declaration and alert only, no `twoPerson` and no `delay`. */
export interface EmergencyPermit extends Permit {
  readonly threatToLife: true;
}

/** A promise proved before the agreement takes effect (RL3): no release to `to` of `types` where `when` holds. */
export interface Property {
  readonly id: string;
  readonly never: {
    readonly types: readonly string[];
    readonly to: readonly string[];
    readonly units?: readonly string[];
    readonly when?: Predicate;
  };
  readonly text: Words;
}

export interface AgreementParty {
  readonly party: string;
  readonly name: Words;
  /** base64url SHA-256 of the party's first root document. */
  readonly root: string;
  /** How many distinct officers' keys of this party must sign; at least what its root asks. */
  readonly threshold: number;
}

export interface AgreementAgency {
  readonly agency: string;
  readonly party: string;
  readonly name?: Words;
  readonly function: AgencyFunction;
  /** Highest label level this agency may be sent, 0–5; decide() refuses levels ≥ 3 whatever stands here (RL2.3). */
  readonly ceiling: number;
  readonly caveats: readonly string[];
  /** Duties this agency's system keeps. */
  readonly supports: readonly string[];
}

/** A national marking as the parties agree to understand it: never by the bare word, always by (policy, word). */
export interface Equivalence {
  readonly policy: string;
  readonly word: string;
  readonly lvl: number;
  readonly status: 'public' | 'agreed' | 'assumed';
  readonly source: string;
}

export interface Agreement {
  readonly v: 1;
  readonly id: string;
  readonly version: number;
  /** Digest of the version before; absent exactly when `version` is 1. */
  readonly previous?: string;
  readonly title: Words;
  readonly parent: { readonly title: Words; readonly date: string; readonly article: string };
  readonly languages: readonly string[];
  readonly prevails: string;
  readonly alternat: boolean;
  readonly parties: readonly AgreementParty[];
  readonly agencies: readonly AgreementAgency[];
  /** party → the agency that keeps its control log. */
  readonly control: Readonly<Record<string, string>>;
  readonly rights: {
    readonly scheme: string;
    readonly reference: string;
    readonly rating: 'low' | 'medium' | 'high';
    readonly date: string;
  };
  readonly dataProtection: readonly {
    readonly party: string;
    readonly authority: string;
    readonly reference: string;
    readonly expires: string;
  }[];
  readonly impactAssessments: readonly {
    readonly party: string;
    readonly covers: readonly ('staff' | 'position' | 'matching')[];
    readonly reference: string;
    readonly date: string;
    readonly expires: string;
  }[];
  readonly purposes: readonly { readonly purpose: string; readonly text: Words }[];
  readonly modes: readonly AgreedMode[];
  readonly topics: readonly { readonly topic: string; readonly types: readonly string[] }[];
  readonly audiences: readonly { readonly audience: string; readonly agencies: readonly string[] }[];
  /** Each agency of the audience keeps its own log per channel and mode. */
  readonly channels: readonly { readonly audience: string; readonly topic: string }[];
  readonly nevers: readonly Never[];
  readonly permits: readonly Permit[];
  readonly emergency: readonly EmergencyPermit[];
  readonly retention: readonly { readonly types: readonly string[]; readonly days: number }[];
  readonly erasure: { readonly deadlineHours: number };
  readonly clocks: {
    readonly rfiHours: Readonly<Record<string, number>>;
    readonly acknowledgeSeconds: number;
    readonly leadDays: Readonly<Record<string, number>>;
  };
  readonly equivalences: readonly Equivalence[];
  readonly hosting?: { readonly rule: 'own-node' | 'host-seat'; readonly text?: Words };
  readonly onward: { readonly rule: 'grant' | 'never'; readonly text?: Words };
  readonly nonRefoulement?: { readonly text: Words; readonly basis: string };
  readonly properties: readonly Property[];
  /** RFC 3339, whole seconds, `Z`. In force while effective ≤ now < sunset. */
  readonly effective: string;
  readonly sunset: string;
  readonly suspension: { readonly by: 'one-officer'; readonly resume: 'threshold' };
  /** Who must sign a successor: every party of both versions, or those that stay and those that join. */
  readonly succession: { readonly signatures: 'all-parties' | 'continuing-parties' };
}
