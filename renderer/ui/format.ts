/** Numbers, times, lists and file names as people read them. */

const count = new Intl.NumberFormat('en');
const size = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** A file name from a board's name, without the characters that some systems refuse. */
export function asFileName(boardName: string): string {
  return boardName.replace(/[^\p{L}\p{N} _-]/gu, '').trim() || 'board';
}

export function allOf(names: readonly string[]): string {
  const last = names.at(-1);
  if (names.length <= 1 || last === undefined) return last ?? '';
  return `${names.slice(0, -1).join(', ')} and ${last}`;
}

export function eitherOf(names: readonly string[]): string {
  const last = names.at(-1);
  if (names.length <= 1 || last === undefined) return last ?? '';
  return `${names.slice(0, -1).join(', ')} or ${last}`;
}

export function formatElements(elements: number): string {
  return elements === 1 ? '1 element' : `${formatCount(elements)} elements`;
}

export function formatCount(value: number): string {
  return count.format(value);
}

/** `1.2 of 4 MB`: both amounts in the unit that fits the total. */
export function formatBytesOf(bytes: number, totalBytes: number): string {
  const [unitBytes, unit] = totalBytes < 1_000_000 ? [1_000, 'kB'] : [1_000_000, 'MB'];
  return `${size.format(bytes / unitBytes)} of ${size.format(totalBytes / unitBytes)} ${unit}`;
}

/** Whole milliseconds from 1 up to a second, then seconds with one decimal. */
export function formatMilliseconds(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${Math.max(1, Math.round(milliseconds))} ms`;
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric' });

/** How long ago, in words; `now` and `at` in milliseconds since 1970. Beyond 30 days the date. */
export function formatWhen(at: number, now: number): string {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return relative.format(-minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return relative.format(-hours, 'hour');
  const days = Math.floor(hours / 24);
  return days <= 30 ? relative.format(-days, 'day') : day.format(at);
}
