/** Painting in place gives the scene that painting everything in order gives, after any changes. */

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Look } from '#app/session/live/look.ts';
import { FakeElements } from '../../../testing/fake-elements.ts';
import { FakeClock, FakeScene } from '../../../testing/fake-scene.ts';
import { shape } from '../../../testing/shape.ts';
import { Baselines } from '../baselines.ts';
import { OthersPreviews } from '../previews/others-previews.ts';
import { ScenePainter } from './scene-painter.ts';
import { ScenePlaces } from './scene-places.ts';

const indices = ['a1', 'a2', 'a2V', 'a3', 'a4', 'a5'] as const;
const ids = ['p', 'q', 'r', 's', 't', 'u'] as const;

const id = fc.constantFrom(...ids);
const index = fc.constantFrom(...indices);
const change = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant('create' as const), id, index }) },
  fc.record({ does: fc.constant('move' as const), id, index }),
  { weight: 8, arbitrary: fc.record({ does: fc.constant('patch' as const), id, x: fc.nat(9) }) },
  fc.record({ does: fc.constant('delete' as const), id, isDeleted: fc.boolean() }),
  fc.record({ does: fc.constant('spoil' as const), id, type: fc.constantFrom('unknown', 'rectangle') }),
  fc.record({ does: fc.constant('refuse' as const), id }),
  { weight: 4, arbitrary: fc.record({ does: fc.constant('preview' as const), id, x: fc.nat(9), index }) },
  fc.record({ does: fc.constant('endPreview' as const), id }),
  fc.record({ does: fc.constant('hide' as const), areHidden: fc.boolean() }),
  fc.record({ does: fc.constant('draw' as const), id, index }),
  fc.record({ does: fc.constant('hold' as const), id, x: fc.nat(9) }),
  fc.record({ does: fc.constant('release' as const) }),
  fc.record({ does: fc.constant('lose' as const), id }),
);
/** Changes of the board alone. */
const boardChange = change.filter(({ does }) => !['preview', 'draw', 'hold'].includes(does));
type Change = typeof change extends fc.Arbitrary<infer C> ? C : never;

/** A board of others, and two windows that show it: one paints in place if it can, the other never does. */
class World {
  readonly #areEqual: boolean;
  readonly #board = new FakeElements();
  readonly #looks = new Map<string, Look>();
  readonly #windows = [this.#window(), this.#window()] as const;
  readonly #announced = new Set<string>();
  readonly #held = new Set<string>();
  paintedInPlace = 0;

  /** @param areEqual whether several elements have the same index. */
  constructor(areEqual: boolean) {
    this.#areEqual = areEqual;
  }

