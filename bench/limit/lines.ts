import { randomBytes } from 'node:crypto';
import { nodeCrypto, nodeRandom } from '@wasl/identity';
import { type AgencyId, createRecord, type DeskId, type Json, type SubjectId } from '@wasl/record';
import { benchRecord } from '../exchange/records.ts';

/** A record made before the clock runs: texts of the sizes that Wasl sends, with nothing left to do but to hash, sign, write and send. */
export interface ReadyRecord {
  readonly releaseLine: string;
  readonly entryText: string;
  readonly disclosures: readonly string[];
  readonly signed: boolean;
}

const releaseLine = JSON.stringify({
  agreement: 'a'.repeat(43),
  clause: ['4.1'],
  obligations: [
    { days: 1095, id: '4.1/o1', type: 'expire' },
    { id: '4.1/o2', type: 'logPurpose' },
  ],
  purpose: 'event-safety',
  slots: [0, 1, 2, 3, 4, 5, 6, 7, 8],
  until: '2031-12-31T23:59:59Z',
  verdict: 'b'.repeat(43),
});

/** `count` records of the workload. */
export function readyRecords(count: number): readonly ReadyRecord[] {
  const agencies = ['gb.police', 'ma.police'];
  return Array.from({ length: count }, (_, index) => {
    const { type, mode, fields } = benchRecord(index);
    const sealed = createRecord(
      {
        type,
        mode,
        issuer: 'ma.police' as AgencyId,
        author: 'ma.police/ops' as DeskId,
        issuedAt: '2030-06-14T18:00:00Z',
        hlc: '1907690400000.0000',
        subject: randomBytes(16).toString('base64url') as SubjectId,
        refs: [],
        label: { lvl: 1, cav: [], hdl: [], rel: agencies, pur: ['event-safety'], tlp: 'AMBER', own: ['ma.police'], orcon: false, nat: [] },
        fields: Object.entries(fields).map(([name, value]) => ({ name, value: value as Json })),
        arity: 16,
      },
      { crypto: nodeCrypto, random: nodeRandom },
    );
    return {
      releaseLine,
      entryText: sealed.entryText,
      disclosures: sealed.disclosures.map(({ text }) => text),
      signed: type === 'incident',
    };
  });
}
