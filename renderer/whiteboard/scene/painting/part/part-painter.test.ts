import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import { beforeEach, expect, it } from 'vitest';
import { shape } from '../../../../testing/shape.ts';
import { toScene } from '../../adapter.ts';
import type { Painted } from '../in-place.ts';
import { PartPainter, type StaticPaint } from './part-painter.ts';

function made(
  id: string,
  x: number,
  change: Parameters<typeof shape>[1] = {},
  version = 1,
): ExcalidrawElement {
  const look = shape(id, { index: `a${id}`, x, y: 100, width: 50, height: 50, ...change });
  const element = toScene(look, { version, versionNonce: 1, updated: 1 });
  if (element === undefined) throw new Error('it cannot be drawn');
  return element;
}

const boundsOf = ({ x, y, width, height }: ExcalidrawElement) => [x, y, x + width, y + height] as const;

const [low, middle, high, far] = [made('1', 100), made('2', 130), made('3', 160), made('4', 5000)];
const before = [low, middle, high, far];

let calls: unknown[][];
let isFailing: boolean;
let pixelRatio: number;
let given: StaticPaint;
let painter: PartPainter;

beforeEach(() => {
  calls = [];
  isFailing = false;
  pixelRatio = 1;
  let states = 0;
  const context = Object.fromEntries(
    ['setTransform', 'beginPath', 'rect', 'clip'].map((name) => [
      name,
      (...values: unknown[]) => calls.push([name, ...values]),
    ]),
  );
  const canvas = {
    width: 800,
    height: 600,
    getContext: () => ({
      ...context,
      save: () => {
        states += 1;
      },
      restore: () => {
        states = Math.max(0, states - 1);
        calls.push(['states', states]);
      },
    }),
  } as unknown as HTMLCanvasElement;
  given = {
    canvas,
    scale: 1,
    elementsMap: new Map(before.map((element) => [element.id, element])),
    visibleElements: [low, middle, high],
    appState: { scrollX: 0, scrollY: 0, width: 800, height: 600, zoom: { value: 1 }, frameToHighlight: null },
    renderConfig: { isExporting: false, imageCache: new Map([['here', {}]]) },
  };
  painter = new PartPainter(boundsOf, () => pixelRatio);
  painter.painting(given, ({ visibleElements }) => {
    calls.push(['paint', ...visibleElements.map(({ id }) => id)]);
    // A state that an element leaves which cannot be painted.
    if (isFailing) states += 1;
  });
});

function replaced(place: number, element: ExcalidrawElement): Painted {
  return { before, replaced: [{ place, element }], added: [] };
}

function paint(painted: Painted): boolean {
  return painter.paint({ visibleElements: given.visibleElements }, painted);
}

const painted = () => calls.filter(([name]) => name === 'rect' || name === 'paint');

it('a changed element is painted within the rectangle of both its places, between those below and above that touch it', () => {
  const moved = made('2', 135, {}, 2);
  given.visibleElements.push(made('5', 500));
  expect(paint(replaced(1, moved))).toBe(true);
  // From 130 - 24 to 185 + 24, and a pixel more.
  expect(painted()).toEqual([
    ['rect', 105, 75, 105, 100],
    ['paint', '1', '2', '3'],
  ]);
  expect(given.visibleElements.map(({ x }) => x)).toEqual([100, 135, 160, 500]);
  expect(given.elementsMap.get('2')).toBe(moved);
});

it('two places apart are painted one after the other', () => {
  expect(paint(replaced(1, made('2', 600, {}, 2)))).toBe(true);
  expect(painted()).toEqual([
    ['rect', 105, 75, 100, 100],
    ['paint', '1', '3'],
    ['rect', 575, 75, 100, 100],
    ['paint', '2'],
  ]);
});

it('the rectangle follows the view, in whole pixels of the canvas', () => {
  pixelRatio = 2;
  Object.assign(given, { scale: 2 });
  Object.assign(given.appState, { scrollX: 0.3, zoom: { value: 0.75 } });
  paint(replaced(1, made('2', 130, { backgroundColor: '#ffc9c9' }, 2)));
  expect(painted()[0]).toEqual(['rect', 158, 113, 150, 149]);
});

it('a change out of sight paints nothing, and is there when the view moves', () => {
  const changed = made('4', 6000, {}, 2);
  expect(paint(replaced(3, changed))).toBe(true);
  expect(painted()).toEqual([]);
  expect(given.elementsMap.get('4')).toBe(changed);
  expect(given.visibleElements).toHaveLength(3);
});

it('a new element is painted above all others', () => {
  const added = made('5', 110);
  expect(paint({ before, replaced: [], added: [added] })).toBe(true);
  expect(painted().at(-1)).toEqual(['paint', '1', '2', '3', '5']);
  expect([...given.elementsMap.keys()]).toEqual(['1', '2', '3', '4', '5']);
});

