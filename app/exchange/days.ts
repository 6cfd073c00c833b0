/** Parses calendar days in the notations of people and programs. */

import { isDay } from '#shared/board/task/day.ts';

/** How a day with slashes is read: `3/4/2026` is 3 April or March 4. */
export type DayOrder = 'day-first' | 'month-first';

/** Characters of a day or an instant, at most. */
const maxDayLength = 40;

/**
 * Reads `2026-11-29`, `2026/11/29`, `29.11.2026`, `29/11/2026`, `11/29/2026` (by `order`), or an ISO 8601 instant, which gives its
 * day in the local time zone.
 *
 * @returns the day as `2026-11-29`; undefined if `text` is not a day.
 */
export function readDay(text: string, order: DayOrder = 'day-first'): string | undefined {
  const trimmed = text.trim();
  if (trimmed.length > maxDayLength) return undefined;
  if (/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(trimmed)) return dayOfInstant(trimmed);
  const day = trimmed.replace(/\s+\d{1,2}:\d{2}.*$/, '');
  const [, year, month, date] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(day) ?? [];
  if (year !== undefined && month !== undefined && date !== undefined) return dayOf(year, month, date);
  const [, first, mark, second, last] = /^(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4})$/.exec(day) ?? [];
  if (first === undefined || second === undefined || last === undefined) return undefined;
  // Only slashes are ambiguous.
  return mark === '/' && order === 'month-first' ? dayOf(last, first, second) : dayOf(last, second, first);
}

/** The order that fits more of `texts`; undefined if both fit the same number and give different days. */
export function orderOf(texts: readonly string[]): DayOrder | undefined {
  const slashed = texts.filter((text) => text.includes('/'));
  const fitting = (order: DayOrder) => slashed.filter((text) => readDay(text, order) !== undefined).length;
  const [dayFirst, monthFirst] = [fitting('day-first'), fitting('month-first')];
  if (dayFirst !== monthFirst) return dayFirst > monthFirst ? 'day-first' : 'month-first';
  const differ = slashed.some((text) => readDay(text, 'day-first') !== readDay(text, 'month-first'));
  return differ ? undefined : 'day-first';
}

/**
 * @param at a device's wall clock, milliseconds since 1970. The board does not restrict it.
 * @returns the day in UTC as `2026-11-29`; undefined if `at` is not a time of the years 1000 to 9999.
 */
export function dayOfTime(at: number): string | undefined {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return undefined;
  const day = date.toISOString().slice(0, 10);
  return isDay(day) ? day : undefined;
}

function dayOfInstant(text: string): string | undefined {
  const instant = new Date(text.replace(' ', 'T'));
  if (Number.isNaN(instant.getTime())) return undefined;
  return dayOf(String(instant.getFullYear()), String(instant.getMonth() + 1), String(instant.getDate()));
}

function dayOf(year: string, month: string, day: string): string | undefined {
  const text = `${year.padStart(4, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(text) ? text : undefined;
}
