import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import { beforeEach, expect, it } from 'vitest';
import { shape } from '../../../testing/shape.ts';
import { toScene } from '../adapter.ts';
import { InPlace, type Painted, type SceneFields } from './in-place.ts';

function made(id: string, version = 1, change: Parameters<typeof shape>[1] = {}): ExcalidrawElement {
  const element = toScene(shape(id, { index: `a${id}`, ...change }), {
    version,
    versionNonce: 1,
    updated: 1,
  });
  if (element === undefined) throw new Error('it cannot be drawn');
  return element;
}

function sceneOf(elements: readonly ExcalidrawElement[]): SceneFields {
  const living = elements.filter(({ isDeleted }) => !isDeleted);
  const byId = (some: readonly ExcalidrawElement[]) => new Map(some.map((element) => [element.id, element]));
  return {
    elements,
    elementsMap: byId(elements),
    nonDeletedElements: living,
    nonDeletedElementsMap: byId(living),
    selectedElementsCache: { selectedElementIds: {}, elements: living },
    triggerUpdate: () => {
      renderings += 1;
    },
  };
}

const [one, gone, two] = [made('1'), made('2', 1, { isDeleted: true }), made('3')];
const before = [one, gone, two];
let inPlace: InPlace;
let scene: SceneFields;
let mapped: string[];
let renderings: number;
/** Whether the change is painted without Excalidraw. */
let isPainted: boolean;

beforeEach(() => {
  inPlace = new InPlace(() => isPainted);
  renderings = 0;
  isPainted = false;
  scene = sceneOf(before);
  mapped = [];
});

/** @returns whether Excalidraw's own replacement was spared. */
function paint(next: readonly ExcalidrawElement[], painted: Painted): boolean {
  let isSpared = false;
  inPlace.during(next, painted, () => {
    isSpared = inPlace.replace(scene, next, ({ id }) => mapped.push(id));
  });
  return isSpared;
}

it('the scene is as after a replacement of all elements, also in the order of its maps', () => {
  const [changed, added] = [made('3', 2, { x: 50 }), made('4')];
  const next = [one, gone, changed, added];
  expect(paint(next, { before, replaced: [{ place: 2, element: changed }], added: [added] })).toBe(true);
  const expected = sceneOf(next);
  expect(scene.elements).toBe(next);
  expect(scene).toEqual({
    ...expected,
    selectedElementsCache: scene.selectedElementsCache,
    triggerUpdate: scene.triggerUpdate,
  });
  expect(renderings).toBe(1);
  expect([...scene.elementsMap.keys()]).toEqual([...expected.elementsMap.keys()]);
  expect([...scene.nonDeletedElementsMap.keys()]).toEqual(['1', '3', '4']);
  expect(scene.nonDeletedElements).not.toBe(next);
  expect(mapped).toEqual(['3', '4']);
});

it('no other element is read', () => {
  const unread = new Proxy(one, {
    get() {
      throw new Error('it is read');
    },
  });
  const elements = [unread, two];
  scene = { ...sceneOf([two]), elements, nonDeletedElements: [unread, two] };
  const changed = made('3', 2);
  const next = [unread, changed];
  expect(paint(next, { before: elements, replaced: [{ place: 1, element: changed }], added: [] })).toBe(true);
  expect(scene.elements).toBe(next);
});

it.each([
  ['a deletion', { place: 2, element: made('3', 2, { isDeleted: true }) }],
  ['a restored element', { place: 1, element: made('2', 2) }],
  ['a frame', { place: 0, element: { ...made('1', 2), type: 'frame', name: null } as ExcalidrawElement }],
])('%s is left to Excalidraw', (_, { place, element }) => {
  const next = before.with(place, element);
  expect(paint(next, { before, replaced: [{ place, element }], added: [] })).toBe(false);
  expect(scene.elements).toBe(before);
  expect(scene.nonDeletedElements).toEqual([one, two]);
  expect(renderings).toBe(0);
});

it('Excalidraw is not rendered for a change that is painted without it', () => {
  isPainted = true;
  const changed = made('3', 2);
  const next = before.with(2, changed);
  expect(paint(next, { before, replaced: [{ place: 2, element: changed }], added: [] })).toBe(true);
  expect(scene.elements).toBe(next);
  expect(renderings).toBe(0);
});

it.each<[string, Parameters<typeof made>[2], { readonly [id: string]: true }, boolean]>([
  ['of others', {}, { 1: true }, true],
  ['of a selected element', {}, { 3: true }, false],
  ['of the label of a selected element', { type: 'text', containerId: '1' }, { 1: true }, false],
  ['within a selected frame', { frameId: 'frame' }, { frame: true }, false],
])(
  'the list of selected elements is made anew after a change %s: %j in %j',
  (_, change, selected, isKept) => {
    scene.selectedElementsCache.selectedElementIds = selected;
    const changed = { ...made('3', 2), ...change } as ExcalidrawElement;
    const next = before.with(2, changed);
    paint(next, { before, replaced: [{ place: 2, element: changed }], added: [] });
    expect(scene.selectedElementsCache.elements === scene.nonDeletedElements).toBe(isKept);
  },
);

it('other elements than the announced ones are left to Excalidraw, and so are those of another scene', () => {
  const next = [...before, made('4')];
  expect(inPlace.replace(scene, next, () => undefined)).toBe(false);
  const painted = { before, replaced: [], added: [made('4')] };
  inPlace.during(next, painted, () => {
    expect(inPlace.replace(scene, [...next], () => undefined)).toBe(false);
    expect(inPlace.replace(sceneOf([...before]), next, () => undefined)).toBe(false);
  });
  expect(inPlace.replace(scene, next, () => undefined)).toBe(false);
});
