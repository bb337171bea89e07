import { readFileSync } from 'node:fs';
import { lint, parseAgreement } from '@wasl/agreement';
import { expect, test } from 'vitest';
import { catalog } from './index.ts';

const names = ['major-events', 'organised-crime', 'defence-cooperation'] as const;
const example = (name: string) =>
  parseAgreement(
    readFileSync(new URL(`../../../examples/arrangements/${name}.json`, import.meta.url), 'utf8').replace(/ROOT:\w+/g, 'A'.repeat(43)),
  );
const types = Object.fromEntries(
  Object.entries(catalog).map(([type, row]) => [
    type,
    { units: row.units.map(({ name, twin }) => ({ name, ...(twin === undefined ? {} : { twin: twin.name }) })) },
  ]),
);
const secondTier = ['flowCount', 'threatAssessment', 'typologyBulletin', 'victimReferral'];

test('[CT1] every type that officers make is carried and permitted by an example arrangement', () => {
  const agreements = names.map(example);
  for (const [type, row] of Object.entries(catalog)) {
    if (row.control === true) continue;
    const carried = agreements.filter((each) => each.topics.some((topic) => topic.types.includes(type)));
    const permitted = carried.filter((each) => [...each.permits, ...each.emergency].some((permit) => permit.types.includes(type)));
    expect([type, permitted.length > 0, permitted.length]).toEqual([type, true, carried.length]);
  }
});

test.each(names)('[CT1] %s names no unit that the catalogue lacks, and no type but those of the second tier', (name) => {
  const findings = lint(example(name), { types }).filter(({ rule }) => rule === 'unit-unknown' || rule === 'type-unknown');
  expect(findings.filter(({ sentence }) => !secondTier.some((type) => sentence.includes(type)))).toEqual([]);
});

test('[S10] what concerns migration is carried under the arrangement with the non-refoulement clause alone, and each other promises that it is not', () => {
  const migration = ['migrationTypology', 'threatAssessment', 'typologyBulletin', 'victimReferral'];
  for (const name of names) {
    const agreement = example(name);
    const carried = agreement.topics.flatMap((topic) => topic.types).filter((type) => migration.includes(type));
    const promised = agreement.properties.some(
      ({ never }) => migration.every((type) => never.types.includes(type)) && never.when === undefined,
    );
    expect([name, carried.length > 0, promised, agreement.nonRefoulement !== undefined]).toEqual(
      name === 'organised-crime' ? [name, true, false, true] : [name, false, true, false],
    );
  }
  expect(Object.values(catalog).filter(({ migration: marked }) => marked === true)).toEqual([]);
});
