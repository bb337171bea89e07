import type { PutRecord } from '@wasl/node';

/** A log entry that the arrangement lets go to the partner whole. */
export function logEntry(text: string, more: Partial<PutRecord> = {}): PutRecord {
  return {
    type: 'logEntry',
    mode: 'exercise',
    purpose: 'event-safety',
    fields: {
      at: '2030-06-14T12:00:00Z',
      channel: 'radio',
      from: 'ma.police/ops',
      to: 'gb.police/ops',
      priority: 'normal',
      triage: 'pending',
      text: [{ lang: 'en', text, status: 'original' }],
    },
    ...more,
  };
}

/** An incident, which its author signs and whose place the arrangement may blur. */
export function incident(summary: string, more: Partial<PutRecord> = {}): PutRecord {
  return {
    type: 'incident',
    mode: 'exercise',
    purpose: 'event-safety',
    fields: {
      kind: 'breach',
      place: { lat: 339_915_400, lon: -68_501_200, accuracyM: 10, zone: 'S2' },
      time: '2030-06-14T12:00:00Z',
      hazardsPresent: ['crowd-density'],
      status: 'open',
      summary: [{ lang: 'en', text: summary, status: 'original' }],
    },
    ...more,
  };
}
