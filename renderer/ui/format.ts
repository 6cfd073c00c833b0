/** Formats numbers, times, lists and file names, in the language of the texts. */

import { locale } from '#shared/texts/catalog.ts';
import { isolated } from '#shared/texts/direction.ts';
import { amounts } from './texts.ts';

/** Creates one formatter for each language. */
export function perLocale<Formatter>(make: (locale: string) => Formatter): () => Formatter {
  let made: { readonly locale: string; readonly formatter: Formatter } | undefined;
  return () => {
    const wanted = locale();
    if (made?.locale !== wanted) made = { locale: wanted, formatter: make(wanted) };
    return made.formatter;
  };
}

const size = perLocale((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }));
const seconds = perLocale(
  (locale) => new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
);
const and = perLocale((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }));
const or = perLocale((locale) => new Intl.ListFormat(locale, { type: 'disjunction' }));
const relative = perLocale((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
const day = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' }),
);

/** A file name from a board's name, without characters that file systems refuse. */
export function asFileName(boardName: string): string {
  return boardName.replace(/[^\p{L}\p{N} _-]/gu, '').trim() || 'board';
}

/** `Ada, Grace and Alan`. */
export function allOf(names: readonly string[]): string {
  return and().format(names.map(isolated));
}

/** `Ada, Grace or Alan`. */
export function eitherOf(names: readonly string[]): string {
  return or().format(names.map(isolated));
}

/** `512 bytes`, `1.2 kB`, `3.4 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return amounts.bytes({ amount: bytes });
  if (bytes < 1_000_000) return amounts.kilobyte({ amount: size().format(bytes / 1_000) });
  return amounts.megabyte({ amount: size().format(bytes / 1_000_000) });
}

/** `1.2 of 4 MB`: both amounts in the unit that fits the total. */
export function formatBytesOf(bytes: number, totalBytes: number): string {
  const [unitBytes, text] =
    totalBytes < 1_000_000 ? [1_000, amounts.kilobytes] : [1_000_000, amounts.megabytes];
  return text({ some: size().format(bytes / unitBytes), all: size().format(totalBytes / unitBytes) });
}

/** Whole milliseconds from 1 up to a second, then seconds with one decimal. */
export function formatMilliseconds(milliseconds: number): string {
  if (milliseconds >= 1000) return amounts.seconds({ amount: seconds().format(milliseconds / 1000) });
  return amounts.milliseconds({ amount: Math.max(1, Math.round(milliseconds)) });
}

/** How long ago, in words; `now` and `at` in milliseconds since 1970. Beyond 30 days the date. */
export function formatWhen(at: number, now: number): string {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return amounts.justNow;
  if (minutes < 60) return relative().format(-minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return relative().format(-hours, 'hour');
  const days = Math.floor(hours / 24);
  return days <= 30 ? relative().format(-days, 'day') : day().format(at);
}
