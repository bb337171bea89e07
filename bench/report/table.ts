import type { Measure, PartResult } from './measure.ts';
import { judge, median } from './statistics.ts';

function figure(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  return size >= 1000
    ? Math.round(value).toLocaleString('en')
    : size >= 100
      ? value.toFixed(0)
      : size >= 10
        ? value.toFixed(1)
        : value.toFixed(2);
}

function cells(part: string, measure: Measure): readonly string[] {
  const { name, unit, role, samples, target } = measure;
  const middle = median(samples);
  const span = samples.length > 1 ? `${figure(Math.min(...samples))}–${figure(Math.max(...samples))}` : '';
  const wanted = target === undefined ? '' : `${target.at === 'least' ? '≥' : '≤'} ${figure(target.value)}`;
  return [part, role, name, figure(middle), unit, span, wanted, target === undefined ? '' : judge(middle, target)];
}

const heads = ['part', 'of', 'what', 'median', 'unit', 'min–max', 'target', 'judgement'];
const rightward = new Set([3, 5, 6]);

/** The results as an aligned table of plain text, notes below it. */
export function formatTable(results: readonly PartResult[]): string {
  const rows = [heads, ...results.flatMap(({ part, measures }) => measures.map((measure) => cells(part, measure)))];
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (rightward.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '));
  for (const { part, notes } of results) for (const note of notes) lines.push(`! ${part}: ${note}`);
  return `${lines.join('\n')}\n`;
}
