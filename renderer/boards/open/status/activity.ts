/** Whether a person is active, idle, or away. */

import type { Whereabouts } from '#app/session/live/whereabouts.ts';

/** A person is idle after this time without a movement or a key. */
export const idleMilliseconds = 60_000;

const signs = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchmove'] as const;

type Page = Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;

/** @returns a function that ends it. */
export function watchActivity(page: Page, changed: (activity: Whereabouts['activity']) => void): () => void {
  let activity: Whereabouts['activity'] = 'active';
  let timer: ReturnType<typeof setTimeout> | undefined;
  let seenAt = Date.now();
  const become = (next: Whereabouts['activity']): void => {
    if (next === activity) return;
    activity = next;
    changed(next);
  };
  // One timer per minute: a movement only records the time.
  const look = (): void => {
    const wait = seenAt + idleMilliseconds - Date.now();
    if (wait > 0) timer = setTimeout(look, wait);
    else {
      timer = undefined;
      if (activity === 'active') become('idle');
    }
  };
  const wake = (): void => {
    seenAt = Date.now();
    if (page.visibilityState === 'hidden') return;
    become('active');
    if (timer === undefined) look();
  };
  const turn = (): void => {
    if (page.visibilityState === 'hidden') become('away');
    else wake();
  };
  for (const sign of signs) page.addEventListener(sign, wake, { capture: true, passive: true });
  page.addEventListener('visibilitychange', turn);
  changed(activity);
  look();
  turn();
  return () => {
    clearTimeout(timer);
    for (const sign of signs) page.removeEventListener(sign, wake, { capture: true });
    page.removeEventListener('visibilitychange', turn);
  };
}
