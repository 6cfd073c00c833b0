import { describe, expect, it } from 'vitest';
import type { Json } from '../commands.ts';
import type { BoardElement } from '../state.ts';
import { checkAgreed, checkElement } from './check.ts';
import { maxPoints } from './rules/bounds.ts';

/** As Excalidraw 0.18.1 makes them, without its bookkeeping. */
const rectangle: BoardElement = {
  id: 'box',
  type: 'rectangle',
  x: 100,
  y: 50,
  width: 200,
  height: 100,
  angle: 0,
  strokeColor: '#1e1e1e',
  backgroundColor: 'transparent',
  fillStyle: 'solid',
  strokeWidth: 2,
  strokeStyle: 'solid',
  roughness: 1,
  opacity: 100,
  groupIds: [],
  frameId: null,
  index: 'a0',
  roundness: { type: 3 },
  seed: 1_234_567,
  isDeleted: false,
  boundElements: null,
  link: null,
  locked: false,
};
const path = {
  points: [
    [0, 0],
    [120, 40.5],
  ],
  width: 120,
  height: 40.5,
  lastCommittedPoint: null,
};
const arrow: BoardElement = {
  ...rectangle,
  ...path,
  id: 'arrow',
  type: 'arrow',
  roundness: { type: 2 },
  startBinding: { elementId: 'box', focus: 0.1, gap: 5 },
  endBinding: null,
  startArrowhead: null,
  endArrowhead: 'arrow',
  elbowed: false,
};
const elbow: BoardElement = {
  ...arrow,
  points: [
    [0, 0],
    [120, 0],
    [120, 40.5],
  ],
  elbowed: true,
  roundness: null,
  startBinding: { elementId: 'box', focus: 0, gap: 5, fixedPoint: [0.5001, 1.05] },
  fixedSegments: null,
  startIsSpecial: null,
  endIsSpecial: null,
};
const line: BoardElement = {
  ...rectangle,
  ...path,
  id: 'line',
  type: 'line',
  startBinding: null,
  endBinding: null,
  startArrowhead: null,
  endArrowhead: null,
};
const freedraw: BoardElement = {
  ...rectangle,
  ...path,
  id: 'stroke',
  type: 'freedraw',
  pressures: [0.5, 1],
  simulatePressure: false,
};
const text: BoardElement = {
  ...rectangle,
  id: 'text',
  type: 'text',
  text: 'Hello',
  originalText: 'Hello',
  fontSize: 20,
  fontFamily: 5,
  textAlign: 'left',
  verticalAlign: 'top',
  containerId: null,
  autoResize: true,
  lineHeight: 1.25,
};
const frame: BoardElement = { ...rectangle, id: 'frame', type: 'frame', name: 'Plans' };

function repairedProperties(element: BoardElement): { readonly [name: string]: Json | undefined } {
  const checked = checkElement(element);
  if (checked.result === 'refused') throw new Error(`refused: ${checked.property}`);
  const names = new Set([...Object.keys(element), ...Object.keys(checked.element)]);
  return Object.fromEntries(
    [...names]
      .filter((name) => checked.element[name] !== element[name])
      .map((name) => [name, checked.element[name]]),
  );
}

