/** A large drawing as a file, the same for the same number of elements. */

import type { BoardElement } from '#shared/board/state.ts';
import { numbersFrom } from '#shared/testing/random.ts';
import { arrow, label, shape } from '../../../renderer/testing/shape.ts';

type Change = NonNullable<Parameters<typeof shape>[1]>;

/** The distance of two elements, in units of the drawing. */
const spacing = 100;
/** The file's elements are in rows of this length. */
export const perRow = 100;

/**
 * `count` elements in a grid: filled rectangles, ellipses, diamonds, texts, arrows and strokes of 40 points, in turns.
 *
 * @returns the text of an `.excalidraw` file.
 */
export function drawing(count: number): string {
  const random = numbersFrom(5000);
  const elements = Array.from({ length: count }, (_, at) => ({
    ...element(`bench-${at}`, at, random, {
      seed: 1 + Math.floor(random() * 2 ** 30),
      x: (at % perRow) * spacing + Math.round(random() * 10),
      y: Math.floor(at / perRow) * spacing + Math.round(random() * 10),
      roundness: null,
    }),
    // Excalidraw numbers the elements of a file in their order.
    index: undefined,
  }));
  return JSON.stringify({
    type: 'excalidraw',
    version: 2,
    source: 'bench',
    elements,
    appState: {},
    files: {},
  });
}

function element(id: string, at: number, random: () => number, place: Change): BoardElement {
  const size = { width: 40 + Math.round(random() * 40), height: 30 + Math.round(random() * 40) };
  switch (at % 6) {
    case 0:
      return shape(id, { ...place, ...size, backgroundColor: '#a5d8ff' });
    case 1:
      return shape(id, { ...place, ...size, type: 'ellipse', backgroundColor: '#ffec99' });
    case 2:
      return shape(id, { ...place, ...size, type: 'diamond' });
    case 3:
      return label(id, `Note ${at}`, { ...place, textAlign: 'left', verticalAlign: 'top' });
    case 4: {
      const points = [
        [0, 0],
        [size.width, size.height],
      ];
      return arrow(id, { ...place, ...size, points });
    }
    default:
      return shape(id, { ...place, ...stroke(random) });
  }
}

function stroke(random: () => number): Change {
  const points = Array.from({ length: 40 }, (_, at) => [
    at * 2,
    Math.round(20 * Math.sin(at / 4) + random() * 4),
  ]);
  return {
    type: 'freedraw',
    points,
    pressures: [],
    simulatePressure: true,
    lastCommittedPoint: null,
    width: 78,
    height: 44,
  };
}
