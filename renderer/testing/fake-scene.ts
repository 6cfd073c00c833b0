/** A scene with the relevant behaviour of Excalidraw's: versions grow, equal indices are replaced. */

import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { StepMark } from '#app/session/changes/undo/element-history.ts';
import type { Json } from '#shared/board/commands.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { toScene } from '../whiteboard/scene/adapter.ts';
import type { GestureState } from '../whiteboard/scene/gesture.ts';
import type { Painted } from '../whiteboard/scene/painting/in-place.ts';
import type { FittedText, Scene, SceneClock } from '../whiteboard/scene/scene.ts';
import { idle } from './idle-gesture.ts';

export class FakeScene implements Scene {
  gestureState: GestureState = idle;
  isVisible = true;
  /** The number of calls of `show`. */
  shows = 0;
  stepMark: StepMark = {};
  /** Elements that cannot be shared yet. */
  readonly unready = new Set<string>();
  /** The difference that came with the latest elements. */
  painted: Painted | undefined;
  #elements: readonly ExcalidrawElement[] = [];

  elements(): readonly ExcalidrawElement[] {
    return this.#elements;
  }

  count(): number {
    return this.#elements.filter(({ isDeleted }) => !isDeleted).length;
  }

  gesture(): GestureState {
    return this.gestureState;
  }

  isSeen(): boolean {
    return this.isVisible;
  }

  mark(): StepMark {
    return this.stepMark;
  }

  isReady({ id }: ExcalidrawElement): boolean {
    return !this.unready.has(id);
  }

  /** Each line is 25 high, each character 10 wide. A label is in the middle of its container. */
  fitted(element: ExcalidrawElement, text: string, containerHeight?: number): FittedText {
    const lines = text.split('\n');
    const width = 10 * Math.max(...lines.map(({ length }) => length));
    const height = 25 * lines.length;
    const container = 'containerId' in element ? this.get(element.containerId ?? '') : undefined;
    const y =
      container === undefined
        ? element.y
        : container.y + ((containerHeight ?? container.height) - height) / 2;
    return { text, originalText: text, x: element.x, y, width, height };
  }

  show(elements: readonly ExcalidrawElement[], painted?: Painted): void {
    this.shows += 1;
    this.painted = painted;
    let last = '';
    this.#elements = elements.map((element) => {
      const index = element.index ?? 'a0';
      const valid = index > last ? index : `${last}V`;
      last = valid;
      return valid === element.index ? element : changed(element, { index: valid });
    });
  }

  ids(): readonly string[] {
    return this.#elements.map((element) => element.id);
  }

  get(id: string): ExcalidrawElement | undefined {
    return this.#elements.find((element) => element.id === id);
  }

  /** The person draws something. */
  add(agreed: BoardElement): void {
    const made = toScene(agreed, { version: 1, versionNonce: 1, updated: 0 });
    if (made === undefined) throw new Error('not drawable');
    this.#elements = [...this.#elements, made];
  }

  /** The person changes something. */
  edit(id: string, change: { readonly [property: string]: Json }): void {
    this.#elements = this.#elements.map((element) =>
      element.id === id ? changed(element, change) : element,
    );
  }

  /** Adds an element that `toScene` does not make. */
  put(element: ExcalidrawElement): void {
    this.#elements = [...this.#elements, element];
  }

  /** Excalidraw replaces its whole scene, as while it loads. */
  load(elements: readonly ExcalidrawElement[]): void {
    this.#elements = elements;
  }

  clear(): void {
    this.load([]);
  }

  drop(id: string): void {
    this.load(this.#elements.filter((element) => element.id !== id));
  }
}

function changed(
  element: ExcalidrawElement,
  change: { readonly [property: string]: Json },
): ExcalidrawElement {
  return { ...element, ...change, version: element.version + 1 };
}

/** Time under the control of a test. */
export class FakeClock implements SceneClock {
  #now = 1000;
  #nonce = 100;
  readonly #timers = new Set<{ readonly at: number; readonly run: () => void }>();
  readonly #frames = new Set<() => void>();
  readonly #soon = new Set<() => void>();

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, run: () => void): () => void {
    const timer = { at: this.#now + milliseconds, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  soon(run: () => void): () => void {
    this.#soon.add(run);
    return () => this.#soon.delete(run);
  }

  /** The end of the running code. */
  endTurn(): void {
    for (const run of [...this.#soon]) if (this.#soon.delete(run)) run();
  }

  frame(run: () => void): () => void {
    this.#frames.add(run);
    return () => this.#frames.delete(run);
  }

  nonce(): number {
    this.#nonce += 1;
    return this.#nonce;
  }

  advance(milliseconds: number): void {
    this.endTurn();
    this.#now += milliseconds;
    for (const timer of [...this.#timers]) {
      if (timer.at > this.#now || !this.#timers.delete(timer)) continue;
      timer.run();
    }
  }

  drawFrame(): void {
    for (const run of [...this.#frames]) if (this.#frames.delete(run)) run();
  }
}
