/** Runs in a page: notes when shapes are drawn, shown and saved, and how many frames are asked for. */

interface Shown {
  readonly type: string;
  /** A preview of another person is locked. */
  readonly locked: boolean;
}

/** Milliseconds since 1970, finer than `Date.now`. */
function now(): number {
  return performance.timeOrigin + performance.now();
}

const released: number[] = [];
/** When so many rectangles were first shown as agreed or pending ones, by their number less one. */
const shown: number[] = [];
/** When nothing was pending any more. */
const saved: number[] = [];

/** Looks in each frame from now on. */
export function watch(): void {
  window.addEventListener('pointerup', () => released.push(now()), { capture: true });
  let isPending = false;
  new MutationObserver(() => {
    const count = document.querySelector('[data-testid="pending-count"]')?.getAttribute('data-count') ?? '0';
    if (isPending && count === '0') saved.push(now());
    isPending = count !== '0';
  }).observe(document.body, { subtree: true, childList: true, attributeFilter: ['data-count'] });
  const look = (): void => {
    const count = sceneElements().filter(({ type, locked }) => type === 'rectangle' && !locked).length;
    while (shown.length < count) shown.push(now());
    requestAnimationFrame(look);
  };
  look();
}

export function moments(): {
  readonly released: number[];
  readonly shown: number[];
  readonly saved: number[];
} {
  return { released, shown, saved };
}

/** @returns frames that the page asks for in a second. */
export async function framesAskedFor(seconds: number): Promise<number> {
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

function sceneElements(): readonly Shown[] {
  const container = document.querySelector('[data-testid="whiteboard"] .excalidraw');
  const key = Object.keys(container ?? {}).find((name) => name.startsWith('__reactFiber$'));
  // biome-ignore lint/suspicious/noExplicitAny: React's tree has no types.
  let fiber: any = key === undefined ? null : Reflect.get(container ?? {}, key);
  while (fiber !== null && typeof fiber.stateNode?.getSceneElements !== 'function') fiber = fiber.return;
  return fiber?.stateNode.getSceneElements() ?? [];
}
