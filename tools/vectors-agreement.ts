/**
 * Writes vectors/agreement/decisions.json: agreements, inputs, verdicts and explanations, for whoever writes the rules once
 * more in another language. Run: node tools/vectors-agreement.ts. The tests of packages/agreement hold the file.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import type { AgencyId, DeskId } from '@wasl/record';
import type { Agreement, DecisionInput, Never } from '../packages/agreement/src/index.ts';
import { compile, decide, digestOf, explain } from '../packages/agreement/src/index.ts';
import { agreement, input, label, noonMs, permit, units, words } from '../packages/agreement/test/fixture.ts';
import { crypto } from '../packages/agreement/test/node-crypto.ts';

const never: Never = { id: 'N1', types: ['*'], units: ['informant'], to: ['*'], basis: 'Art. 3', text: words('Informants never leave') };
const staff: Never = {
  ...never,
  id: 'N2',
  units: ['contact'],
  when: ['not', ['eq', 'unit.personalData', 'none']],
  text: words('Nobody is named'),
};
const documents: Record<string, Agreement> = {
  plain: agreement({
    nevers: [never, staff],
    permits: [
      permit('4.1', {
        types: ['incident', 'logEntry'],
        units: ['kind', 'place', 'place.coarse', 'time', 'informant', 'contact'],
        purposes: ['event-safety'],
        when: ['all', ['eq', 'reader.function', 'police'], ['le', 'eff.lvl', 1]],
        obligations: [
          { type: 'coarsen', id: 'o1', units: ['place'] },
          { type: 'expire', id: 'o2', days: 90 },
          { type: 'acknowledge', id: 'o3' },
        ],
      }),
      permit('4.2', { types: ['incident'], units: ['text'], obligations: [{ type: 'twoPerson', id: 'o1' }] }),
      permit('4.3', { types: ['incident'], units: ['position'], obligations: [{ type: 'delay', id: 'o1', minutes: 15 }] }),
      permit('4.4', { types: ['alert'], to: ['gb.defence'], obligations: [{ type: 'watermark', id: 'o1' }] }),
      permit('4.5', { types: ['alert'], units: ['kind'], when: ['before', 'ctx.now', '2030-06-13T12:00:01Z'] }),
      permit('4.6', { types: ['declaration'], obligations: [{ type: 'burnAfterReading', id: 'o1' }] }),
      permit('4.7', { purposes: ['judicial'], types: ['incident'], units: ['kind'] }),
    ],
    emergency: [{ ...permit('9.1', { types: ['incident'], units: ['kind', 'place', 'text'] }), threatToLife: true }],
  }),
  noOnward: agreement({ onward: { rule: 'never' } }),
};
const digest = digestOf(documents['plain'] ?? agreement(), crypto);
const forbid: Never = { id: 'P-7', types: ['*'], units: ['time'], to: ['*'], basis: 'internal', text: words('Private') };
const record = units(
  'kind',
  { name: 'place', twin: 'place.coarse' },
  'place.coarse',
  'time',
  'text',
  'informant',
  'contact',
  'position',
  'label',
);
const base = input({ units: record });
const grant = {
  owner: 'es.police' as AgencyId,
  slots: [0, 3],
  to: ['gb.police' as AgencyId],
  agreement: digest,
  purpose: 'event-safety',
  untilMs: noonMs + 1000,
};
const standing = { type: 'incident', to: ['gb.police' as AgencyId], purpose: 'event-safety', sinceMs: noonMs - 3_600_000 };
const alert: Partial<DecisionInput> = { type: 'alert', topic: 'alerts', units: units('kind', 'text') };

interface Case {
  readonly name: string;
  /** With explanations in every language and at every depth; the sentences of the others repeat. */
  readonly told?: true;
  readonly agreement?: string;
  readonly forbids?: readonly Never[];
  readonly ask?: Partial<DecisionInput>;
}

