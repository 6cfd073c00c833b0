/** Elements of all types at random for fast-check: as Excalidraw makes them, and spoiled ones. */

import fc from 'fast-check';
import type { Json } from '../commands.ts';
import type { BoardElement } from '../state.ts';

/** Few, so that they name each other; each of one type, as a type never changes. */
const idsOf: { readonly [type: string]: readonly string[] } = {
  rectangle: ['r1', 'r2'],
  diamond: ['d1'],
  ellipse: ['o1'],
  frame: ['f1'],
  line: ['l1'],
  arrow: ['a1', 'a2', 'a3'],
  elbow: ['b1'],
  freedraw: ['s1'],
  text: ['t1', 't2', 't3'],
  image: ['i1', 'i2'],
};

export const elementIds = Object.values(idsOf).flat();

const id = fc.constantFrom(...elementIds);
const pixels = fc.oneof(
  fc.integer({ min: -2_000, max: 2_000 }),
  fc.double({ min: -1e4, max: 1e4, noNaN: true }).map((value) => value + 0),
);
const size = fc.oneof(fc.integer({ min: 1, max: 800 }), fc.double({ min: 0.5, max: 3_000, noNaN: true }));
const key = fc.constantFrom('Zz', 'a0', 'a0V', 'a1', 'a1', 'a2', 'a9', 'b00', null);

const common = {
  x: pixels,
  y: pixels,
  width: size,
  height: size,
  angle: fc.constantFrom(0, 0, 0, 0.5, 3, 6.2),
  strokeColor: fc.constantFrom('#1e1e1e', '#e03131', 'transparent', 'rgb(1, 2, 3)'),
  backgroundColor: fc.constantFrom('transparent', '#ffc9c9', '#a5d8ff80'),
  fillStyle: fc.constantFrom('solid', 'hachure', 'cross-hatch', 'zigzag'),
  // Thinner lines would hatch the largest of these shapes too finely.
  strokeWidth: fc.constantFrom(1, 2, 4),
  strokeStyle: fc.constantFrom('solid', 'dashed', 'dotted'),
  roughness: fc.constantFrom(0, 1, 2),
  opacity: fc.integer({ min: 0, max: 100 }),
  seed: fc.nat(),
  groupIds: fc.uniqueArray(fc.constantFrom('g1', 'g2'), { maxLength: 2 }),
  frameId: fc.option(id, { freq: 4 }),
  index: key,
  roundness: fc.constantFrom(null, { type: 2 }, { type: 3 }, { type: 3, value: 12 }),
  isDeleted: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
  boundElements: fc.option(
    fc.uniqueArray(fc.record({ id, type: fc.constantFrom('arrow' as const, 'text' as const) }), {
      maxLength: 3,
      selector: (bound) => bound.id,
    }),
  ),
  link: fc.constantFrom(
    null,
    null,
    'https://example.org/page?a=b',
    'mailto:anna@example.org',
    'paxboard:?element=V1StGXR8_Z5jdHi6B-myT',
  ),
  locked: fc.boolean(),
};

const point = fc.tuple(fc.integer({ min: -500, max: 500 }), fc.integer({ min: -500, max: 500 }));

function path(least: number) {
  return fc
    .array(point, { minLength: least - 1, maxLength: 12 })
    .map((points): Json => [[0, 0], ...points.map(([x, y]) => [x, y])]);
}

const gap = {
  focus: fc.double({ min: -1.5, max: 1.5, noNaN: true }).map((value) => value + 0),
  gap: fc.integer({ min: 0, max: 30 }),
};
const binding = fc.option(fc.record({ elementId: id, ...gap }), { freq: 3 });
const fixed = fc.option(
  fc.record({ elementId: id, ...gap, fixedPoint: fc.constantFrom([0.5001, 1.05], [-0.02, 0.3]) }),
);
const heads = fc.constantFrom(null, 'arrow', 'triangle', 'crowfoot_many', 'diamond_outline');
const ends = { lastCommittedPoint: fc.constant(null), startArrowhead: heads, endArrowhead: heads };
const words = fc.constantFrom('Hello', 'two\nlines', 'Ä ö 漢字 🙂', '', ' ', 'x'.repeat(300));

