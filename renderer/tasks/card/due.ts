/** Due days: calendar days without a time zone, compared with the current day on this device. */

import { perLocale } from '../../ui/format.ts';

export type DueState = 'overdue' | 'today' | 'soon' | 'later';

/** A due day is soon within this number of days. */
const soonDays = 2;

/** The day of `date` on this device, `2026-11-29`. */
export function dayOf(date: Date): string {
  const [year, month, day] = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** @param due a day; @param today the current day. */
export function dueState(due: string, today: string): DueState {
  const days = daysBetween(today, due);
  if (days < 0) return 'overdue';
  if (days === 0) return 'today';
  return days <= soonDays ? 'soon' : 'later';
}

/** Days from `from` to `to`; negative if `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((utc(to) - utc(from)) / 86_400_000);
}

/** Both ends in UTC, which has no change to summer time in between. */
function utc(day: string): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return Date.UTC(year, month - 1, date);
}

const inYear = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
const sameYear = perLocale((locale) => new Intl.DateTimeFormat(locale, inYear));
const otherYear = perLocale((locale) => new Intl.DateTimeFormat(locale, { ...inYear, year: 'numeric' }));

/** `29 Nov`, with the year unless it is the current one. */
export function formatDay(day: string, today: string): string {
  const format = day.slice(0, 4) === today.slice(0, 4) ? sameYear : otherYear;
  return format().format(utc(day));
}
