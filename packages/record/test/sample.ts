import { type AgencyId, createRecord, type DeskId, type Label, newSubjectId, type RecordDraft, type SealedRecord } from '../src/index.ts';
import { nodeCrypto, nodeRandom } from './node-crypto.ts';

/** A label that lets gb.police have something for event safety. */
export const sampleLabel: Label = {
  lvl: 1,
  cav: [],
  hdl: [],
  rel: ['gb.police'],
  pur: ['event-safety'],
  tlp: 'AMBER',
  own: ['ma.police'],
  orcon: false,
  nat: [{ pol: 'MA', mark: 'DIFFUSION RESTREINTE' }],
};

/** An incident of an invented fixture, eight units and an arity of twelve. */
export const sampleDraft: RecordDraft = {
  type: 'incident',
  issuer: 'ma.police' as AgencyId,
  mode: 'exercise',
  issuedAt: '2030-06-13T18:04:09Z',
  hlc: '1907604249000.0000',
  subject: newSubjectId(nodeRandom),
  refs: [],
  label: sampleLabel,
  author: 'ma.police/ops' as DeskId,
  arity: 12,
  fields: [
    { name: 'kind', value: 'crowd-crush' },
    { name: 'place', value: { lat: 339876543, lon: -68543210 } },
    { name: 'place.coarse', value: { row: 3398, col: -69, size: 100_000 } },
    { name: 'summary', value: [{ lang: 'fr', text: 'Pression à la porte 12, flux ralenti', status: 'original' }] },
    { name: 'access', value: 'porte nord', label: { ...sampleLabel, lvl: 2 } },
    { name: 'casualties', value: { p1: 0, p2: 2 } },
    { name: 'status', value: 'open' },
    { name: 'time', value: '2030-06-13T18:02:00Z' },
  ],
};

/** A fresh record of the sample draft, with changes. */
export function sampleRecord(change: Partial<RecordDraft> = {}): SealedRecord {
  return createRecord({ ...sampleDraft, ...change }, { crypto: nodeCrypto, random: nodeRandom });
}
