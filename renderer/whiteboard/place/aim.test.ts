import { describe, expect, it, vi } from 'vitest';
import { maxFrames, whenMeasured } from './aim.ts';

/** A canvas of Excalidraw in a window whose frames are under the control of the test. */
class Played {
  size = { width: 0, height: 0 };
  readonly callback = vi.fn();
  readonly cancel: () => void;
  #frames: FrameRequestCallback[] = [];

  constructor() {
    this.cancel = whenMeasured(
      { getAppState: () => this.size },
      { clientWidth: 1280, clientHeight: 743 },
      this.callback,
      {
        requestAnimationFrame: (run) => this.#frames.push(run),
        cancelAnimationFrame: () => {
          this.#frames = [];
        },
      },
    );
  }

  draw(frames: number): void {
    for (let count = 0; count < frames; count += 1) for (const run of this.#frames.splice(0)) run(0);
  }
}

describe('scrolling to the drawing', () => {
  it('waits until Excalidraw has measured its canvas', () => {
    const it = new Played();
    it.draw(10);
    expect(it.callback).not.toHaveBeenCalled();
    it.size = { width: 1280, height: 0 };
    it.draw(10);
    expect(it.callback).not.toHaveBeenCalled();
    it.size = { width: 1280, height: 741 };
    it.draw(10);
    expect(it.callback).toHaveBeenCalledTimes(1);
  });

  it('stops waiting after a while', () => {
    const it = new Played();
    it.draw(maxFrames + 10);
    expect(it.callback).toHaveBeenCalledTimes(1);
  });

  it('can be cancelled', () => {
    const it = new Played();
    it.cancel();
    it.size = { width: 1280, height: 743 };
    it.draw(10);
    expect(it.callback).not.toHaveBeenCalled();
  });
});
