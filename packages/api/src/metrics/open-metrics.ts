/** One metric family. Counters get their `_total` here. */
export interface Metric {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly help: string;
  readonly samples: readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: number }[];
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function labelText(labels: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** OpenMetrics 1.0 text (§3): families with type and help, closed by `# EOF`. */
export function encodeMetrics(metrics: readonly Metric[]): string {
  const lines: string[] = [];
  for (const { name, type, help, samples } of metrics) {
    lines.push(`# TYPE ${name} ${type}`, `# HELP ${name} ${escaped(help)}`);
    const suffix = type === 'counter' ? '_total' : '';
    for (const { labels, value } of samples) lines.push(`${name}${suffix}${labelText(labels)} ${value}`);
  }
  return `${lines.join('\n')}\n# EOF\n`;
}

/** The media type of that text. */
export const openMetricsType = 'application/openmetrics-text; version=1.0.0; charset=utf-8';
