/** The time that a page waits for its storage, which may never answer: a browser's bug, a disk that does not respond. */

import type { Clock } from '#app/clock/clock.ts';

/** A device that sleeps may end a timer of that time early, once; the wait goes on then. */
const stepMilliseconds = 5000;

/**
 * The result of `answer`, if it comes in time. A sleep of the device counts as one step at most.
 *
 * @param late is called before the rejection.
 * @throws DOMException TimeoutError after `milliseconds`
 */
export function answerWithin<Answer>(
  clock: Pick<Clock, 'after'>,
  milliseconds: number,
  answer: Promise<Answer>,
  late: () => void,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let left = milliseconds;
    let cancel = (): void => undefined;
    const wait = (): void => {
      const step = Math.min(left, stepMilliseconds);
      cancel = clock.after(step, () => {
        left -= step;
        if (left > 0) return wait();
        late();
        reject(new DOMException('the storage does not answer', 'TimeoutError'));
      });
    };
    wait();
    answer.finally(() => cancel()).then(resolve, reject);
  });
}
