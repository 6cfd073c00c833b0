/** Invariants of elements under arbitrary changes, over the real state machine. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Board } from '../board.ts';
import { encodeCommand } from '../bytes/codec.ts';
import type { ElementPatch } from '../commands.ts';
import { checkElement } from '../element/check.ts';
import { plainJson } from '../element/plain.ts';
import { isSharedType } from '../element/rules/schema.ts';
import { compareElements } from '../elements.ts';
import { isFractionalKey } from '../order/fractional-key.ts';
import type { BoardElement } from '../state.ts';
import { anna, ben, carla, nextCommand } from '../testing/authors.ts';
import { elementIds, goodElement, someElement, spoiledElement } from '../testing/element-arbitraries.ts';
import { isSameJson } from '../values/json.ts';
import { CoherentElements, coherent } from './view.ts';

test('elements of Excalidraw are accepted unchanged; a repaired element needs no repair', () => {
  fc.assert(
    fc.property(goodElement, (element) => {
      const { result } = checkElement({ ...element, ...sizeOfPath(element) });
      expect(result).toBe('as-is');
    }),
  );
  fc.assert(
    fc.property(spoiledElement, (element) => {
      const before = JSON.stringify(element);
      const checked = checkElement(element);
      expect(JSON.stringify(element)).toBe(before);
      if (checked.result === 'refused') return;
      const again = checkElement(checked.element);
      expect(again.result).toBe('as-is');
      expect(again.result !== 'refused' && again.element).toBe(checked.element);
    }),
    { numRuns: 1_000 },
  );
});

/** Excalidraw gives a path the size that it has. */
function sizeOfPath({ points, type, x, y, width, height }: BoardElement) {
  if (!Array.isArray(points))
    return { x: x ?? 0, y: y ?? 0, width: width ?? 1, height: height ?? 1, type: type ?? '' };
  const xs = points.map(([at]) => Number(at));
  const ys = points.map(([, at]) => Number(at));
  return { width: Math.max(...xs) - Math.min(...xs), height: Math.max(...ys) - Math.min(...ys) };
}

test('a change is checked as the whole element would be', () => {
  fc.assert(
    fc.property(goodElement, spoiledElement, fc.nat(60), fc.nat(3), (good, other, from, count) => {
      const checked = checkElement(good);
      if (checked.result === 'refused') throw new Error(checked.property);
      const names = Object.keys(other).filter((name) => name !== 'id' && name !== 'type');
      const chosen = Array.from({ length: count + 1 }, (_, at) => names[(from + at) % names.length] ?? 'x');
      const changed = chosen.map((name) => [name, other[name] ?? null]);
      const after = { ...checked.element, ...Object.fromEntries(changed), id: good.id };
      const [, ...left] = Object.entries(after);
      const fewer = { ...Object.fromEntries(left), id: good.id, type: good.type ?? '' };
      expect(checkElement(after, checked.element)).toEqual(checkElement(after));
      expect(checkElement(fewer, checked.element)).toEqual(checkElement(fewer));
    }),
    { numRuns: 500 },
  );
});

const change: fc.Arbitrary<ElementPatch> = fc.oneof(
  someElement.map(({ id, ...set }) => ({ id, create: true as const, set })),
  fc
    .tuple(someElement, fc.integer({ min: 1, max: 4 }), fc.nat(60))
    .map(([{ id, ...element }, count, from]) => {
      const names = Object.keys(element).filter((name) => name !== 'type');
      const chosen = Array.from({ length: count }, (_, at) => names[(from + at * 7) % names.length] ?? 'x');
      return { id, set: Object.fromEntries(chosen.map((name) => [name, element[name] ?? null])) };
    }),
  fc
    .tuple(fc.constantFrom(...elementIds), fc.boolean())
    .map(([id, isDeleted]) => ({ id, set: { isDeleted } })),
);

const origin = fc.constantFrom(anna, ben, carla);
const created = goodElement.map(({ id, ...set }): ElementPatch => ({ id, create: true, set }));

/** First there are some elements, then people change them. */
const edits = fc
  .tuple(
    fc.array(fc.record({ origin, patches: fc.tuple(created) }), { minLength: 8, maxLength: 16 }),
    fc.array(fc.record({ origin, patches: fc.array(change, { minLength: 1, maxLength: 2 }) }), {
      maxLength: 15,
    }),
  )
  .map(([first, then]) => [...first, ...then]);

/** As a window submits them: plain data. */
function bodyOf(patches: readonly ElementPatch[]): Uint8Array {
  const plain = patches.map((patch) => {
    const set: { [property: string]: NonNullable<ReturnType<typeof plainJson>> | null } = {};
    for (const [name, value] of Object.entries(patch.set)) {
      const json = plainJson(value);
      if (json !== undefined && !(name === 'isDeleted' && typeof json !== 'boolean')) set[name] = json;
    }
    if (typeof set.index !== 'string' && set.index !== null) delete set.index;
    return { ...patch, set };
  });
  return encodeCommand({ type: 'elements/patch', at: 1, patches: plain });
}

