import { recordType, validateFields, vocabularies } from '@wasl/catalog';
import { WaslError } from '@wasl/record';
import { expect, test } from 'vitest';
import { fixtures } from '../../test/fixtures/all-fixtures.ts';
import { fold } from '../text/fold.ts';
import { recordThemes } from '../vocabulary.ts';
import type { Draft } from './draft.ts';
import { type IntakeOptions, intake } from './intake.ts';

const optionsOf = ({ format, publishedOn }: (typeof fixtures)[number]): IntakeOptions => ({
  ...(format === undefined ? {} : { format }),
  ...(publishedOn === undefined ? {} : { publishedOn }),
});

const unitOf = (path: string): string => /^[A-Za-z]+/.exec(path)?.[0] ?? '';

/** What the catalogue finds wrong with a draft beside what the draft itself says a person must fill. */
function unexplained(draft: Draft): readonly unknown[] {
  const valid = validateFields(draft.type, draft.fields);
  if (valid.ok) return [];
  const findings = (valid.reason.details?.['findings'] ?? []) as readonly { readonly path: string }[];
  return findings.filter(({ path }) => !draft.missing.some(({ unit, required }) => required && unit === unitOf(path)));
}

test.each(fixtures.map((fixture) => [fixture.id, fixture] as const))(
  '[IN1, IN8] %s: drafts fit the catalogue but for what they say is missing; each missing required unit is truly missing',
  (_id, fixture) => {
    for (const draft of intake(fixture.text, optionsOf(fixture)).drafts) {
      expect(unexplained(draft)).toEqual([]);
      const units = recordType(draft.type)?.units ?? [];
      for (const { unit } of draft.missing) {
        expect(units.map(({ name }) => name)).toContain(unit);
        expect(draft.fields).not.toHaveProperty(unit);
      }
      const required = units.filter((unit) => unit.required === true).map(({ name }) => name);
      const lacking = required.filter((name) => !Object.hasOwn(draft.fields, name));
      expect(draft.missing.map(({ unit }) => unit)).toEqual(expect.arrayContaining(lacking));
    }
  },
);

test.each(fixtures.filter(({ expect: { names } }) => names !== undefined).map((fixture) => [fixture.id, fixture] as const))(
  '[IN4] %s: no word of a personal name stands in a draft',
  (_id, fixture) => {
    const found = intake(fixture.text, optionsOf(fixture));
    const written = fold(JSON.stringify({ ...found, local: undefined }));
    for (const name of fixture.expect.names ?? []) {
      for (const word of name.split(/[\s-]+/).filter((each) => each.length > 2 && !/^(?:Florence|Paris|Jordan|المصري|التونسي)$/.test(each)))
        expect(written, name).not.toMatch(new RegExp(`(?<![\\p{L}])${fold(word)}(?![\\p{L}])`, 'u'));
      expect(written).not.toContain(fold(name));
    }
  },
);

test('[IN3] every span is the place in the text that it says, in plain text and in HTML', () => {
  for (const fixture of fixtures) {
    const found = intake(fixture.text, optionsOf(fixture));
    const spans = [
      ...found.drafts.flatMap((draft) => draft.sources.map(({ span }) => span)),
      ...[...found.themes, ...found.organisations].flatMap((named) => named.spans),
      ...[...found.intentions, ...found.events, ...found.leftOut].map(({ span }) => span),
      ...found.local.names,
    ];
    for (const { start, end } of spans) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeGreaterThan(start);
      expect(end).toBeLessThanOrEqual(fixture.text.length);
    }
    if (fixture.format === 'html') continue;
    for (const { text, span, flags } of found.intentions)
      if (!flags.some(({ flag }) => flag === 'name-withheld'))
        expect(fixture.text.slice(span.start, span.end).replace(/\s+/g, ' ')).toBe(text);
    for (const draft of found.drafts) {
      const participants = (draft.fields['participants'] ?? []) as readonly { readonly office: readonly { readonly text: string }[] }[];
      for (const { path, span } of draft.sources) {
        const index = /^participants\[(\d+)\]$/.exec(path)?.[1];
        if (index === undefined) continue;
        expect(participants[Number(index)]?.office[0]?.text).toBe(fixture.text.slice(span.start, span.end).replace(/\s+/g, ' '));
      }
    }
  }
});

