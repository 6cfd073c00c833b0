import { describe, expect, it, vi } from 'vitest';
import type { Health } from '#app/session/view/view.ts';
import { sceneRig } from '../../testing/scene-rig.ts';
import { shape } from '../../testing/shape.ts';
import { aimAtContent, maxFrames, whenMeasured } from './aim.ts';

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

const joining: Health = { state: 'joining', settled: 0, of: 2 };
const settling: Health = { state: 'settling', voters: 2, reachable: 2 };

/** A first visit. A scene follows the board, as in a window, and is visible when the test says so. */
class FirstVisit {
  readonly rig = sceneRig();
  /** The number of shown elements at each move of the view. */
  readonly fits: number[] = [];
  readonly container = new EventTarget();
  followed: { readonly socketId: never; readonly username: string } | null = null;
  #whenShown: (() => void) | undefined;

  begin(health: Health): void {
    const { board, scene, sync } = this.rig;
    board.set({ health });
    aimAtContent(
      board,
      {
        getSceneElements: () => scene.elements(),
        getAppState: () => ({ userToFollow: this.followed }),
      },
      this.container,
      {
        whenShown: (callback) => {
          this.#whenShown = callback;
          return () => {
            this.#whenShown = undefined;
          };
        },
        fit: () => this.fits.push(scene.elements().length),
      },
    );
    sync.start();
  }

  show(): void {
    this.rig.settle();
    this.#whenShown?.();
    this.#whenShown = undefined;
  }
}

describe('at the first visit of a board', () => {
  it('the view shows the drawing that is there, once', () => {
    const visit = new FirstVisit();
    visit.rig.create(['far', { x: 20_000 }]);
    visit.begin(settling);
    expect(visit.fits).toEqual([]);
    visit.show();
    visit.rig.create(['later']);
    visit.show();
    expect(visit.fits).toEqual([1]);
  });

  it('the view shows the first elements of others, which the scene shows in the same task', () => {
    const visit = new FirstVisit();
    visit.begin(settling);
    visit.show();
    visit.rig.create(['far', { x: 20_000 }]);
    expect(visit.rig.scene.ids()).toEqual(['far']);
    visit.show();
    visit.rig.create(['later']);
    visit.show();
    expect(visit.fits).toEqual([1]);
  });

  it('the view shows all that arrives while the device catches up', () => {
    const visit = new FirstVisit();
    visit.begin(joining);
    visit.rig.create(['a']);
    visit.show();
    visit.rig.create(['b']);
    visit.rig.create(['c']);
    visit.show();
    visit.rig.board.set({ health: settling });
    visit.rig.create(['later']);
    visit.show();
    expect(visit.fits).toEqual([1, 3]);
  });

  it('the view of a person who draws first stays', () => {
    const visit = new FirstVisit();
    visit.begin(settling);
    visit.rig.scene.add(shape('mine'));
    visit.rig.settle();
    visit.rig.create(['theirs', { x: 20_000 }]);
    visit.show();
    expect(visit.fits).toEqual([]);
  });

  it.each(['pointerdown', 'wheel', 'keydown'])('the view stays after a %s of the person', (type) => {
    const visit = new FirstVisit();
    visit.begin(joining);
    visit.rig.create(['a']);
    visit.show();
    visit.container.dispatchEvent(new Event(type));
    visit.rig.create(['b']);
    visit.show();
    expect(visit.fits).toEqual([1]);
  });

  it('the view of a person who follows another one stays', () => {
    const visit = new FirstVisit();
    visit.followed = { socketId: 'ben' as never, username: 'Ben' };
    visit.rig.create(['far']);
    visit.begin(settling);
    visit.show();
    expect(visit.fits).toEqual([]);
  });
});