test('three replicas that draw at random have and show the same elements, all of them valid', () => {
  let applied = 0;
  let shownCount = 0;
  fc.assert(
    fc.property(edits, fc.nat(25), (history, restoredAt) => {
      const boards = [new Board(), new Board(), new Board()];
      const view = new CoherentElements();
      history.forEach(({ origin, patches }, step) => {
        const body = bodyOf(patches);
        if (step === restoredAt) boards[1] = Board.restore(boards[1]?.snapshot() ?? new Uint8Array());
        const outcomes = boards.map((board) => board.apply(nextCommand(board, origin, body)));
        expect(outcomes[1]).toEqual(outcomes[0]);
        expect(outcomes[2]).toEqual(outcomes[0]);
        if (outcomes[0]?.status === 'applied') applied += 1;
        const [first = new Board()] = boards;
        view.update(
          patches.map(({ id }) => id),
          first,
        );
        expect(isSameJson([...view.inOrder(first)], [...coherent(first.elements())])).toBe(true);
      });
      const digests = new Set(boards.map((board) => board.digest()));
      expect(digests.size).toBe(1);
      for (const board of boards) {
        expect(Board.restore(board.snapshot()).digest()).toBe(board.digest());
        for (const element of board.elements()) expect(checkElement(element).result).toBe('as-is');
        shownCount += checkShown(board.elements());
      }
    }),
    { numRuns: 50 },
  );
  // Otherwise the test would prove nothing.
  expect(applied).toBeGreaterThan(300);
  expect(shownCount).toBeGreaterThan(300);
});

/** @returns how many elements are shown. */
function checkShown(agreed: readonly BoardElement[]): number {
  const shown = coherent(agreed);
  expect(coherent(agreed)).toEqual(shown);
  // A second derivation adds and removes nothing: the shown elements are consistent.
  const looks = (elements: readonly BoardElement[]) => elements.map(({ id, isDeleted }) => [id, isDeleted]);
  expect(looks(coherent(shown))).toEqual(looks(shown));
  let last = '';
  const alive = new Map(
    shown.filter(({ isDeleted }) => isDeleted !== true).map((element) => [element.id, element]),
  );
  for (const element of shown) {
    expect(checkElement(element).result).toBe('as-is');
    if (!isSharedType(element.type)) continue;
    const { index } = element;
    expect(typeof index === 'string' && isFractionalKey(index) && index > last).toBe(true);
    last = String(index);
  }
  for (const element of alive.values()) {
    for (const name of namesIn(element)) expect(alive.has(name)).toBe(true);
  }
  return alive.size;
}

function namesIn(element: BoardElement): string[] {
  const { boundElements, startBinding, endBinding, containerId, frameId } = element;
  const found = JSON.stringify([
    boundElements ?? [],
    startBinding ?? null,
    endBinding ?? null,
    containerId,
    frameId,
  ]);
  return elementIds.filter((id) => found.includes(`"${id}"`));
}

/** Valid keys, some of them several times, and texts that are none. */
const someIndex = fc.constantFrom('a0', 'a1', 'a2', 'a2V', 'a3', 'a4', 'b00', 'no key', null);
const someType = fc.constantFrom('rectangle', 'rectangle', 'rectangle', 'hologram');

test('a view that follows each change shows the elements as one that is made anew', () => {
  const ids = Array.from({ length: 12 }, (_, at) => `e${at}`);
  const step = fc.record({
    changes: fc.array(
      fc.record({
        id: fc.constantFrom(...ids),
        index: someIndex,
        type: someType,
        x: fc.nat(3),
        isGone: fc.boolean(),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    looks: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const elements = new Map<string, BoardElement>();
      const agreed = {
        element: (id: string) => elements.get(id),
        elements: () => [...elements.values()].sort(compareElements),
      };
      const view = new CoherentElements();
      for (const { changes, looks } of steps) {
        for (const { isGone, ...change } of changes) {
          // The type of an element never changes.
          const type = elements.get(change.id)?.type ?? change.type;
          const element = checkElement({ ...change, type, y: 0, width: 9, height: 9 });
          if (isGone) elements.delete(change.id);
          else if (element.result !== 'refused') elements.set(change.id, Object.freeze(element.element));
        }
        view.update(
          changes.map(({ id }) => id),
          agreed,
        );
        if (looks) expect(view.inOrder(agreed)).toEqual(coherent(agreed.elements()));
      }
      expect(view.inOrder(agreed)).toEqual(coherent(agreed.elements()));
      const anew = new CoherentElements();
      anew.update(elements.keys(), agreed);
      expect(view.keys()).toEqual(anew.keys());
    }),
    { numRuns: 300 },
  );
});
