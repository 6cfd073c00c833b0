/** Records when shapes are drawn, shown and saved, and counts requested frames. Runs in the page, next to the app. */

import { excalidrawApp } from '../../e2e/page/excalidraw-app.ts';
import { recordStages, type Stages } from './shape-stages.ts';

/** Milliseconds since 1970, with a higher resolution than `Date.now`. */
function now(): number {
  return performance.timeOrigin + performance.now();
}

const released: number[] = [];
/** At index n: when n + 1 rectangles, settled or pending, were first shown. */
const shown: number[] = [];
/** When the number of pending changes fell to zero. */
const saved: number[] = [];
let stages: Stages | undefined;

/** Records from now on; reads the scene in each frame. */
export function watch(): void {
  stages = recordStages(now);
  window.addEventListener('pointerup', () => released.push(now()), { capture: true });
  let isPending = false;
  new MutationObserver(() => {
    const count = document.querySelector('[data-testid="pending-count"]')?.getAttribute('data-count') ?? '0';
    if (isPending && count === '0') saved.push(now());
    isPending = count !== '0';
  }).observe(document.body, { subtree: true, childList: true, attributeFilter: ['data-count'] });
  const recordShown = (): void => {
    // The preview of a shape that another person is drawing is locked.
    const count = (excalidrawApp()?.getSceneElements() ?? []).filter(
      ({ type, locked }) => type === 'rectangle' && !locked,
    ).length;
    while (shown.length < count) shown.push(now());
    requestAnimationFrame(recordShown);
  };
  recordShown();
}

export function times(): {
  readonly released: number[];
  readonly shown: number[];
  readonly saved: number[];
  readonly stages: Stages | undefined;
} {
  return { released, shown, saved, stages };
}

/** @returns the animation frames that the page requests per second, measured for `seconds`. */
export async function framesPerSecond(seconds: number): Promise<number> {
  const { requestAnimationFrame: original } = window;
  let count = 0;
  window.requestAnimationFrame = (callback) => {
    count += 1;
    return original.call(window, callback);
  };
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  window.requestAnimationFrame = original;
  return count / seconds;
}
