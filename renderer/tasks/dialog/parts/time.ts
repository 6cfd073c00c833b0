import { perLocale } from '../../../ui/format.ts';

const format = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }),
);

/** @param at its author's wall clock, milliseconds since 1970; unchecked, so it may be an invalid time. */
export function formatTime(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? '' : format().format(date);
}
