import type { AgencyId, Label, RecordId } from '@wasl/record';
import { type Agreement, type DecisionInput, type DecisionUnit, type Permit, parseAgreement } from '../src/index.ts';
import { crypto } from './node-crypto.ts';

/** Texts in the three languages of the test agreement. */
export function words(en: string): { lang: string; text: string }[] {
  return ['ar', 'en', 'fr'].map((lang) => ({ lang, text: lang === 'en' ? en : `${en} (${lang})` }));
}

/** A permit of everything to everyone, narrowed by `change`. */
export function permit(id: string, change: Partial<Permit> = {}): Permit {
  return {
    id,
    from: ['*'],
    to: ['*'],
    types: ['*'],
    units: ['*'],
    purposes: ['*'],
    obligations: [],
    basis: `Art. ${id}`,
    text: words(`Clause ${id} text`),
    ...change,
  };
}

/** Every duty, so that an agency refuses none. */
export const everyDuty = [
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
];

/** A small valid agreement between ma and gb, as JSON, changed by `change`. */
export function agreementJson(change: Partial<Agreement> = {}): Agreement {
  return {
    v: 1,
    id: 'ma-gb.test',
    version: 1,
    title: words('Test arrangement'),
    parent: { title: words('Parent instrument'), date: '2024-10-23', article: '7' },
    languages: ['ar', 'en', 'fr'],
    prevails: 'en',
    alternat: true,
    parties: [
      { party: 'ma', name: words('Morocco'), root: 'A'.repeat(43), threshold: 2 },
      { party: 'gb', name: words('United Kingdom'), root: 'B'.repeat(42).concat('A'), threshold: 2 },
    ],
    agencies: [
      { agency: 'ma.police', party: 'ma', function: 'police', ceiling: 2, caveats: ['PERS'], supports: everyDuty },
      { agency: 'gb.police', party: 'gb', function: 'police', ceiling: 2, caveats: ['PERS'], supports: everyDuty },
      { agency: 'gb.defence', party: 'gb', function: 'defence', ceiling: 2, caveats: [], supports: ['expire', 'logPurpose'] },
    ],
    control: { ma: 'ma.police', gb: 'gb.police' },
    rights: { scheme: 'OSJA', reference: 'OSJA-1', rating: 'low', date: '2029-12-01' },
    dataProtection: [{ party: 'ma', authority: 'CNDP', reference: 'D-1', expires: '2031-01-01' }],
    impactAssessments: [{ party: 'ma', covers: ['position'], reference: 'DPIA-1', date: '2029-11-01', expires: '2030-12-31' }],
    purposes: [
      { purpose: 'event-safety', text: words('Safety of the event') },
      { purpose: 'judicial', text: words('Judicial proceedings') },
    ],
    modes: ['actual', 'exercise'],
    topics: [
      { topic: 'operations', types: ['incident', 'logEntry'] },
      { topic: 'alerts', types: ['alert', 'declaration'] },
    ],
    audiences: [
      { audience: 'event', agencies: ['ma.police', 'gb.police'] },
      { audience: 'wide', agencies: ['ma.police', 'gb.police', 'gb.defence'] },
    ],
    channels: [
      { audience: 'event', topic: 'operations' },
      { audience: 'wide', topic: 'alerts' },
    ],
    nevers: [],
    permits: [permit('4.1')],
    emergency: [],
    retention: [{ types: ['*'], days: 365 }],
    erasure: { deadlineHours: 72 },
    clocks: { rfiHours: { urgent: 8 }, acknowledgeSeconds: 60, leadDays: { match: 14 } },
    equivalences: [],
    onward: { rule: 'grant' },
    properties: [],
    effective: '2030-01-01T00:00:00Z',
    sunset: '2031-12-31T23:59:59Z',
    suspension: { by: 'one-officer', resume: 'threshold' },
    succession: { signatures: 'all-parties' },
    ...change,
  };
}

/** The same, parsed. */
export function agreement(change: Partial<Agreement> = {}): Agreement {
  return parseAgreement(agreementJson(change));
}

/** A label that lets everything go, changed by `change`. */
export function label(change: Partial<Label> = {}): Label {
  return { lvl: 1, cav: [], hdl: [], rel: ['*'], pur: ['*'], tlp: 'GREEN', own: ['ma.police'], orcon: false, nat: [], ...change };
}

/** Noon of 13 June 2030, within the term of the test agreement. */
export const noonMs = Date.parse('2030-06-13T12:00:00Z');

/** Units by name, in slot order, with invented digests. */
export function units(...names: readonly (string | Partial<DecisionUnit>)[]): DecisionUnit[] {
  return names.map((each, slot) => {
    const given = typeof each === 'string' ? { name: each } : each;
    const name = given.name ?? `unit${slot}`;
    return { slot, name, digest: crypto.sha256Text(name), personalData: 'none', ...given };
  });
}

/** ma.police sends an incident to gb.police for event safety, changed by `change`. */
export function input(change: Partial<DecisionInput> = {}): DecisionInput {
  return {
    recordId: `sha256:${'A'.repeat(43)}` as RecordId,
    type: 'incident',
    issuer: 'ma.police' as AgencyId,
    mode: 'actual',
    topic: 'operations',
    label: label(),
    units: units('kind', 'place', 'place.coarse'),
    reader: { agency: 'gb.police' as AgencyId },
    purpose: 'event-safety',
    nowMs: noonMs,
    issuedAtMs: noonMs - 5 * 60_000,
    ...change,
  };
}