const cases: readonly Case[] = [
  { name: 'an incident with every kind of unit', told: true },
  { name: 'a private rule on one unit', told: true, forbids: [forbid] },
  { name: 'suspended', told: true, ask: { suspended: true } },
  { name: 'before it takes effect', ask: { nowMs: Date.parse('2029-12-31T23:59:59Z') } },
  { name: 'at its sunset', ask: { nowMs: Date.parse('2031-12-31T23:59:59Z') } },
  { name: 'a mode that is not agreed', ask: { mode: 'test' } },
  { name: 'a purpose that is not agreed', ask: { purpose: 'immigration' } },
  { name: 'a type that is not agreed', ask: { type: 'person' } },
  { name: 'a recipient outside the audience', ask: { reader: { agency: 'gb.defence' as AgencyId } } },
  { name: 'a recipient outside the agreement', ask: { reader: { agency: 'fr.police' as AgencyId } } },
  {
    name: 'the class of personal data is absent: a never under not binds',
    ask: { units: units('kind', 'contact').map(({ personalData: _, ...rest }) => rest) },
  },
  { name: 'personal data without assessment', told: true, ask: { units: units({ name: 'kind', personalData: 'staff' }) } },
  { name: 'level 2 where the clause takes level 1', told: true, ask: { label: label({ lvl: 2 }) } },
  { name: 'level 3', ask: { label: label({ lvl: 3 }) } },
  { name: 'a caveat the recipient does not hold', ask: { label: label({ cav: ['SOURCE'] }) } },
  { name: 'owner only', ask: { label: label({ rel: [] }) } },
  {
    name: 'a desk of the recipient',
    ask: { label: label({ rel: ['gb.police/ops'] }), reader: { agency: 'gb.police' as AgencyId, desk: 'gb.police/ops' as DeskId } },
  },
  {
    name: 'another desk of the recipient',
    ask: { label: label({ rel: ['gb.police/ops'] }), reader: { agency: 'gb.police' as AgencyId, desk: 'gb.police/media' as DeskId } },
  },
  { name: 'a marking that has just expired', ask: { label: label({ exp: '2030-06-13T12:00:00Z' }) } },
  {
    name: 'a unit whose marking ends sooner',
    ask: { units: units('kind', { name: 'time', label: label({ exp: '2030-06-14T00:00:00Z' }) }) },
  },
  { name: 'owned by another agency, no grant', ask: { label: label({ own: ['es.police'], orcon: true }) } },
  {
    name: 'owned by another agency, granted for some slots',
    told: true,
    ask: { label: label({ own: ['es.police'], orcon: true }), grants: [grant] },
  },
  { name: 'owned by the recipient itself', ask: { label: label({ own: ['gb.police', 'ma.police'], orcon: true }) } },
  { name: 'onward release forbidden', agreement: 'noOnward', ask: { label: label({ own: ['es.police'] }) } },
  { name: 'H1 for judicial proceedings', ask: { label: label({ hdl: ['H1'] }), purpose: 'judicial' } },
  { name: 'a duty the recipient does not keep', told: true, ask: { ...alert, reader: { agency: 'gb.defence' as AgencyId } } },
  { name: 'a duty that nobody knows', ask: { type: 'declaration', topic: 'alerts', units: units('kind') } },
  { name: 'just before the end of a time-bound clause', ask: alert },
  { name: 'at the end of a time-bound clause', told: true, ask: { ...alert, nowMs: noonMs + 1000 } },
  { name: 'a time-bound clause while the clock is uncertain', ask: { ...alert, timeUncertain: true } },
  { name: 'a delay that has passed', ask: { issuedAtMs: noonMs - 15 * 60_000 } },
  {
    name: 'two persons by standing approval',
    ask: { approvals: ['a', 'b'].map((person) => ({ person, expiresMs: noonMs + 1, standing })), requester: 'c' },
  },
  {
    name: 'the requester approves: one person too few',
    ask: { approvals: ['a', 'b'].map((person) => ({ person, expiresMs: noonMs + 1, standing })), requester: 'a' },
  },
  { name: 'threat to life', told: true, ask: { threatToLife: true } },
  { name: 'threat to life while the clock is uncertain', ask: { threatToLife: true, timeUncertain: true } },
  { name: 'threat to life under a suspended agreement', ask: { threatToLife: true, suspended: true } },
  {
    name: 'a withdrawal under a suspended agreement',
    told: true,
    ask: { type: 'withdrawal', topic: 'control', units: units('target'), suspended: true },
  },
];

const decisions = cases.map((each) => {
  const name = each.agreement ?? 'plain';
  const document = documents[name] ?? agreement();
  const ask = { ...base, ...each.ask };
  const verdict = decide(compile(document, { localForbids: each.forbids ?? [] }), ask, { crypto });
  const told = (language: 'en' | 'fr' | 'ar') => ({
    own: explain(verdict, document, { language, depth: 'own' }),
    partner: explain(verdict, document, { language, depth: 'partner' }),
    auditor: explain(verdict, document, { language, depth: 'auditor' }),
  });
  return {
    name: each.name,
    agreement: name,
    forbids: each.forbids ?? [],
    input: ask,
    verdict,
    ...(each.told === true ? { explanations: { en: told('en'), fr: told('fr'), ar: told('ar') } } : {}),
  };
});

const folder = new URL('../vectors/agreement/', import.meta.url);
mkdirSync(folder, { recursive: true });
const about =
  'Rules RL1–RL8 and LG7 of docs/spec/agreement.md. `verdict` must come out equal, member by member; `explanations` are word for word.';
writeFileSync(new URL('decisions.json', folder), `${JSON.stringify({ about, agreements: documents, decisions }, null, 1)}\n`);
console.log(`${decisions.length} decisions`);
