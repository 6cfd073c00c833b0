/** Plays one week on a {@link WeekBoard}, and measures the working time in which changes settle. */

import { tickMilliseconds } from '#shared/replica/tick-length.ts';
import {
  defaultPolicyLimits,
  longLostTicks,
  settledLinkTicks,
  unreachableTicks,
} from '#shared/replica/voters/voter-policy.ts';
import { WeekBoard, type WeekOptions } from './board.ts';
import { nightSeconds, type Stay, type Week } from './calendar.ts';

/** Seconds of work, of all people together. */
export interface Waits {
  readonly work: number;
  /** Without a settled change, with the voters that the policy chooses. */
  readonly policy: number;
  /** Without, if all members voted for ever. */
  readonly fixed: number;
  /** As `fixed`, if the lent vote voted with them. */
  readonly fixedWithWitness: number;
  /** Without under any rule: only one of two groups can settle changes. */
  readonly unavoidable: number;
  /** Changes of voters. */
  readonly changes: number;
}

type Moment = { readonly at: number } & (
  | { readonly type: 'start'; readonly stay: Stay; readonly isNew: boolean }
  | { readonly type: 'end'; readonly stay: Stay }
  | { readonly type: 'check' }
  | { readonly type: 'work'; readonly device: number; readonly by: 1 | -1 }
);

const seconds = (ticks: number): number => (ticks * tickMilliseconds) / 1_000;

/** The delays after which a device counts as settled, lost or long lost; votes are given two at a time. */
const delays = [0, seconds(settledLinkTicks), seconds(unreachableTicks), seconds(longLostTicks)].flatMap(
  (delay) => [delay, delay + seconds(defaultPolicyLimits.everyTicks)],
);

export function playWeek(week: Week, options: WeekOptions = {}): Waits {
  const board = new WeekBoard(week.people, options);
  const working = new Array<number>(week.people).fill(0);
  const total = { work: 0, policy: 0, fixed: 0, fixedWithWitness: 0, unavoidable: 0 };
  let now = 0;
  assemble(board, week.people, options.hasWitness === true);
  for (const moment of momentsOf(week)) {
    measure(board, working, moment.at - now, total);
    now = moment.at;
    board.at(now);
    switch (moment.type) {
      case 'start':
        board.start(moment.stay.device, moment.stay.place, moment.isNew);
        break;
      case 'end':
        if (moment.stay.end === 'polite') board.signOff(moment.stay.device);
        board.stop(moment.stay.device);
        break;
      case 'work':
        working[moment.device] = (working[moment.device] ?? 0) + moment.by;
        break;
      case 'check':
        break;
    }
    board.evaluate();
  }
  return { ...total, changes: board.changes };
}

/** The evening before: all meet at the office, and leave one after the other. */
function assemble(board: WeekBoard, people: number, hasWitness: boolean): void {
  const begin = -12 * 3_600;
  board.at(begin);
  if (hasWitness) board.start(people, 'office', true);
  for (let device = 0; device < people; device += 1) board.start(device, 'office', true);
  for (let second = 1; second <= 20; second += 1) {
    board.at(begin + second);
    board.evaluate();
  }
  for (let device = 0; device < people; device += 1) {
    board.at(begin + 100 + 100 * device);
    board.signOff(device);
    board.stop(device);
    board.evaluate();
  }
}

function measure(
  board: WeekBoard,
  working: readonly number[],
  length: number,
  total: Record<keyof Omit<Waits, 'changes'>, number>,
): void {
  if (length <= 0) return;
  const at = working.flatMap((count, device) => (count > 0 ? [device] : []));
  if (at.length === 0) return;
  total.work += at.length * length;
  total.policy += at.filter((device) => !board.settles(device)).length * length;
  total.fixed += at.filter((device) => board.reach(device) * 2 <= working.length).length * length;
  total.fixedWithWitness +=
    at.filter((device) => {
      const present = board.reach(device) + (board.reachesWitness(device) ? 1 : 0);
      return present * 2 <= working.length + 1;
    }).length * length;
  // Those of the largest group that could settle.
  const largest = Math.max(...[1, ...at.map((device) => board.reach(device))]);
  const together = at.filter((device) => board.reach(device) === largest);
  const settled = largest === 1 ? Math.min(1, together.length) : together.length;
  total.unavoidable += (at.length - settled) * length;
}

function momentsOf({ stays, work }: Week): readonly Moment[] {
  const moments: Moment[] = [];
  const lastEnd = new Map<number, Stay>();
  for (const stay of stays) {
    const before = lastEnd.get(stay.device);
    const isNew = before === undefined || before.end === 'crash' || stay.from - before.to > nightSeconds;
    lastEnd.set(stay.device, stay);
    moments.push({ type: 'start', at: stay.from, stay, isNew }, { type: 'end', at: stay.to, stay });
  }
  for (const { device, from, to } of work) {
    moments.push({ type: 'work', at: from, device, by: 1 }, { type: 'work', at: to, device, by: -1 });
  }
  const checks = [...new Set(moments.filter(({ type }) => type !== 'work').map(({ at }) => at))];
  for (const at of checks) for (const delay of delays) moments.push({ type: 'check', at: at + delay });
  return moments.toSorted((a, b) => a.at - b.at);
}
