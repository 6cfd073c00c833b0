import { expect, it } from 'vitest';
import { weekScripts } from '../scenarios/device/week-scripts.ts';
import { hour, workingDays } from './calendar.ts';
import { playEngineWeek } from './engine-week.ts';
import { weekOf } from './measure.ts';
import { playWeek } from './play.ts';

it.each([2, 5, 12])('a week of %i people has work every day, and no device is in two places', (people) => {
  const { stays, work } = weekOf(people, 1);
  for (const { from, to, device } of work) {
    expect(from).toBeLessThan(to);
    expect(device).toBeLessThan(people);
  }
  for (let device = 0; device < people; device += 1) {
    const own = stays.filter((stay) => stay.device === device);
    for (const [at, { to }] of own.entries()) expect(own[at + 1]?.from ?? to).toBeGreaterThanOrEqual(to);
  }
  const hours = work.reduce((sum, { from, to }) => sum + to - from, 0) / hour;
  expect(hours).toBeGreaterThan(people * workingDays * 2);
});

it('is the same for the same seed', () => {
  expect(playWeek(weekOf(5, 3))).toEqual(playWeek(weekOf(5, 3)));
  expect(playWeek(weekOf(5, 3))).not.toEqual(playWeek(weekOf(5, 4)));
});

it.each([
  { people: 2, hasWitness: false },
  // Devices go home, sleep and return to the office in turns.
  { people: 3, hasWitness: false },
  { people: 3, hasWitness: true },
])(
  'the real engine settles about as much as the board without it, and violates no rule: $people people, lent vote: $hasWitness',
  ({ people, hasWitness }) => {
    const week = weekOf(people, 1);
    const { work, policy } = playWeek(week, { hasWitness });
    const { samples, waiting } = playEngineWeek(week, 1, hasWitness);
    expect(samples).toBeGreaterThan(200);
    expect(Math.abs(waiting / samples - policy / work)).toBeLessThan(0.06);
  },
);

it('a lent vote is used at the office, and nobody works on its computer', () => {
  const week = weekOf(4, 1);
  const [without, beside] = [playWeek(week), playWeek(week, { hasWitness: true })];
  expect(beside.work).toBe(without.work);
  expect([beside.fixed, beside.unavoidable]).toEqual([without.fixed, without.unavoidable]);
  expect(beside.policy).toBeLessThan(without.policy);
  expect(beside.fixedWithWitness).toBeLessThan(beside.fixed);
});

it.each(weekScripts)('the policy passes: $name', ({ play }) => {
  expect(play).not.toThrow();
});
