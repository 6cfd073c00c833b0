/** Calendar days without a time zone, as texts: `2026-11-29`. They sort by code units. */

const pattern = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether `text` is a day of the Gregorian calendar in the years 1000 to 9999. */
export function isDay(text: string): boolean {
  const [, year = '', month = '', day = ''] = pattern.exec(text) ?? [];
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  return y >= 1000 && m >= 1 && m <= 12 && d >= 1 && d <= daysOf(y, m);
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