  #at(of: string, place: string): string {
    return this.#areEqual ? place : `${place}${of.startsWith('own ') ? of.slice(4).toUpperCase() : of}`;
  }

  #window() {
    const board = this.#board;
    const looks = this.#looks;
    const scene = new FakeScene();
    const baselines = new Baselines();
    const othersPreviews = new OthersPreviews({
      previews: { look: (of) => looks.get(of), ids: () => looks.keys(), settled: () => undefined },
      subscribePreviews: () => () => undefined,
    });
    const painter = new ScenePainter({
      board: { element: (of) => board.get(of), elements: () => board.all() },
      scene,
      clock: new FakeClock(),
      baselines,
      othersPreviews,
      places: new ScenePlaces(),
    });
    return { scene, baselines, othersPreviews, painter };
  }

  run(step: Change): void {
    this.#make(step);
    const fresh = new Set([...this.#announced].filter((of) => !this.#held.has(of)));
    for (const of of fresh) this.#announced.delete(of);
    if (fresh.size === 0) return;
    const [first, second] = this.#windows;
    if (first.painter.paintInPlace(fresh)) this.paintedInPlace += 1;
    else first.painter.paintAll(fresh, this.#held);
    second.painter.paintAll(fresh, this.#held);
  }

  #make(step: Change): void {
    const board = this.#board;
    switch (step.does) {
      case 'create': {
        const { id: made, ...set } = shape(step.id, { index: this.#at(step.id, step.index) });
        if (board.get(made) === undefined) board.patch([{ id: made, create: true, set }]);
        break;
      }
      case 'move':
        board.patch([{ id: step.id, set: { index: this.#at(step.id, step.index) } }]);
        break;
      case 'patch':
        board.patch([{ id: step.id, set: { x: step.x } }]);
        break;
      case 'delete':
        board.patch([{ id: step.id, set: { isDeleted: step.isDeleted } }]);
        break;
      case 'spoil':
        board.patch([{ id: step.id, set: { type: step.type } }]);
        break;
      case 'refuse':
        board.delete(step.id);
        break;
      case 'preview':
        this.#looks.set(step.id, { ...shape(step.id), x: step.x, index: this.#at(step.id, step.index) });
        break;
      case 'endPreview':
        this.#looks.delete(step.id);
        break;
      case 'hide':
        for (const { othersPreviews } of this.#windows)
          for (const of of othersPreviews.hide(step.areHidden)) this.#announced.add(of);
        return;
      case 'draw':
        this.#draw(`own ${step.id}`, this.#at(`own ${step.id}`, step.index));
        return;
      case 'hold':
        this.#hold(step.id, step.x);
        return;
      case 'release':
        // Excalidraw's change is the board's as well, by then.
        for (const of of this.#held) {
          const x = this.#windows[0].scene.get(of)?.x;
          if (x !== undefined) board.patch([{ id: of, set: { x } }]);
          this.#announced.add(of);
        }
        this.#held.clear();
        return;
      case 'lose':
        // Excalidraw loads an older scene. The missing element is announced.
        if (this.#held.has(step.id)) return;
        for (const { scene } of this.#windows) scene.drop(step.id);
        break;
    }
    this.#announced.add(step.id);
  }

  /** This person draws something new in front, which is not submitted yet. */
  #draw(made: string, at: string): void {
    for (const { scene } of this.#windows) {
      const last = scene.elements().at(-1)?.index ?? '';
      if (scene.get(made) === undefined && at > last) scene.add(shape(made, { index: at }));
    }
  }

  /** This person works on an element. */
  #hold(of: string, x: number): void {
    if (
      this.#windows.some(
        ({ scene, othersPreviews }) => scene.get(of) === undefined || othersPreviews.isForeign(of),
      )
    )
      return;
    for (const { scene } of this.#windows) scene.edit(of, { x });
    this.#held.add(of);
  }

  /** All that the two windows have, without random and timed values. */
  states(): readonly unknown[] {
    return this.#windows.map(({ scene, baselines, othersPreviews, painter }) => ({
      elements: scene.elements().map(({ versionNonce: _, updated: __, ...element }) => element),
      baselines: [...baselines.ids()].sort().map((of) => {
        const { agreed, version } = baselines.get(of) ?? {};
        return [of, agreed, version];
      }),
      foreign: ids.filter((of) => othersPreviews.isForeign(of)),
      foreignCount: othersPreviews.foreignCount,
      undrawable: painter.undrawableCount,
    }));
  }
}

it.each([
  ['changes of a board', change, false],
  // An element that this person works on keeps the index that Excalidraw has given it, so its order among equals is not defined.
  ['changes of a board with equal indices', boardChange, true],
])('after %s, painting in place and painting all give the same scene', (_, steps, areEqual) => {
  let paintedInPlace = 0;
  fc.assert(
    fc.property(fc.array(steps, { minLength: 15, maxLength: 40 }), (made) => {
      const world = new World(areEqual);
      for (const step of made) {
        world.run(step);
        const [first, second] = world.states();
        expect(first, JSON.stringify(step)).toEqual(second);
      }
      paintedInPlace += world.paintedInPlace;
    }),
    { numRuns: 150 },
  );
  expect(paintedInPlace).toBeGreaterThan(150);
});