const any: { readonly [type: string]: fc.Arbitrary<{ readonly [property: string]: unknown }> } = {
  rectangle: fc.record(common),
  diamond: fc.record(common),
  ellipse: fc.record(common),
  frame: fc.record({ ...common, name: fc.constantFrom(null, 'Plans') }),
  line: fc.record({
    ...common,
    ...ends,
    points: path(2),
    startBinding: fc.constant(null),
    endBinding: fc.constant(null),
  }),
  arrow: fc.record({
    ...common,
    ...ends,
    points: path(2),
    startBinding: binding,
    endBinding: binding,
    elbowed: fc.constant(false),
  }),
  elbow: fc.record({
    ...common,
    ...ends,
    type: fc.constant('arrow'),
    angle: fc.constant(0),
    roundness: fc.constant(null),
    points: fc.tuple(fc.integer({ min: 10, max: 300 }), fc.integer({ min: 10, max: 300 })).map(([x, y]) => [
      [0, 0],
      [x, 0],
      [x, y],
    ]),
    startBinding: fixed,
    endBinding: fixed,
    elbowed: fc.constant(true),
    fixedSegments: fc.constant(null),
    startIsSpecial: fc.constant(null),
    endIsSpecial: fc.constant(null),
  }),
  image: fc.record({
    ...common,
    fileId: fc.constantFrom(null, 'A'.repeat(43), `${'b-_9'.repeat(10)}xyZ`.slice(0, 42).concat('w')),
    status: fc.constant('saved'),
    scale: fc.constantFrom([1, 1], [-1, 1], [-1, -1]),
    crop: fc.constantFrom(null, {
      x: 10,
      y: 0.5,
      width: 80,
      height: 33.25,
      naturalWidth: 640,
      naturalHeight: 480,
    }),
  }),
  freedraw: fc.record({
    ...common,
    lastCommittedPoint: fc.constant(null),
    points: path(2),
    pressures: fc.constant([]),
    simulatePressure: fc.boolean(),
  }),
  text: fc
    .record({
      ...common,
      text: words,
      fontSize: fc.constantFrom(16, 20, 28, 36),
      fontFamily: fc.constantFrom(5, 1, 6, 8),
      textAlign: fc.constantFrom('left', 'center', 'right'),
      verticalAlign: fc.constantFrom('top', 'middle'),
      containerId: fc.option(id),
      autoResize: fc.boolean(),
      lineHeight: fc.constant(1.25),
    })
    .map((made) => ({ ...made, originalText: made.text })),
};

/** As Excalidraw makes them: complete, but their references need not be consistent. */
export const goodElement: fc.Arbitrary<BoardElement> = fc.oneof(
  ...Object.entries(any).map(([type, made]) =>
    fc
      .tuple(fc.constantFrom(...(idsOf[type] ?? [])), made)
      .map(([name, some]): BoardElement => ({ ...JSON.parse(JSON.stringify({ type, ...some })), id: name })),
  ),
);

const nonsense: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null,
    '',
    '2',
    ' 3.5 ',
    'zzz!!',
    'a10',
    '\ud800x',
    -1,
    0,
    1e308,
    -1e308,
    0.0001,
    true,
    false,
  ),
  fc.constantFrom<Json>(
    [],
    [null],
    [5],
    [[0, 0]],
    [
      [1, 1],
      ['x', 2],
      [1e300, 3],
    ],
    {},
    { a: [{}] },
  ),
  fc.constantFrom<Json>('javascript:alert(1)', '//example.org', 'x'.repeat(3_000), 'example.org'),
  fc.jsonValue({ maxDepth: 3 }).map((value): Json => JSON.parse(JSON.stringify(value))),
);

const properties = [
  ...Object.keys(common),
  'points',
  'pressures',
  'text',
  'originalText',
  'fontSize',
  'fontFamily',
  'lineHeight',
  'containerId',
  'startBinding',
  'endBinding',
  'endArrowhead',
  'elbowed',
  'fixedSegments',
  'name',
  'customData',
  'strokeSharpness',
  'font',
  'boundElementIds',
];

/** One of them with some properties spoiled or missing. */
export const spoiledElement: fc.Arbitrary<BoardElement> = fc
  .tuple(
    goodElement,
    fc.dictionary(fc.constantFrom(...properties), nonsense, { maxKeys: 5, noNullPrototype: true }),
    fc.uniqueArray(fc.constantFrom(...properties), { maxLength: 6 }),
  )
  .map(([element, spoiled, missing]) => {
    const { id: name, ...rest } = { ...element, ...spoiled };
    const kept = Object.entries(rest).filter(([property]) => !missing.includes(property));
    return { ...Object.fromEntries(kept), id: name };
  });

export const someElement: fc.Arbitrary<BoardElement> = fc.oneof(goodElement, spoiledElement);
