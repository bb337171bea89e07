import { readFileSync } from 'node:fs';
import { type Agreement, type Never, type Permit, parseAgreement } from '@wasl/agreement';

const arrangement = new URL('../../examples/arrangements/major-events.json', import.meta.url);
const noRoot = 'A'.repeat(43);
const words = (en: string) => ['ar', 'en', 'fr'].map((lang) => ({ lang, text: en }));

/** Names of the twenty fields that are decided. */
export const fieldNames: readonly string[] = Array.from({ length: 20 }, (_, index) => `unit${index}`);

/** The terms both engines are given: 40 permits of two fields each and 10 prohibitions that do not bite. */
export const permitRows = Array.from({ length: 40 }, (_, index) => ({
  id: `4.${index}`,
  type: ['incident', 'logEntry', 'alert', 'declaration'][index % 4] ?? 'incident',
  units: [fieldNames[index % 20] ?? '', fieldNames[(index + 7) % 20] ?? ''],
  days: 30 + index,
}));
export const neverIds: readonly string[] = Array.from({ length: 10 }, (_, index) => `N${index}`);

/** An arrangement as JSON with every root replaced by a stand-in, changed by `change`. */
export function arrangementWith(path: URL, change: Partial<Agreement> = {}): Agreement {
  const text = readFileSync(path, 'utf8').replaceAll(/ROOT:[a-z]+/g, noRoot);
  return parseAgreement({ ...JSON.parse(text), ...change });
}

/** The agreement with the fifty clauses. */
export function fiftyClauses(): Agreement {
  const permits = permitRows.map(
    ({ id, type, units, days }): Permit => ({
      id,
      from: ['*'],
      to: ['*'],
      types: [type],
      units,
      purposes: ['event-safety'],
      when: ['all', ['eq', 'reader.function', 'police'], ['le', 'eff.lvl', 2], ['before', 'ctx.now', '2031-06-01T00:00:00Z']],
      obligations: [
        { type: 'expire', id: 'o1', days },
        { type: 'logPurpose', id: 'o2' },
      ],
      basis: 'Art. 4',
      text: words(`Clause ${id}`),
    }),
  );
  const nevers = neverIds.map(
    (id): Never => ({
      id,
      types: ['*'],
      units: ['*'],
      to: ['*'],
      when: ['all', ['eq', 'record.issuerFunction', 'police'], ['in', 'reader.function', ['defence', 'intelligence']]],
      basis: 'Art. 3',
      text: words('never'),
    }),
  );
  return arrangementWith(arrangement, { permits, nevers, emergency: [], properties: [] });
}
