import { expect, test } from 'vitest';
import { rig } from '../../test/rig.ts';
import { encodeMetrics } from './open-metrics.ts';

test('[AP14] labels are escaped, counters end in _total, the text ends with EOF', () => {
  const text = encodeMetrics([
    { name: 'a', type: 'counter', help: 'line\nbreak', samples: [{ labels: { x: 'q"\\\n' }, value: 2 }] },
    { name: 'b', type: 'gauge', help: 'b', samples: [{ value: 0.5 }] },
  ]);
  expect(text).toBe('# TYPE a counter\n# HELP a line\\nbreak\na_total{x="q\\"\\\\\\n"} 2\n# TYPE b gauge\n# HELP b b\nb 0.5\n# EOF\n');
});

test('[AP14] records, logs, lag by partner, memory, loop delay and answers are measured, content never', async () => {
  const commits = [{ name: 'wasl_commits', type: 'counter' as const, help: 'Commits', samples: [{ value: 3 }] }];
  await using given = await rig({ metrics: () => commits });
  await given.api.inject({ method: 'GET', url: '/healthz' });
  const answer = await given.api.inject({ method: 'GET', url: '/metrics' });
  expect(answer.headers['content-type']).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
  const lines = answer.body.split('\n');
  for (const line of [
    'wasl_ready 1',
    'wasl_records 0',
    'wasl_log_size{partner="gb.police",direction="out",agreement="ma-gb.major-events",topic="operations",mode="exercise"} 9',
    'wasl_partner_lag_leaves{partner="gb.police"} 2',
    'wasl_partner_waiting{partner="gb.police"} 2',
    'wasl_partner_up{partner="gb.police"} 1',
    'wasl_http_answers_total{operation="health",status="200"} 1',
    'wasl_commits_total 3',
  ])
    expect(lines).toContain(line);
  expect(answer.body).toMatch(/\nprocess_resident_memory_bytes \d+\n/);
  expect(answer.body).toMatch(/\nwasl_event_loop_delay_seconds\{percentile="99"\} [\d.e-]+\n/);
  expect(answer.body.endsWith('\n# EOF\n')).toBe(true);
  given.node.ready = false;
  expect((await given.api.inject({ method: 'GET', url: '/readyz' })).statusCode).toBe(503);
});
