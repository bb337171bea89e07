import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { NodeStatus } from '@wasl/node';
import type { Metric } from './open-metrics.ts';

/** Counts what the server answered and watches the process. */
export interface ServerMetrics {
  answered(operation: string, status: number): void;
  /** Open event streams; set by the streams themselves. */
  streams: number;
  families(status: NodeStatus): readonly Metric[];
  close(): void;
}

const resolutionMs = 20;

/** Metrics of the HTTP server and the process; the event loop's delay is sampled every 20 ms until `close`. */
export function createServerMetrics(): ServerMetrics {
  const answers = new Map<string, { readonly operation: string; readonly status: string; count: number }>();
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  return {
    streams: 0,
    answered(operation, status) {
      const key = `${operation} ${status}`;
      const row = answers.get(key) ?? { operation, status: String(status), count: 0 };
      row.count += 1;
      answers.set(key, row);
    },
    families(status) {
      // The histogram holds the time between two samples; what exceeds the interval is delay.
      const seconds = (nanoseconds: number): number =>
        Number.isFinite(nanoseconds) ? Math.max(0, nanoseconds / 1e9 - resolutionMs / 1e3) : 0;
      return [
        ...nodeFamilies(status),
        {
          name: 'wasl_http_answers',
          type: 'counter',
          help: 'Answers by operation and status',
          samples: [...answers.values()].map(({ operation, status: code, count }) => ({
            labels: { operation, status: code },
            value: count,
          })),
        },
        { name: 'wasl_event_streams', type: 'gauge', help: 'Open event streams', samples: [{ value: this.streams }] },
        {
          name: 'wasl_event_loop_delay_seconds',
          type: 'gauge',
          help: 'Delay of the event loop since the start',
          samples: [50, 99].map((percent) => ({ labels: { percentile: String(percent) }, value: seconds(delay.percentile(percent)) })),
        },
        { name: 'process_resident_memory_bytes', type: 'gauge', help: 'Resident memory', samples: [{ value: process.memoryUsage.rss() }] },
      ];
    },
    close: () => {
      delay.disable();
    },
  };
}

function nodeFamilies(status: NodeStatus): readonly Metric[] {
  const logs = status.partners.flatMap(({ agency, logs: of }) =>
    of.map((log) => ({
      log,
      labels: { partner: agency, direction: log.direction, agreement: log.agreement, topic: log.topic, mode: log.mode },
    })),
  );
  const partners = (value: (partner: NodeStatus['partners'][number]) => number): Metric['samples'] =>
    status.partners.map((partner) => ({ labels: { partner: partner.agency }, value: value(partner) }));
  return [
    { name: 'wasl_ready', type: 'gauge', help: '1 while the node serves', samples: [{ value: status.ready ? 1 : 0 }] },
    { name: 'wasl_records', type: 'gauge', help: 'Records held', samples: [{ value: status.records }] },
    { name: 'wasl_alarms', type: 'gauge', help: 'Alarms that stand', samples: [{ value: status.alarms.length }] },
    {
      name: 'wasl_log_size',
      type: 'gauge',
      help: 'Leaves of a log',
      samples: logs.map(({ log, labels }) => ({ labels, value: log.size })),
    },
    {
      name: 'wasl_log_confirmed',
      type: 'gauge',
      help: 'Out: leaves that the partner receipted; in: leaves held here',
      samples: logs.map(({ log, labels }) => ({ labels, value: log.confirmed })),
    },
    {
      name: 'wasl_partner_lag_leaves',
      type: 'gauge',
      help: 'Leaves that a partner has not receipted',
      samples: partners(({ logs: of }) =>
        of.filter((log) => log.direction === 'out').reduce((sum, log) => sum + Math.max(0, log.size - log.confirmed), 0),
      ),
    },
    { name: 'wasl_partner_waiting', type: 'gauge', help: 'Records that wait for a partner', samples: partners(({ waiting }) => waiting) },
    {
      name: 'wasl_partner_up',
      type: 'gauge',
      help: '1 while the link is up',
      samples: partners(({ link }) => (link.state === 'up' ? 1 : 0)),
    },
  ];
}