describe('checkElement', () => {
  it.each([
    rectangle,
    { ...rectangle, type: 'diamond' },
    { ...rectangle, type: 'ellipse', customData: { note: [1, { deep: 'er' }] } },
    arrow,
    elbow,
    line,
    freedraw,
    text,
    frame,
    { ...rectangle, link: 'https://example.org/a?b=c#d', roundness: { type: 3, value: 12 } },
    { ...rectangle, link: 'mailto:anna@example.org' },
    { ...rectangle, link: 'paxboard:?element=V1StGXR8_Z5jdHi6B-myT' },
  ])('gives a $type as Excalidraw makes it back as the very same object', (element) => {
    const checked = checkElement(element);
    expect(checked.result).toBe('as-is');
    expect(checked.result !== 'refused' && checked.element).toBe(element);
  });

  it.each<[string, BoardElement, { readonly [name: string]: Json | undefined }]>([
    ['a numeral is a number', { ...rectangle, strokeWidth: '2', x: ' -3.5 ' }, { strokeWidth: 2, x: -3.5 }],
    ['a position is bounded', { ...rectangle, x: 1e308, y: -2e6 }, { x: 1e6, y: -1e6 }],
    ['a size is bounded', { ...rectangle, width: 1e9 }, { width: 1e5 }],
    ['a stroke has a width', { ...rectangle, strokeWidth: 0.0001 }, { strokeWidth: 0.1 }],
    ['opacity is in percent', { ...rectangle, opacity: 200 }, { opacity: 100 }],
    ['a negative size turns around', { ...rectangle, width: -30 }, { width: 30, x: 70 }],
    ['a shape has a size', { ...rectangle, width: 0, height: 0 }, { width: 1, height: 1 }],
    ['a key ends in no zero', { ...rectangle, index: 'a10' }, { index: 'a1' }],
    ['what is no key is none', { ...rectangle, index: 'zzzzzz!!' }, { index: null }],
    ['nothing is bound to null', { ...rectangle, boundElements: [null, 5] }, { boundElements: [] }],
    ['a frame has a name or none', { ...frame, name: {} }, { name: null }],
    ['links do not run', { ...rectangle, link: 'javascript:alert(1)' }, { link: null }],
    ['links name a scheme', { ...rectangle, link: '//example.org' }, { link: null }],
    ['hosts get a scheme', { ...rectangle, link: ' example.org/a ' }, { link: 'https://example.org/a' }],
    ['other links of Paxboard are none', { ...rectangle, link: 'paxboard://join/x' }, { link: null }],
    ['links name an element', { ...rectangle, link: 'paxboard:?element=' }, { link: null }],
    ['links name one element', { ...rectangle, link: 'paxboard:?element=%zz' }, { link: null }],
    [
      'links encode an id in one way',
      { ...rectangle, link: 'paxboard:?element=a&b%63' },
      { link: 'paxboard:?element=a%26bc' },
    ],
    ['links are texts', { ...rectangle, link: { href: 1 } }, { link: null }],
    ['no old properties', { ...rectangle, strokeSharpness: 'round' }, { strokeSharpness: undefined }],
    [
      'a lone surrogate',
      { ...text, text: 'a\ud800', originalText: 'a\ud800' },
      { text: 'a\ufffd', originalText: 'a\ufffd' },
    ],
    ['groups are texts', { ...rectangle, groupIds: [{}, 'g', 'g'] }, { groupIds: ['g'] }],
    ['an odd binding', { ...arrow, startBinding: 5 }, { startBinding: null }],
    ['an odd arrowhead', { ...arrow, endArrowhead: {} }, { endArrowhead: null }],
    [
      'a bound corner needs its point',
      { ...elbow, startBinding: { elementId: 'box', focus: 0, gap: 5 } },
      { startBinding: null },
    ],
    [
      'an arrow without a path',
      { ...arrow, points: null },
      {
        points: [
          [0, 0],
          [120, 40.5],
        ],
      },
    ],
    ['pressures are numbers', { ...freedraw, pressures: ['x', 2, 3] }, { pressures: [0.5, 1] }],
    [
      'a path begins at its origin',
      {
        ...line,
        points: [
          [10, 10],
          [130, 50.5],
        ],
      },
      {
        points: [
          [0, 0],
          [120, 40.5],
        ],
        x: 110,
        y: 60,
      },
    ],
  ])('repairs property by property: %s', (_name, element, changes) => {
    expect(repairedProperties(element)).toEqual(changes);
  });

  it('gives a text without sizes those that it is measured with', () => {
    const checked = checkElement({ id: 't', type: 'text', text: 'one\nthree' });
    expect(checked).toMatchObject({
      result: 'repaired',
      element: { fontSize: 20, lineHeight: 1.25, originalText: 'one\nthree', width: 60, height: 50 },
    });
  });

  it.each<[string, BoardElement, string]>([
    ['a long id', { ...rectangle, id: 'x'.repeat(65) }, 'id'],
    ['a stroke without points', { ...freedraw, points: null }, 'points'],
    ['a stroke of nonsense', { ...freedraw, points: [null, {}, [1]] }, 'points'],
  ])('refuses what has no repair and names the property: %s', (_name, element, property) => {
    expect(checkElement(element)).toMatchObject({ result: 'refused', property });
  });

  it('keeps a type that is not shared as it is', () => {
    const element = { id: 'page', type: 'iframe', link: 'f', index: 'a1' };
    expect(checkElement(element)).toEqual({ result: 'as-is', element });
  });

  it('gives an arrow with right angles a corner wherever it is diagonal', () => {
    const { points: _, ...pathless } = elbow;
    expect(checkElement({ ...pathless, id: 'e', width: 4, height: 735 })).toMatchObject({
      element: {
        points: [
          [0, 0],
          [4, 0],
          [4, 735],
        ],
        fixedSegments: null,
      }, // prettier-ignore
    });
    const zigzag = Array.from({ length: 600 }, (_zig, at) => [at, at % 2 === 0 ? 0 : 50]);
    expect(checkElement({ ...elbow, points: zigzag })).toMatchObject({
      result: 'refused',
      property: 'points',
    });
  });

  it('keeps a valid image, and repairs its invalid properties', () => {
    const fileId = 'A'.repeat(43);
    const picture = {
      ...rectangle,
      id: 'p',
      type: 'image',
      fileId,
      status: 'saved',
      scale: [1, -1],
      crop: null,
    };
    expect(checkElement(picture).result).toBe('as-is');
    for (const wild of ['f', '__proto__', 'x'.repeat(1e6), `${'A'.repeat(42)}B`, 5, {}, ['a']]) {
      expect(repairedProperties({ ...picture, fileId: wild })).toEqual({ fileId: null });
    }
    expect(repairedProperties({ ...picture, status: 'error', scale: [0, 'x'] })).toEqual({
      status: 'saved',
      scale: [1, 1],
    });
    const crop = { x: 1, y: 2, width: 3, height: 4, naturalWidth: 10, naturalHeight: 10 };
    expect(checkElement({ ...picture, crop }).result).toBe('as-is');
    expect(repairedProperties({ ...picture, crop: { ...crop, width: 0, x: -5 } })).toEqual({
      crop: { ...crop, width: 1, x: 0 },
    });
    expect(repairedProperties({ ...picture, crop: 'all' })).toEqual({ crop: null });
  });

  it('bounds the cost of drawing', () => {
    const giant = { ...rectangle, width: 2e4, height: 2e4, backgroundColor: '#ff0000' };
    expect(repairedProperties({ ...giant, fillStyle: 'cross-hatch', strokeWidth: 0.0001 })).toEqual({
      fillStyle: 'solid',
      strokeWidth: 0.1,
    });
    expect(checkElement({ ...giant, fillStyle: 'hachure', strokeWidth: 2 }).result).toBe('as-is');
    expect(repairedProperties({ ...giant, width: 1e5, height: 1e5, strokeStyle: 'dotted' })).toEqual({
      strokeStyle: 'solid',
    });
    const zigzag = Array.from({ length: 2_000 }, (_, at) => [at % 2 === 0 ? 0 : 9e4, at]);
    expect(
      repairedProperties({
        ...line,
        points: [...zigzag, [0, 0]],
        width: 9e4,
        height: 1_999,
        backgroundColor: '#ff0000',
        fillStyle: 'hachure',
        strokeStyle: 'dashed',
      }),
    ).toEqual({ fillStyle: 'solid', strokeStyle: 'solid' });
  });

  it('thins a path with too many points and keeps its ends', () => {
    const points = Array.from({ length: maxPoints + 2 }, (_, at) => [at, at]);
    const pressures = points.map(() => 0.5);
    const checked = checkElement({ ...freedraw, points, pressures });
    if (checked.result === 'refused') throw new Error('refused');
    const { points: thin, pressures: fewer } = checked.element;
    expect(Array.isArray(thin) && [thin.length, thin[0], thin.at(-1)]).toEqual([
      maxPoints / 2 + 2,
      [0, 0],
      [maxPoints + 1, maxPoints + 1],
    ]);
    expect(Array.isArray(fewer) && fewer.length).toBe(maxPoints / 2 + 2);
  });
});

describe('an agreed element', () => {
  it('is checked once, and gives what a check gives', () => {
    const bad = Object.freeze({ ...rectangle, strokeWidth: 0.0001 });
    expect(checkAgreed(bad)).toEqual(checkElement(bad));
    const good = Object.freeze({ ...rectangle });
    expect(checkAgreed(good)).toEqual({ result: 'as-is', element: good });
  });

  it('that can still change is checked each time', () => {
    const changing: { -readonly [Name in keyof BoardElement]: BoardElement[Name] } = { ...rectangle };
    expect(checkAgreed(changing).result).toBe('as-is');
    changing.strokeWidth = 0.0001;
    expect(checkAgreed(changing).result).toBe('repaired');
  });
});
