import { expect, test, vi } from 'vitest';
import type { LifeStep } from '../ipc/ipc.ts';
import { Life, leaveMilliseconds, sameWakeMilliseconds } from './life.ts';

let now = 0;

function life(hasWindow = true) {
  const sent: LifeStep[] = [];
  let timeUp = (): void => undefined;
  const wait = vi.fn(
    () =>
      new Promise<void>((resolve) => {
        timeUp = resolve;
      }),
  );
  const parts = { notify: (step: LifeStep) => sent.push(step) > 0 && hasWindow, wait, elapsed: () => now };
  return { life: new Life(parts), sent, wait, timeUp: () => timeUp() };
}

async function isOver(step: Promise<void>): Promise<boolean> {
  let over = false;
  void step.then(() => {
    over = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  return over;
}

test('waits for the confirmation of the notified window', async () => {
  const { life: one, sent } = life();
  const step = one.step('leave');
  expect(sent).toEqual([{ number: 1, event: 'leave' }]);
  one.done(7);
  expect(await isOver(step)).toBe(false);
  one.done(1);
  expect(await isOver(step)).toBe(true);
});

test('waits for two seconds at most', async () => {
  const { life: one, wait, timeUp } = life();
  const step = one.step('leave');
  expect(wait).toHaveBeenCalledWith(leaveMilliseconds);
  expect(leaveMilliseconds).toBe(2000);
  timeUp();
  expect(await isOver(step)).toBe(true);
});

test('does not wait without a window, or after it has closed', async () => {
  expect(await isOver(life(false).life.step('leave'))).toBe(true);
  const { life: one } = life();
  const step = one.step('leave');
  one.windowGone();
  expect(await isOver(step)).toBe(true);
});

test('reports a wake-up once, and separate wake-ups separately', () => {
  const { life: one, sent } = life();
  const events = () => sent.map(({ event }) => event);
  void one.step('wake');
  void one.step('wake');
  expect(events()).toEqual(['wake']);
  void one.step('leave');
  void one.step('wake');
  expect(events()).toEqual(['wake', 'leave', 'wake']);
  now += sameWakeMilliseconds;
  void one.step('wake');
  expect(events()).toEqual(['wake', 'leave', 'wake', 'wake']);
});
