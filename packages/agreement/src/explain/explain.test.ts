import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreement, input, label, permit, units, words } from '../../test/fixture.ts';
import { crypto } from '../../test/node-crypto.ts';
import { codes } from '../codes.ts';
import type { Never } from '../document.ts';
import { compile } from '../verdict/compile.ts';
import { decide } from '../verdict/decide.ts';
import type { Verdict } from '../verdict/types.ts';
import { arabic } from './arabic.ts';
import { english } from './english.ts';
import { type Depth, explain, type Language } from './explain.ts';
import { french } from './french.ts';

const document = agreement({
  permits: [
    permit('4.1', {
      units: ['kind', 'place', 'place.coarse', 'time'],
      obligations: [
        { type: 'coarsen', id: 'o1', units: ['place'] },
        { type: 'expire', id: 'o2', days: 90 },
      ],
    }),
  ],
});
const forbid: Never = { id: 'P-7', types: ['*'], units: ['time'], to: ['*'], basis: 'internal', text: words('private reason') };
const ask = input({ units: units('kind', { name: 'place', twin: 'place.coarse' }, 'place.coarse', 'time', 'text', 'label') });
const languages: readonly Language[] = ['en', 'fr', 'ar'];
const depths: readonly Depth[] = ['own', 'partner', 'auditor'];

function verdictOf(options: { forbids?: readonly Never[]; timeRel?: readonly string[] } = {}): Verdict {
  const marked =
    options.timeRel === undefined
      ? ask.units
      : ask.units.map((each) => (each.name === 'time' ? { ...each, label: label({ rel: [] }) } : each));
  return decide(compile(document, { localForbids: options.forbids ?? [] }), { ...ask, units: marked }, { crypto });
}

test('[RL5] the own operator reads every reason, with clause and legal basis', () => {
  const told = explain(verdictOf({ forbids: [forbid] }), document, { language: 'en', depth: 'own' });
  expect(told.headline).toBe('gb.police receives 3 of 6 fields for “Safety of the event”, until 2030-09-11 12:00 UTC.');
  expect(told.lines.map((each) => `${each.unit}: ${each.sentence}`)).toEqual([
    'kind: Sent: clause 4.1 allows it (Art. 4.1).',
    'place: Not sent in its precise form: clause 4.1 allows only a less precise one (Art. 4.1). A less precise form is sent instead.',
    'place.coarse: Sent: clause 4.1 allows it (Art. 4.1).',
    'time: Not sent: our own rule P-7 forbids it. The recipient is not told of this rule.',
    'text: Not sent: no clause allows it.',
    'label: Sent: the marking goes with every field.',
  ]);
  expect(told.lines[0]).toMatchObject({ clause: '4.1', basis: 'Art. 4.1', text: 'Clause 4.1 text' });
  expect(told.duties).toEqual([
    { type: 'expire', sentence: 'delete it after 90 days at the latest (the recipient’s system does this)', kept: 'system' },
  ]);
});

test('[RL5] a partner cannot tell a private rule from any other decision of the sender', () => {
  for (const language of languages) {
    const options = { language, depth: 'partner' as const };
    const byRule = explain(verdictOf({ forbids: [forbid] }), document, options);
    const byMarking = explain(verdictOf({ timeRel: [] }), document, options);
    expect(byRule).toEqual(byMarking);
    expect(JSON.stringify(byRule)).not.toMatch(/P-7|private|internal/);
  }
});

test('[RL5] a partner is not told which or how many fields stayed', () => {
  const told = explain(verdictOf({ forbids: [forbid] }), document, { language: 'en', depth: 'partner' });
  expect(told.headline).toBe('gb.police receives 3 fields for “Safety of the event”, until 2030-09-11 12:00 UTC.');
  expect(told.lines.map((each) => `${each.unit}: ${each.sentence}`)).toEqual([
    'kind: Sent: clause 4.1 allows it (Art. 4.1).',
    'place: Not sent in its precise form: clause 4.1 allows only a less precise one (Art. 4.1). A less precise form is sent instead.',
    'place.coarse: Sent: clause 4.1 allows it (Art. 4.1).',
    'label: Sent: the marking goes with every field.',
    '*: Some content was not sent: no clause allows it.',
    '*: Some content was not sent: the sender has not released it.',
  ]);
});

test('[RL5] the auditor reads stage, reason and the reference of the check as well', () => {
  const verdict = verdictOf({ forbids: [forbid] });
  const told = explain(verdict, document, { language: 'en', depth: 'auditor' });
  expect(told.headline).toContain(verdict.digest);
  expect(told.lines[3]?.sentence).toContain('Step 5 of 8 (own private rules), reason private-forbid.');
});

