import type {
  AgreedObligation,
  Agreement,
  Approval,
  DecisionInput,
  DecisionUnit,
  Never,
  OwnerGrant,
  Permit,
  Predicate,
} from '@wasl/agreement';
import type { AgencyId, DeskId, Label, RecordId } from '@wasl/record';
import type { Dice } from './dice.ts';

// The vocabulary is small on purpose: clauses, labels and readers must meet often, or every point is denied at the first stage.
const agencies = ['ma.police', 'gb.police', 'gb.defence', 'es.police'] as const;
const functions = { 'ma.police': 'police', 'gb.police': 'police', 'gb.defence': 'defence', 'es.police': 'border' } as const;
const types = ['incident', 'logEntry', 'alert', 'declaration'] as const;
const unitNames = ['kind', 'place', 'place.coarse', 'time', 'time.coarse', 'text'] as const;
const purposes = ['event-safety', 'judicial'] as const;
const caveats = ['PERS', 'MEDIA'] as const;
const duties = [
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
const people = ['officer-1', 'officer-2', 'officer-3'] as const;
const instants = [
  '2029-12-31T23:00:00Z',
  '2030-01-01T00:00:00Z',
  '2030-06-13T12:00:00Z',
  '2030-06-13T12:00:01Z',
  '2031-01-01T00:00:00Z',
  '2031-12-31T23:59:59Z',
  '2033-06-01T00:00:00Z',
] as const;
const base = Date.parse('2030-06-13T12:00:00Z');
const text = [{ lang: 'en', text: 'text' }];

function names<T extends string>(dice: Dice, all: readonly [T, ...T[]]): string[] {
  return dice.chance(2) ? ['*'] : dice.few(all);
}

function atom(dice: Dice): Predicate {
  const atoms: readonly [() => Predicate, ...(() => Predicate)[]] = [
    () => ['eq', 'record.type', dice.pick(types)],
    () => ['eq', 'record.mode', dice.pick(['actual', 'exercise'])],
    () => ['in', 'record.issuer', dice.few(agencies)],
    () => ['eq', 'record.issuerFunction', dice.pick(['police', 'defence', 'border'])],
    () => ['eq', 'record.topic', dice.pick(['operations', 'alerts'])],
    () => ['in', 'unit.name', dice.few(unitNames)],
    () => ['eq', 'unit.personalData', dice.pick(['none', 'staff', 'position'])],
    () => ['le', 'eff.lvl', dice.roll(4)],
    () => ['ge', 'eff.lvl', dice.roll(4)],
    () => ['in', 'eff.tlp', dice.few(['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'])],
    () => ['has', 'eff.hdl', dice.pick(['H0', 'H1', 'H2', 'H3'])],
    () => ['has', 'eff.cav', dice.pick(caveats)],
    () => ['in', 'reader.agency', dice.few(agencies)],
    () => ['eq', 'reader.function', dice.pick(['police', 'defence', 'border'])],
    () => ['eq', 'reader.party', dice.pick(['ma', 'gb', 'es'])],
    () => ['eq', 'ctx.purpose', dice.pick(purposes)],
    () => ['eq', 'ctx.threatToLife', dice.chance(2)],
    () => ['before', 'ctx.now', dice.pick(instants)],
  ];
  return dice.pick(atoms)();
}

function predicate(dice: Dice, depth = 0): Predicate {
  if (depth >= 3 || dice.chance(2)) return atom(dice);
  if (dice.chance(3)) return ['not', predicate(dice, depth + 1)];
  const parts = Array.from({ length: dice.roll(4) }, () => predicate(dice, depth + 1));
  return dice.chance(2) ? ['all', ...parts] : ['any', ...parts];
}

function obligation(dice: Dice, type: string, index: number): AgreedObligation {
  const id = `o${index}`;
  if (type === 'expire') return { type, id, days: 1 + dice.roll(400) };
  if (type === 'delay') return { type, id, minutes: 1 + dice.roll(20) };
  if (type === 'coarsen' && dice.chance(2)) return { type, id, units: dice.few(['place', 'time', 'text']) };
  return { type, id };
}

function obligations(dice: Dice, emergency: boolean): AgreedObligation[] {
  const count = dice.pick([0, 0, 1, 1, 2, 3]);
  const found: AgreedObligation[] = [];
  for (let index = 0; index < count; index += 1) {
    const type = dice.chance(25) ? 'burnAfterReading' : dice.pick(duties);
    if (!(emergency && (type === 'twoPerson' || type === 'delay'))) found.push(obligation(dice, type, index));
  }
  return found;
}

function maybeWhen(dice: Dice): { when?: Predicate } {
  return dice.chance(3) ? {} : { when: predicate(dice) };
}

function permit(dice: Dice, id: string, emergency = false): Permit {
  return {
    id,
    from: names(dice, agencies),
    to: names(dice, agencies),
    types: emergency ? dice.few(['incident', 'alert', 'declaration']) : names(dice, types),
    units: names(dice, unitNames),
    purposes: names(dice, purposes),
    ...maybeWhen(dice),
    obligations: obligations(dice, emergency),
    basis: 'Art. 4',
    text,
  };
}

/** A random clause that forbids; narrow, so that not everything ends there. */
function randomNever(dice: Dice, id: string): Never {
  return {
    id,
    types: names(dice, types),
    units: dice.few(unitNames),
    to: dice.few(agencies),
    when: ['all', predicate(dice), predicate(dice)],
    basis: 'Art. 3',
    text,
  };
}

function many<T>(dice: Dice, most: number, make: (index: number) => T): T[] {
  return Array.from({ length: dice.roll(most + 1) }, (_, index) => make(index));
}

/** A random valid agreement between three parties and four agencies. */
export function randomAgreement(dice: Dice): Agreement {
  const reading = dice.few(agencies);
  return {
    v: 1,
    id: 'ma-gb.random',
    version: 1,
    title: text,
    parent: { title: text, date: '2024-10-23', article: '7' },
    languages: ['en'],
    prevails: 'en',
    alternat: true,
    parties: ['ma', 'gb', 'es'].map((party) => ({ party, name: text, root: 'A'.repeat(43), threshold: 1 })),
    agencies: agencies.map((agency) => ({
      agency,
      party: agency.slice(0, 2),
      function: functions[agency],
      ceiling: dice.pick([1, 2, 2, 2, 5]),
      caveats: dice.some(caveats),
      supports: duties.filter(() => !dice.chance(6)),
    })),
    control: { ma: 'ma.police', gb: 'gb.police', es: 'es.police' },
    rights: { scheme: 'test', reference: 'R-1', rating: 'low', date: '2029-01-01' },
    dataProtection: dice
      .some(['ma', 'gb'])
      .map((party) => ({ party, authority: 'A', reference: 'R', expires: dice.pick(['2030-06-12', '2030-06-13', '2031-01-01']) })),
    impactAssessments: dice.some(['ma', 'gb']).map((party) => ({
      party,
      covers: dice.few(['staff', 'position']),
      reference: 'R',
      date: '2029-01-01',
      expires: dice.pick(['2030-06-12', '2030-06-13', '2031-01-01']),
    })),
    purposes: purposes.map((purpose) => ({ purpose, text })),
    modes: dice.chance(4) ? ['actual'] : ['actual', 'exercise'],
    topics: [
      { topic: 'operations', types: ['incident', 'logEntry'] },
      { topic: 'alerts', types: ['alert', 'declaration'] },
    ],
    audiences: [
      { audience: 'every', agencies: [...agencies] },
      { audience: 'part', agencies: reading.length > 1 ? reading : ['ma.police', 'gb.police'] },
    ],
    channels: [
      { audience: dice.pick(['every', 'every', 'every', 'every', 'part']), topic: 'operations' },
      { audience: dice.pick(['every', 'every', 'every', 'every', 'part']), topic: 'alerts' },
    ],
    nevers: many(dice, 3, (index) => randomNever(dice, `N${index}`)),
    permits: many(dice, 6, (index) => permit(dice, `4.${index}`)),
    emergency: many(dice, 2, (index) => ({ ...permit(dice, `9.${index}`, true), threatToLife: true as const })),
    retention: many(dice, 2, () => ({ types: names(dice, types), days: 1 + dice.roll(500) })),
    erasure: { deadlineHours: 72 },
    clocks: { rfiHours: { urgent: 8 }, acknowledgeSeconds: 60, leadDays: { match: 14 } },
    equivalences: [],
    onward: { rule: dice.pick(['grant', 'grant', 'never']) },
    properties: [],
    effective: '2030-01-01T00:00:00Z',
    sunset: '2031-12-31T23:59:59Z',
    suspension: { by: 'one-officer', resume: 'threshold' },
    succession: { signatures: 'all-parties' },
  };
}

/** This agency's private forbids for a random agreement. */
export function randomForbids(dice: Dice): Never[] {
  return many(dice, 2, (index) => randomNever(dice, `private-${index}`));
}

function rel(dice: Dice): string[] {
  return dice.pick<() => string[]>([
    () => ['*'],
    () => ['*'],
    () => dice.some(agencies),
    () => ['gb.police/ops', ...dice.some(['ma.police'])],
  ])();
}

function randomLabel(dice: Dice, own: string): Label {
  return {
    lvl: dice.pick([0, 1, 1, 2, 2, 3]),
    cav: dice.chance(4) ? dice.some(caveats) : [],
    hdl: dice.chance(4) ? dice.some(['H0', 'H1', 'H2', 'H3']) : [],
    rel: rel(dice).sort(),
    pur: dice.chance(6) ? dice.some(purposes) : ['*'],
    tlp: dice.pick(['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED']),
    own: dice.chance(5) ? dice.some(agencies).sort() : [own],
    orcon: dice.chance(5),
    ...(dice.chance(6) ? { exp: dice.pick(instants) } : {}),
    nat: [],
  };
}

function randomUnits(dice: Dice, issuer: string): DecisionUnit[] {
  const chosen: string[] = [...unitNames, 'label'].filter(() => !dice.chance(3));
  return chosen.map((name, slot) => ({
    slot,
    name,
    digest: `${name}-${dice.roll(1000)}`.padEnd(43, 'A'),
    ...(dice.chance(4) ? { label: randomLabel(dice, issuer) } : {}),
    ...(dice.chance(10) ? {} : { personalData: dice.chance(8) ? dice.pick(['staff', 'position']) : 'none' }),
    ...(['place', 'time'].includes(name) && !dice.chance(5) ? { twin: `${name}.coarse` } : {}),
  }));
}

function grants(dice: Dice, slots: readonly number[], agreement: string): OwnerGrant[] {
  return agencies
    .filter(() => !dice.chance(3))
    .map((owner) => ({
      owner: owner as AgencyId,
      slots: dice.chance(3) ? dice.some(slots) : slots,
      to: [...agencies] as AgencyId[],
      agreement: dice.chance(8) ? 'of another version' : agreement,
      purpose: dice.chance(6) ? 'judicial' : 'event-safety',
      untilMs: base + (dice.roll(4) - 1) * 1000,
    }));
}

/** What an approval names until the verdict's digest is known; `withDigest` puts it in. */
const digestPlaceholder = 'the digest of this verdict';

function approvals(dice: Dice, type: string): Approval[] {
  return many(dice, 3, () => {
    const person = dice.pick(people);
    const expiresMs = base + (dice.roll(4) - 1) * 1000;
    if (dice.chance(2)) return { person, expiresMs, verdict: dice.chance(6) ? 'of another verdict' : digestPlaceholder };
    const sinceMs = base - dice.pick([-1000, 0, 3_600_000, 12 * 3_600_000 - 1, 12 * 3_600_000]);
    const to = dice.few(agencies) as AgencyId[];
    return { person, expiresMs, standing: { type: dice.chance(5) ? 'alert' : type, to, purpose: dice.pick(purposes), sinceMs } };
  });
}

/** A random record on its way to a random reader; `agreement` is the digest that grants may name. */
export function randomInput(dice: Dice, agreement: string): DecisionInput {
  const issuer = dice.pick(agencies);
  const type = dice.chance(20) ? dice.pick(['withdrawal', 'erased', 'unheardOf']) : dice.pick(types);
  const fitting = type === 'incident' || type === 'logEntry' ? 'operations' : 'alerts';
  const units = randomUnits(dice, issuer);
  const agency = (
    dice.chance(30) ? 'fr.police' : dice.chance(40) ? issuer : agencies[(agencies.indexOf(issuer) + 1 + dice.roll(3)) % 4]
  ) as AgencyId;
  return {
    recordId: `sha256:${String(dice.roll(1_000_000)).padStart(43, 'A')}` as RecordId,
    type,
    issuer: issuer as AgencyId,
    mode: dice.chance(20) ? 'test' : dice.pick(['actual', 'actual', 'actual', 'exercise']),
    topic: dice.chance(40) ? 'other' : fitting,
    label: randomLabel(dice, issuer),
    units,
    reader: { agency, ...(dice.chance(2) ? { desk: `${agency}/ops` as DeskId } : {}) },
    purpose: dice.chance(40) ? 'immigration' : dice.pick(purposes),
    nowMs: dice.chance(5) ? Date.parse(dice.pick(instants)) + dice.roll(3) - 1 : base,
    ...(dice.chance(5) ? {} : { issuedAtMs: base - dice.roll(25) * 60_000 }),
    ...(dice.chance(30) ? { suspended: true } : {}),
    ...(dice.chance(2)
      ? {
          grants: grants(
            dice,
            units.map((each) => each.slot),
            agreement,
          ),
        }
      : {}),
    ...(dice.chance(4) ? { approvals: approvals(dice, type) } : {}),
    ...(dice.chance(2) ? { requester: dice.pick(people) } : {}),
    ...(dice.chance(3) ? { threatToLife: true } : {}),
    ...(dice.chance(8) ? { timeUncertain: true } : {}),
  };
}

/** The input with the verdict's digest in its approvals. */
export function withDigest(input: DecisionInput, digest: string): DecisionInput {
  if (input.approvals?.some((each) => each.verdict === digestPlaceholder) !== true) return input;
  return { ...input, approvals: input.approvals.map((each) => (each.verdict === digestPlaceholder ? { ...each, verdict: digest } : each)) };
}

const changing = [
  'nowMs',
  'issuedAtMs',
  'grants',
  'approvals',
  'requester',
  'threatToLife',
  'suspended',
  'timeUncertain',
  'purpose',
  'reader',
  'mode',
] as const;

function oneLabelMember(dice: Dice, label: Label, own: string): Label {
  const name = dice.pick(['lvl', 'cav', 'hdl', 'rel', 'pur', 'tlp', 'own', 'orcon', 'exp'] as const);
  const { [name]: _, ...rest } = label;
  const drawn = randomLabel(dice, own)[name];
  // Only `exp` may be absent.
  return (drawn === undefined ? (name === 'exp' ? rest : label) : { ...rest, [name]: drawn }) as Label;
}

function oneUnit(dice: Dice, units: readonly DecisionUnit[], own: string): DecisionUnit[] {
  const at = dice.roll(Math.max(1, units.length));
  return units.map((unit, index) => {
    if (index !== at) return unit;
    const { label, personalData: _, twin: __, ...rest } = unit;
    const kept = unit.twin === undefined ? {} : { twin: unit.twin };
    const kind = unit.personalData === undefined ? {} : { personalData: unit.personalData };
    if (dice.chance(3)) return { ...rest, ...(label === undefined ? {} : { label }), ...kind };
    if (dice.chance(2))
      return { ...rest, ...(label === undefined ? {} : { label }), ...kept, personalData: dice.pick(['none', 'staff', 'position']) };
    return {
      ...rest,
      ...kind,
      ...kept,
      label: label === undefined || dice.chance(3) ? randomLabel(dice, own) : oneLabelMember(dice, label, own),
    };
  });
}

/**
 * The input with one thing changed: what a memory of decisions must not confuse with it. `fresh` supplies the other value.
 */
export function neighbour(dice: Dice, input: DecisionInput, fresh: DecisionInput): DecisionInput {
  const choice = dice.roll(3);
  if (choice === 0) return { ...input, label: oneLabelMember(dice, input.label, input.issuer) };
  if (choice === 1) return { ...input, units: oneUnit(dice, input.units, input.issuer) };
  const name = dice.pick(changing);
  const { [name]: _, ...rest } = input;
  return (fresh[name] === undefined ? (input[name] === undefined ? input : rest) : { ...rest, [name]: fresh[name] }) as DecisionInput;
}
