import type { PutRecord } from '@wasl/node';

/** Arrangements of the homes: id and a purpose that lets a log entry go. */
export const majorEvents = { agreement: 'ma-gb.major-events', purpose: 'event-safety' };
export const organisedCrime = { agreement: 'ma-gb.organised-crime', purpose: 'organised-crime' };

/** A log entry of an invented match day whose text names `key`. */
export function entryFor(key: string, under = majorEvents): PutRecord {
  return {
    type: 'logEntry',
    mode: 'exercise',
    ...under,
    fields: {
      at: '2030-06-14T18:00:00Z',
      channel: 'radio',
      from: 'ma.police/ops',
      to: 'gb.police/ops',
      priority: 'normal',
      triage: 'pending',
      text: [{ lang: 'en', text: `Steady flow at both gates, next count soon. ${key}`, status: 'original' }],
    },
  };
}
