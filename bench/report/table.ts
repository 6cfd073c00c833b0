import type { Spread } from './statistics.ts';

/** A table in plain text. The first column is aligned to the left; the others, numbers, to the right. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  return lines.map((line) => formatLine(line, widths)).join('\n');
}

function formatLine(cells: readonly string[], widths: readonly number[]): string {
  const padded = widths.map((width, column) => {
    const cell = cells[column] ?? '';
    return column === 0 ? cell.padEnd(width) : cell.padStart(width);
  });
  return `  ${padded.join('  ')}`.trimEnd();
}

/** `median (least to most)`. */
export function formatSpread({ median, least, most }: Spread, decimals: number): string {
  const [middle, low, high] = [median, least, most].map((value) => value.toFixed(decimals));
  return `${middle} (${low} to ${high})`;
}

/** With spaces between thousands: `1 234 567`. */
export function formatCount(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ' ');
}

export function formatRatio(value: number): string {
  return value.toFixed(value < 10 ? 2 : 1);
}
