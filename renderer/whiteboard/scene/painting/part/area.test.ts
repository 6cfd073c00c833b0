import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import { expect, it } from 'vitest';
import { shape } from '../../../../testing/shape.ts';
import { toScene } from '../../adapter.ts';
import { type Area, apart, paintedArea } from './area.ts';

function made(change: Parameters<typeof shape>[1]): ExcalidrawElement {
  const element = toScene(shape('one', { x: 100, y: 100, width: 200, height: 100, ...change }), {
    version: 1,
    versionNonce: 1,
    updated: 1,
  });
  if (element === undefined) throw new Error('it cannot be drawn');
  return element;
}

const bounds: Area = [100, 100, 300, 200];
const text = { type: 'text', text: 'a', originalText: 'a', fontSize: 40 };
const points = [
  [0, 0],
  [200, 100],
];

it.each<[string, Parameters<typeof shape>[1], Area]>([
  ['a shape', {}, [76, 76, 324, 224]],
  ['a text, by the size of its font', text, [76, 76, 324, 224]],
  ['a stroke, by its width', { type: 'freedraw', points, strokeWidth: 4 }, [48, 48, 352, 252]],
  ['a shape on its side', { angle: Math.PI / 2 }, [126, 26, 274, 274]],
])('the bitmap of %s is larger than its bounds', (_, change, expected) => {
  const area = paintedArea(made(change), bounds, new Map());
  expect(area?.map((value) => Math.round(value))).toEqual(expected);
});

it('the place of a label of an arrow is that of the arrow, and the arrow has a gap there', () => {
  const label = made({ ...text, containerId: 'way' });
  const way = made({ type: 'arrow', points, boundElements: [{ type: 'text', id: 'one' }] });
  expect(paintedArea(label, bounds, new Map([['way', way]]))).toBeUndefined();
  expect(paintedArea(way, bounds, new Map())).toBeUndefined();
  expect(paintedArea(label, bounds, new Map([['way', made({})]]))).toBeDefined();
  expect(paintedArea(made({ type: 'arrow', points }), bounds, new Map())).toBeDefined();
});

it('areas that touch become one, also if only the union touches another', () => {
  const [a, b, between, away]: Area[] = [
    [0, 0, 10, 10],
    [20, 0, 30, 10],
    [10, 5, 20, 6],
    [100, 100, 110, 110],
  ];
  if (a === undefined || b === undefined || between === undefined || away === undefined)
    throw new Error('no area');
  expect(apart([a, b, away])).toEqual([a, b, away]);
  expect(apart([a, away, b, between])).toEqual([away, [0, 0, 30, 10]]);
});
