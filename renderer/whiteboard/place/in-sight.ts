/** Keeps the drawing in sight when the size of the window changes, as on a phone that is turned. */

import type { AppState } from '@excalidraw/excalidraw/types';

type Sight = Pick<AppState, 'width' | 'height' | 'scrollX' | 'scrollY' | 'scrolledOutside'> & {
  readonly zoom: { readonly value: number };
};

/** Since the last change of the size: Excalidraw has drawn by then, and knows whether anything is visible. */
const lookMilliseconds = 400;

export class InSight {
  readonly #sight: () => Sight;
  readonly #scrollBack: () => void;
  readonly #after: (milliseconds: number, run: () => void) => () => void;
  /** The last state with a size. */
  #latest: Sight | undefined;
  /** The state before the size began to change. */
  #before: Sight | undefined;
  #cancel: () => void = () => undefined;

  /** @param options.scrollBack shows the nearest part of the drawing. */
  constructor(options: {
    readonly sight: () => Sight;
    readonly scrollBack: () => void;
    /** @returns a function that cancels. */
    readonly after: (milliseconds: number, run: () => void) => () => void;
  }) {
    this.#sight = options.sight;
    this.#scrollBack = options.scrollBack;
    this.#after = options.after;
  }

  /** Must be called with each state of Excalidraw. */
  changed(state: Sight): void {
    // Another tab covers the whiteboard.
    if (state.width === 0 || state.height === 0) return;
    const latest = this.#latest;
    this.#latest = state;
    if (latest === undefined || (latest.width === state.width && latest.height === state.height)) return;
    this.#before ??= latest;
    this.#cancel();
    this.#cancel = this.#after(lookMilliseconds, () => this.#look());
  }

  stop(): void {
    this.#cancel();
  }

  #look(): void {
    const before = this.#before;
    this.#before = undefined;
    const now = this.#sight();
    if (before === undefined || now.width === 0 || now.height === 0) return;
    // If the person had scrolled away from the drawing, before the change or since, the view stays.
    if (!before.scrolledOutside && now.scrolledOutside && isSameView(before, now)) this.#scrollBack();
  }
}

function isSameView(a: Sight, b: Sight): boolean {
  return a.scrollX === b.scrollX && a.scrollY === b.scrollY && a.zoom.value === b.zoom.value;
}
