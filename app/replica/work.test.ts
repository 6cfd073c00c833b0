import { describe, expect, it } from 'vitest';
import { inSlices, nextTask } from './slices.ts';
import { Work } from './work.ts';

describe('long work', () => {
  it('pauses whenever the time of a slice is over', async () => {
    let [time, steps, pauses] = [0, 0, 0];
    await inSlices(
      () => {
        time += 2;
        steps += 1;
        return steps === 10;
      },
      async () => {
        pauses += 1;
      },
      () => time,
    );
    // Three steps of 2 ms reach the 5 ms of a slice.
    expect([steps, pauses]).toEqual([10, 3]);
  });

  it('lets other tasks run in its pauses', async () => {
    let isOver = false;
    let timers = 0;
    const timer = setInterval(() => {
      timers += 1;
    }, 0);
    let time = 0;
    await inSlices(
      () => {
        time += 10;
        isOver = timers > 2;
        return isOver;
      },
      nextTask,
      () => time,
    );
    clearInterval(timer);
    expect(isOver).toBe(true);
  });

  it('of a replica goes on while its step asks for another one, and begins again later', async () => {
    let left = 5;
    let steps = 0;
    let pause = (): void => undefined;
    const pauses = () =>
      new Promise<void>((resolve) => {
        pause = resolve;
      });
    const work = new Work(() => {
      steps += 1;
      left -= 1;
      if (left > 0) work.soon();
    }, pauses);
    work.soon();
    work.soon();
    expect(steps).toBe(0);
    pause();
    while (left > 0) {
      await nextTask();
      pause();
    }
    await nextTask();
    expect(steps).toBe(5);
    left = 1;
    work.soon();
    pause();
    await nextTask();
    expect(steps).toBe(6);
  });

  it('of a replica that is asked for right after the last step is not forgotten', async () => {
    let steps = 0;
    const work = new Work(() => {
      steps += 1;
      // As a replica saves after its turn, and finds more to do.
      if (steps === 1) queueMicrotask(() => work.soon());
    }, nextTask);
    work.soon();
    for (let task = 0; task < 5; task += 1) await nextTask();
    expect(steps).toBe(2);
  });
});
