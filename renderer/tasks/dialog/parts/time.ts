import { perLocale } from '../../../ui/format.ts';

const format = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }),
);

/** @param at its author's wall clock, milliseconds since 1970; nobody checks it, so it may be no time at all. */
export function formatTime(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? '' : format().format(date);
}
