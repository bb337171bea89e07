import type { PutRecord } from '@wasl/node';

const text =
  'Flux régulier aux portes S1 et S2, file d’attente de moins de dix minutes, public calme. Les équipes de contact restent en place jusqu’au coup d’envoi ; prochaine mesure de débit dans un quart d’heure. تدفق منتظم عند البوابتين، الجمهور هادئ. Steady flow at both gates, queue below ten minutes, crowd calm, next count in fifteen minutes. ';

/** The workload of subject, peer and limit: eight release units; every tenth is of a type that its author signs. */
export function benchRecord(i: number): PutRecord {
  const at = '2030-06-14T18:00:00Z';
  const words = [{ lang: 'fr-MA', text: `${text}${i}`, status: 'original' }];
  if (i % 10 === 9) {
    return {
      type: 'incident',
      mode: 'exercise',
      purpose: 'event-safety',
      fields: {
        kind: 'breach',
        place: { lat: 339_915_400 + (i % 1000), lon: -68_501_200, accuracyM: 10, zone: 'S2' },
        time: at,
        hazardsPresent: ['crowd-density'],
        status: 'open',
        summary: words,
      },
    };
  }
  return {
    type: 'logEntry',
    mode: 'exercise',
    purpose: 'event-safety',
    fields: {
      at,
      channel: 'radio',
      from: 'ma.police/ops',
      to: 'gb.police/ops',
      priority: 'normal',
      triage: 'pending',
      linked: 'MxMvZwnGiGXcFbTQuHLQcA',
      text: words,
    },
  };
}

/** The record as one plain message, some 850 bytes of JSON: fields and what a receiver must know of them. The peer carries this. */
export function benchPayload(i: number): string {
  const { type, mode, purpose, fields } = benchRecord(i);
  return JSON.stringify({
    id: String(i).padStart(22, '0'),
    type,
    mode,
    purpose,
    issuer: 'ma.police',
    author: 'ma.police/ops',
    issuedAt: '2030-06-14T18:00:00Z',
    label: { lvl: 1, tlp: 'AMBER', rel: ['gb.police', 'ma.police'], own: ['ma.police'] },
    fields,
  });
}
