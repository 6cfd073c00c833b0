/** Long work in slices of a few milliseconds. */

/** So that a frame has room for all else that happens in it. */
const sliceMilliseconds = 5;

/**
 * Calls `step` until it returns true, with a pause whenever the time of a slice is over.
 *
 * @param pause resolves after other pending work.
 * @param now milliseconds.
 */
export async function inSlices(
  step: () => boolean,
  pause: () => Promise<void>,
  now: () => number = () => performance.now(),
): Promise<void> {
  for (let end = now() + sliceMilliseconds; !step(); ) {
    if (now() < end) continue;
    await pause();
    end = now() + sliceMilliseconds;
  }
}

/** Takes all steps, in slices. @returns the result of the last one. */
export async function resultInSlices<T>(
  steps: Iterator<void, T>,
  pause: () => Promise<void> = nextTask,
  now?: () => number,
): Promise<T> {
  let last = steps.next();
  await inSlices(
    () => {
      if (last.done !== true) last = steps.next();
      return last.done === true;
    },
    pause,
    now,
  );
  if (last.done !== true) throw new RangeError('a step is left');
  return last.value;
}

/** Resolves after the events that wait, without the delay of nested timers. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
