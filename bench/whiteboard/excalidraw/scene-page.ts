/**
 * Reads and prepares Excalidraw in a page, in Paxboard or alone, and records frames and long tasks. Runs in the page.
 */

import { type ExcalidrawApp, excalidrawApp } from '../../../e2e/page/excalidraw-app.ts';

export interface View {
  readonly scrollX: number;
  readonly scrollY: number;
  readonly zoom: number;
}

type ReplaceAll = (...given: unknown[]) => unknown;

/** The parts of Excalidraw's component that the benchmark uses: Excalidraw exports no type of it. */
interface App extends ExcalidrawApp {
  readonly scene: {
    getElementsIncludingDeleted(): readonly unknown[];
    replaceAllElements: ReplaceAll;
    /** Set by {@link countUpdates}. */
    originalReplace?: ReplaceAll;
  };
  setState(state: object): void;
  getSceneElements(): readonly (ReturnType<ExcalidrawApp['getSceneElements']>[number] & {
    readonly y: number;
    readonly width: number;
  })[];
}

function app(): App {
  const found = excalidrawApp();
  if (found === undefined) throw new Error('there is no whiteboard');
  return found as App;
}

/** The elements, deleted ones included, and the state of a whiteboard that is opened at this place, as JSON. */
export function drawing({ scrollX, scrollY, zoom }: View): string {
  const elements = app().scene.getElementsIncludingDeleted();
  return JSON.stringify({ elements, appState: { scrollX, scrollY, zoom: { value: zoom } } });
}

/** Moves the view, and deselects everything. */
export async function look({ scrollX, scrollY, zoom }: View): Promise<void> {
  app().setState({
    scrollX,
    scrollY,
    zoom: { value: zoom },
    selectedElementIds: {},
    selectedGroupIds: {},
  });
  await frames(4);
}

/** Gives the whiteboard the focus, and with it the keys. */
export function focus(): void {
  const excalidraw = document.querySelector('[data-testid="whiteboard"] .excalidraw');
  if (excalidraw instanceof HTMLElement) excalidraw.focus({ preventScroll: true });
}

/** The sum of the elements' places to the right: of a nudge, the number of moved elements. */
export function sumOfX(): number {
  return app()
    .getSceneElements()
    .reduce((sum, { x }) => sum + x, 0);
}

/** @returns where to press to drag a filled rectangle near the middle of the view, CSS pixels in the window. */
export function grip(): readonly [x: number, y: number] {
  const { scrollX, scrollY, zoom, offsetLeft, offsetTop, width, height } = app().state;
  let best: readonly [number, number] = [0, 0];
  let distance = Number.POSITIVE_INFINITY;
  for (const element of app().getSceneElements()) {
    if (element.type !== 'rectangle') continue;
    const x = (element.x + element.width / 2 + scrollX) * zoom.value;
    const y = (element.y + element.height / 2 + scrollY) * zoom.value;
    const away = Math.hypot(x - width / 2, y - height / 2);
    if (away < distance) [best, distance] = [[x + offsetLeft, y + offsetTop], away];
  }
  return best;
}

export function count(): number {
  return excalidrawApp()?.getSceneElements().length ?? 0;
}

/** Opens a drawing of `expected` elements. @returns the milliseconds until it is drawn. */
export async function opening(open: () => void, expected: number): Promise<number> {
  const begun = performance.now();
  open();
  while (count() < expected) await frames(1);
  await frames(2);
  return performance.now() - begun;
}

/** Clicks the button with this label in Paxboard. */
export function click(label: string): void {
  for (const button of document.querySelectorAll('button')) {
    if (button.getAttribute('aria-label') === label || button.textContent === label) return button.click();
  }
  throw new Error(`there is no button "${label}"`);
}

let intervals: number[] = [];
let isRecording = false;

/** Records the intervals of the page's frames from now on. */
export function recordFrames(): void {
  intervals = [];
  isRecording = true;
  let last = performance.now();
  const next = (): void => {
    const now = performance.now();
    intervals.push(now - last);
    last = now;
    if (isRecording) requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
}

/** @returns the intervals since {@link recordFrames}, milliseconds. */
export function recordedFrames(): readonly number[] {
  isRecording = false;
  return intervals;
}

let longest = 0;
let observer: PerformanceObserver | undefined;

export function recordTasks(): void {
  longest = 0;
  observer ??= new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  });
  observer.observe({ entryTypes: ['longtask'] });
}

/** @returns the longest task since {@link recordTasks}, milliseconds; 0 if none took 50. */
export async function longestTask(): Promise<number> {
  await frames(2);
  await new Promise((resolve) => setTimeout(resolve, 100));
  return longest;
}

let updates = 0;

/** Counts the replacements of the scene from now on. */
export function countUpdates(): void {
  updates = 0;
  const { scene } = app();
  scene.originalReplace ??= scene.replaceAllElements;
  const { originalReplace } = scene;
  scene.replaceAllElements = (...given) => {
    updates += 1;
    return originalReplace.apply(scene, given);
  };
}

export function countedUpdates(): number {
  return updates;
}

async function frames(some: number): Promise<void> {
  for (let at = 0; at < some; at += 1) await new Promise(requestAnimationFrame);
}
