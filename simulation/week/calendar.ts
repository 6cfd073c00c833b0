/**
 * A working week of one team, from a seed: when each device runs, where it is, and when its person works.
 *
 * Two to twelve people with habits of their own: office hours, lunch, lids closed for meetings, days off and at home, a
 * holiday, late evenings, and one crash. Times are in seconds since Monday, midnight.
 */

import type { Random } from '../random.ts';

export const hour = 3_600;
export const day = 24 * hour;
export const workingDays = 5;

/** The app ends if its device is away for longer than this, and sleeps otherwise. */
export const nightSeconds = 4 * hour;

/** A device at home reaches no other one. */
export type Place = 'office' | 'home';

/**
 * `polite`: the device signs off, and has the time to hand over. `sudden`: it disappears, like one whose system does
 * not wait for its apps. `crash`: so does its process, which starts anew.
 */
export type Way = 'polite' | 'sudden' | 'crash';

/** A device runs from `from` until `to`, without interruption. */
export interface Stay {
  readonly device: number;
  readonly from: number;
  readonly to: number;
  readonly place: Place;
  readonly end: Way;
}

/** A person works at their running device. */
export interface Work {
  readonly device: number;
  readonly from: number;
  readonly to: number;
}

export interface Week {
  readonly people: number;
  readonly stays: readonly Stay[];
  readonly work: readonly Work[];
}

interface Habits {
  /** Usual arrival, in seconds of a day. */
  readonly arrival: number;
  /** Usual length of a day at work. */
  readonly length: number;
  readonly lunch: number;
  /** A desktop machine: it runs on through lunch and meetings. */
  readonly isDesktop: boolean;
  /** The machine also runs on at night. */
  readonly runsAtNight: boolean;
  /** The share of the days on which this person works with the board at all. */
  readonly attendance: number;
  /** The probability that the device has the time to hand over: not every system waits for its apps. */
  readonly handsOver: number;
  readonly homeDays: number;
  readonly lateEvenings: number;
}

function habitsFrom(random: Random): Habits {
  const isDesktop = random.chance(0.2);
  return {
    arrival: (7.5 + 2.5 * random.next()) * hour,
    length: (7.5 + 1.5 * random.next()) * hour,
    lunch: (11.75 + random.next()) * hour,
    isDesktop,
    runsAtNight: isDesktop && random.chance(0.25),
    attendance: random.oneOf(1, 1, 0.8, 0.4),
    handsOver: isDesktop ? 1 : random.oneOf(1, 0.9, 0.5),
    homeDays: random.oneOf(0, 0, 0.1, 0.3),
    lateEvenings: random.oneOf(0, 0, 0.1, 0.3),
  };
}

interface Interval {
  readonly from: number;
  readonly to: number;
}

/** @param people 2 to 12 */
export function weekFrom(random: Random, people: number): Week {
  const stays: Stay[] = [];
  const work: Work[] = [];
  const holiday = random.chance(0.5) ? random.between(0, people - 1) : undefined;
  const holidayDays = random.oneOf(1, 2, workingDays);
  const holidayFrom = random.between(0, workingDays - holidayDays);
  const crash = { device: random.between(0, people - 1), day: random.between(0, workingDays - 1) };
  for (let device = 0; device < people; device += 1) {
    const own = random.fork(`person ${device}`);
    const habits = habitsFrom(own);
    for (let today = 0; today < workingDays; today += 1) {
      const isAway = device === holiday && today >= holidayFrom && today < holidayFrom + holidayDays;
      const crashes = device === crash.device && today === crash.day;
      const attends = own.chance(habits.attendance);
      if (!isAway && attends)
        planDay(own.fork(`day ${today}`), { device, today, habits, crashes }, stays, work);
    }
  }
  return { people, stays: joined(stays), work };
}

interface PlannedDay {
  readonly device: number;
  readonly today: number;
  readonly habits: Habits;
  readonly crashes: boolean;
}

function planDay(
  random: Random,
  { device, today, habits, crashes }: PlannedDay,
  stays: Stay[],
  work: Work[],
): void {
  const around = (time: number, spread: number): number =>
    time + (random.next() + random.next() - 1) * spread;
  const midnight = today * day;
  const from = midnight + around(habits.arrival, 0.75 * hour);
  const to = from + around(habits.length, 1.25 * hour);
  const isHome = random.chance(habits.homeDays);
  const breaks = breaksOf(random, midnight + around(habits.lunch, 0.4 * hour), from, to);
  const place = isHome ? 'home' : 'office';
  const working = without({ from, to }, breaks);
  work.push(...working.map((interval) => ({ device, ...interval })));
  const closed = habits.isDesktop && !isHome ? [] : breaks.filter(() => random.chance(0.75));
  const end = (): Way => (random.chance(habits.handsOver) ? 'polite' : 'sudden');
  const shown = without({ from, to }, closed).map(
    (stay) => ({ device, ...stay, place, end: end() }) as const,
  );
  const later: Stay[] = [];
  if (random.chance(habits.lateEvenings)) {
    const evening = midnight + around(20.5 * hour, hour);
    const late = { device, from: evening, to: evening + around(1.25 * hour, hour) };
    work.push(late);
    later.push({ ...late, place: 'home', end: end() });
  }
  const last = shown.at(-1);
  if (habits.runsAtNight && !isHome && later.length === 0 && last !== undefined)
    shown[shown.length - 1] = { ...last, to: midnight + day };
  const crashed = crashes ? splitByCrash(random, shown) : shown;
  stays.push(...crashed, ...later);
}

/** Lunch, and up to three meetings. */
function breaksOf(random: Random, lunch: number, from: number, to: number): Interval[] {
  const breaks = [{ from: lunch, to: lunch + (0.5 + 0.5 * random.next()) * hour }];
  for (let meetings = random.between(0, 3); meetings > 0; meetings -= 1) {
    const begin = from + random.next() * (to - from);
    breaks.push({ from: begin, to: begin + random.scale(0.1, 1) * hour });
  }
  return breaks.sort((a, b) => a.from - b.from);
}

/** The process of one stay crashes, and starts again some minutes later. */
function splitByCrash(random: Random, stays: readonly Stay[]): Stay[] {
  const crashing = random.pick(stays);
  return stays.flatMap((stay) => {
    if (stay !== crashing) return [stay];
    const at = stay.from + random.next() * (stay.to - stay.from);
    const again = Math.min(stay.to, at + random.scale(0.05, 2) * hour);
    const rest = again < stay.to ? [{ ...stay, from: again }] : [];
    return [{ ...stay, to: at, end: 'crash' as const }, ...rest];
  });
}

/** What `breaks`, in order of their begin, leave of `whole`. */
function without(whole: Interval, breaks: readonly Interval[]): Interval[] {
  const parts: Interval[] = [];
  let from = whole.from;
  for (const { from: begin, to } of breaks) {
    if (begin > from) parts.push({ from, to: Math.min(begin, whole.to) });
    from = Math.max(from, to);
    if (from >= whole.to) return parts;
  }
  parts.push({ from, to: whole.to });
  return parts;
}

/** A stay that begins while another one of the same device lasts continues it. */
function joined(stays: readonly Stay[]): Stay[] {
  const inOrder = [...stays].sort((a, b) => a.device - b.device || a.from - b.from);
  const result: Stay[] = [];
  for (const stay of inOrder) {
    const last = result.at(-1);
    if (last === undefined || last.device !== stay.device || last.to < stay.from) result.push(stay);
    else result[result.length - 1] = { ...stay, from: last.from, to: Math.max(last.to, stay.to) };
  }
  return result.sort((a, b) => a.from - b.from);
}