test('[RL5] near misses say what would have to change', () => {
  const near = agreement({
    permits: [
      permit('4.2', {
        to: ['gb.defence'],
        when: ['all', ['le', 'eff.lvl', 0], ['not', ['has', 'eff.hdl', 'H1']], ['eq', 'unit.personalData', 'staff']],
      }),
    ],
  });
  const { personalData: _, ...kind } = units('kind')[0] ?? { slot: 0, name: 'kind', digest: '' };
  const verdict = decide(compile(near), input({ units: [kind], label: label({ hdl: ['H1'] }) }), { crypto });
  const sentence = (language: Language): string => explain(verdict, near, { language, depth: 'own' }).lines[0]?.sentence ?? '';
  expect(sentence('en')).toBe(
    'Not sent: no clause allows it. Clause 4.2 would allow it, but the recipient must be one of gb.defence (here: gb.police), and the level of the marking must be at most 0 (here: 1), and the handling codes must not include H1 (here: H1), and the class of personal data must be staff (not known here).',
  );
  expect(sentence('fr')).toContain('le niveau de la mention ne doit pas dépasser 0 (ici\u00a0: 1)');
  expect(sentence('ar')).toContain('الحد الأقصى في مستوى التصنيف: \u20680\u2069 (هنا: \u20681\u2069)');
});

test('[RL5] every reason has its sentence in every language', () => {
  const own = Object.keys(codes).filter((code) => !/^agreement-(invalid|signature|threshold|root|succession)$/.test(code));
  const label = ['label-level', 'label-caveat', 'label-releasable', 'label-purpose', 'label-expired'];
  for (const phrases of [english, french, arabic]) {
    expect(Object.keys(phrases.reasons).toSorted()).toEqual([...own, ...label, 'released', 'control', 'marking'].toSorted());
  }
});

// The words that screens avoid, as whole words of each language.
const banned = /\b(tree|hash|merkle|disclosure|checkpoint|epoch|witness|node|log|channel|arbre|nœud|canal|divulgation)\b/i;

test('[RL5] no sentence uses a word that screens avoid', () => {
  const fill = { clause: '4.1', basis: 'Art. 4', reader: 'gb.police', purpose: 'safety', until: '2030', notBefore: '2030' };
  for (const phrases of [english, french, arabic]) {
    const sentences = [
      ...Object.values(phrases.reasons).map((each) => each(fill)),
      ...Object.values(phrases.duties).map((each) => each('3')),
      ...Object.values(phrases.conditions).flatMap((each) => [true, false].map((no) => each({ attribute: 'a', values: 'b' }, no))),
      ...Object.values(phrases.attributes),
      ...Object.values(phrases.values),
      ...Object.values(phrases.stages),
      ...Object.values(phrases.prefixes),
      phrases.coarseInstead,
      phrases.sendersAffair,
      phrases.partNotSent,
      phrases.headline({ sent: 1, all: 2 }, fill),
      phrases.nothing(fill),
      phrases.emergency('2030'),
      phrases.nearMiss('4.1', 'x'),
      phrases.audit('x', 1, 'y'),
      phrases.auditHeadline('x', 'y'),
    ];
    for (const each of sentences) expect(each).not.toMatch(banned);
  }
});

test('[RL5] Arabic sentences are Arabic, and fence what runs left to right', () => {
  for (const depth of depths) {
    const told = explain(verdictOf({ forbids: [forbid] }), document, { language: 'ar', depth });
    for (const { sentence } of told.lines) {
      const outside = sentence.replace(/\u2068[^\u2069]*\u2069/g, '');
      expect(outside).toMatch(/[\u0600-\u06ff]/);
      expect(outside).not.toMatch(/[A-Za-z0-9]/);
    }
  }
});

test('[RL5] tells every verdict in every language and at every depth', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...languages),
      fc.constantFrom(...depths),
      fc.boolean(),
      fc.boolean(),
      (language, depth, suspended, threatToLife) => {
        const told = explain(decide(compile(document), { ...ask, suspended, threatToLife }, { crypto }), document, { language, depth });
        return (
          told.headline.length > 0 &&
          told.lines.length > 0 &&
          told.lines.every((each) => each.sentence.length > 10 && !each.sentence.includes('undefined'))
        );
      },
    ),
    { seed: 5, numRuns: 50 },
  );
});