it('elements whose extent is not known are painted in each rectangle', () => {
  const label = made('5', 400, { type: 'text', text: 'a', originalText: 'a', containerId: '6' });
  const container = made('6', 400, { boundElements: [{ type: 'text', id: '5' }] });
  const line = made('7', 600, {
    type: 'line',
    points: [
      [0, 0],
      [50, 50],
    ],
    angle: 1,
  });
  const linked = made('8', 600, { link: 'https://example.org/' });
  given.visibleElements.push(label, container, line, linked, made('9', 600));
  paint(replaced(0, made('1', 100, {}, 2)));
  expect(painted().at(-1)).toEqual(['paint', '1', '2', '3', '6', '7', '8']);
});

it('the clip ends, also after an element that cannot be painted', () => {
  isFailing = true;
  paint(replaced(1, made('2', 135, {}, 2)));
  expect(calls.at(-1)).toEqual(['states', 0]);
});

it.each<[string, () => Painted]>([
  ['comes into the view', () => replaced(3, made('4', 300, {}, 2))],
  ['leaves the view', () => replaced(1, made('2', 4000, {}, 2))],
  [
    'is not on the canvas as it was',
    () => ({ ...replaced(1, made('2', 135)), before: before.with(1, made('2', 130)) }),
  ],
  ['gets a link', () => replaced(1, made('2', 130, { link: 'https://example.org/' }, 2))],
  [
    'is a rotated line',
    () =>
      replaced(
        1,
        made(
          '2',
          130,
          {
            type: 'line',
            points: [
              [0, 0],
              [50, 50],
            ],
            angle: 1,
          },
          2,
        ),
      ),
  ],
  [
    'is an image that is not loaded',
    () => replaced(1, { ...made('2', 130, {}, 2), type: 'image', fileId: 'away' } as ExcalidrawElement),
  ],
])('all is left to Excalidraw if an element %s', (_, change) => {
  const lists = [[...given.visibleElements], new Map(given.elementsMap)];
  expect(paint(change())).toBe(false);
  expect(calls).toEqual([]);
  expect([given.visibleElements, given.elementsMap]).toEqual(lists);
});

it('a loaded image is painted within its rectangle', () => {
  const [was, is] = [1, 2].map(
    (version) => ({ ...made('2', 130, {}, version), type: 'image', fileId: 'here' }) as ExcalidrawElement,
  );
  if (was === undefined || is === undefined) throw new Error('it cannot be drawn');
  given.elementsMap.set('2', was);
  given.visibleElements[1] = was;
  expect(paint({ ...replaced(1, is), before: before.with(1, was) })).toBe(true);
  expect(painted()).toHaveLength(2);
});

it.each<[string, object]>([
  ['has rendered other lists than it has painted', { visibleElements: [low, middle, high] }],
  ['has painted with another ratio of pixels', { scale: 2 }],
  ['highlights a frame', { appState: { frameToHighlight: made('9', 0) } }],
])('all is left to Excalidraw if it %s', (_, change) => {
  const shown = given.visibleElements;
  painter.painting({ ...given, ...change }, () => calls.push(['paint']));
  expect(painter.paint({ visibleElements: shown }, replaced(1, made('2', 135, {}, 2)))).toBe(false);
  expect(calls).toEqual([]);
});

it('an element that this canvas leaves out stays out of its lists', () => {
  given.elementsMap.delete('4');
  expect(paint(replaced(3, made('4', 6000, {}, 2)))).toBe(false);
  expect(given.elementsMap.has('4')).toBe(false);
});

it('the first visible element is left to Excalidraw, which offers to scroll back until then', () => {
  given.visibleElements.length = 0;
  expect(paint({ before, replaced: [], added: [made('5', 110)] })).toBe(false);
});

it('an element that Excalidraw has modified in place is painted where it reaches now', () => {
  paint(replaced(2, made('3', 165, {}, 2)));
  Object.assign(low, { width: 500, version: 2 });
  calls = [];
  given.visibleElements.push(made('5', 500));
  paint({ before, replaced: [], added: [made('7', 560)] });
  Object.assign(low, { width: 50, version: 1 });
  expect(painted().at(-1)).toEqual(['paint', '1', '5', '7']);
});

it('a closed whiteboard is forgotten', () => {
  painter.forget();
  expect(paint(replaced(1, made('2', 135, {}, 2)))).toBe(false);
});

it('a picture of an export is not the canvas', () => {
  painter.painting(
    { ...given, visibleElements: [], renderConfig: { ...given.renderConfig, isExporting: true } },
    () => undefined,
  );
  expect(paint(replaced(1, made('2', 135, {}, 2)))).toBe(true);
});