test('[IN3] a span of a page names the bytes of the page, entities and tags included', () => {
  const html =
    '<p>Rabat, 5 d&eacute;cembre 2030 &ndash; Le directeur g&eacute;n&eacute;ral de <b>Frontex</b> a rencontr&eacute; jeudi &agrave; Rabat le ministre de l&rsquo;Int&eacute;rieur.</p>';
  const [draft] = intake(html, { format: 'html' }).drafts;
  const office = draft?.sources.find(({ path }) => path === 'participants[0]');
  expect(html.slice(office?.span.start, office?.span.end)).toBe('directeur g&eacute;n&eacute;ral de <b>Frontex');
});

test('[IN2] the same text gives the same drafts', () => {
  for (const fixture of fixtures.slice(0, 6))
    expect(intake(fixture.text, optionsOf(fixture))).toEqual(intake(fixture.text, optionsOf(fixture)));
});

test('[IN6] a misprinted year is flagged and left out, never repaired', () => {
  const found = intake('Le ministre a évoqué hier à Rabat la Coupe du Monde 20230 et la CAN 2025.');
  const [worldCup, africaCup] = found.events;
  expect(worldCup).toMatchObject({ event: 'world-cup', flags: [{ flag: 'year-suspicious', printed: '20230' }] });
  expect(worldCup).not.toHaveProperty('year');
  expect(africaCup).toMatchObject({ event: 'africa-cup', year: 2025, flags: [] });
  expect(JSON.stringify(found.drafts)).not.toMatch(/"year":2023\b|"year":2030\b/);
});

test('[IN5] a relative day is resolved against the day of publication and stays open without it', () => {
  const text = "Le ministre de l'Intérieur marocain a reçu mardi à Rabat son homologue espagnol.";
  const given = (publishedOn?: string): string | undefined =>
    intake(text, publishedOn === undefined ? {} : { publishedOn }).drafts[0]?.missing.find(({ unit }) => unit === 'period')?.given;
  expect(given()).toBe('mardi');
  expect(given('2030-10-23')).toBe('2030-10-22');
  expect(given('2030-10-22')).toBe('2030-10-22');
  const today = intake(text.replace('mardi', "aujourd'hui")).drafts[0]?.missing.find(({ unit }) => unit === 'period');
  expect(today).toMatchObject({ why: 'the text leaves the day open', given: "aujourd'hui" });
});

test('[IN9] Spanish and Portuguese say that they are read as far as it goes', () => {
  const found = intake('El ministro del Interior de España se reunió ayer en Madrid con su homólogo marroquí.');
  expect(found).toMatchObject({ language: 'es', fullyRead: false, note: expect.stringContaining('as far as it goes') });
  expect(intake('The Home Secretary met the Minister of the Interior of Spain in London.')).toMatchObject({
    language: 'en',
    fullyRead: true,
  });
});

test('[IN9] what cannot be read is refused by code', () => {
  const codeOf = (source: string, options: IntakeOptions = {}): string => {
    try {
      intake(source, options);
      return 'none';
    } catch (error) {
      return error instanceof WaslError ? error.code : 'other';
    }
  };
  expect(codeOf('')).toBe('intake-empty');
  expect(codeOf('… — !')).toBe('intake-empty');
  expect(codeOf('<p></p>', { format: 'html' })).toBe('intake-empty');
  expect(codeOf('Wszystkie strony zgodziły się wczoraj')).toBe('intake-language');
  expect(codeOf('a '.repeat(100_001))).toBe('intake-too-long');
  expect(codeOf('<i>'.repeat(400_000), { format: 'html' })).toBe('intake-too-long');
  expect(codeOf('The ministers met.', { publishedOn: '2030-02-31' })).toBe('intake-date');
});

test('[IN1] every theme has its place in the vocabulary of the catalogue', () => {
  const known = Object.keys(vocabularies['cooperation-theme']?.terms ?? {});
  expect(known.length).toBeGreaterThan(10);
  expect([...recordThemes.values()].filter((theme) => !known.includes(theme))).toEqual([]);
});

test('[IN4] a name that no title or office gives away is withheld from the text of a promise all the same', () => {
  const minutes =
    'Minutes\nRabat, 9 July 2030\n\nThe directors met in Rabat.\n\nAction 1: Pike to send the form to Okafor by 31 July 2030.';
  const [draft] = intake(minutes).drafts.filter(({ type }) => type === 'commitment');
  expect(draft?.fields['text']).toEqual([{ lang: 'en', text: '[…] to send the form to […] by 31 July 2030', status: 'original' }]);
  expect(draft?.flags).toContainEqual({ flag: 'name-withheld' });
});
