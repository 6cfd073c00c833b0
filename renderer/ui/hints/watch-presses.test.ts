import { beforeEach, expect, it } from 'vitest';
import { watchPresses } from './watch-presses.ts';

let page: EventTarget;
let trigger: EventTarget;
let reports: boolean[];
let stop: () => void;

beforeEach(() => {
  page = new EventTarget();
  trigger = new EventTarget();
  reports = [];
  stop = watchPresses(page, trigger, (isPressed) => reports.push(isPressed));
});

it.each(['pointerdown', 'keydown', 'wheel'])('a %s closes a tooltip until the pointer leaves', (type) => {
  trigger.dispatchEvent(new Event('pointerenter'));
  page.dispatchEvent(new Event(type));
  page.dispatchEvent(new Event(type));
  expect(reports).toEqual([true]);
  trigger.dispatchEvent(new Event('pointerleave'));
  expect(reports).toEqual([true, false]);
  trigger.dispatchEvent(new Event('pointerenter'));
  expect(reports).toEqual([true, false]);
});

it('a press while the pointer is elsewhere does not close it', () => {
  page.dispatchEvent(new Event('pointerdown'));
  trigger.dispatchEvent(new Event('pointerenter'));
  trigger.dispatchEvent(new Event('pointerleave'));
  page.dispatchEvent(new Event('keydown'));
  expect(reports).toEqual([]);
});

it('ends with its tooltip', () => {
  trigger.dispatchEvent(new Event('pointerenter'));
  stop();
  page.dispatchEvent(new Event('pointerdown'));
  expect(reports).toEqual([]);
});
