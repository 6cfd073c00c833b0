/** A large drawing as a file, the same for the same number of elements. */

import { numbersFrom } from '#shared/testing/random.ts';

/** The distance of two elements, in units of the drawing. */
const spacing = 100;
/** The file's elements are in rows of this length. */
export const perRow = 100;

const common = {
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
  roundness: null,
  isDeleted: false,
  boundElements: null,
  link: null,
  locked: false,
};

/**
 * `count` elements in a grid: filled rectangles, ellipses, diamonds, texts, arrows and strokes of 40 points, in turns.
 *
 * @returns the text of an `.excalidraw` file.
 */
export function drawing(count: number): string {
  const random = numbersFrom(5000);
  const elements = Array.from({ length: count }, (_, at) => ({
    ...common,
    id: `bench-${at}`,
    seed: 1 + Math.floor(random() * 2 ** 30),
    x: (at % perRow) * spacing + Math.round(random() * 10),
    y: Math.floor(at / perRow) * spacing + Math.round(random() * 10),
    ...shape(at, random),
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

function shape(at: number, random: () => number): { readonly [property: string]: unknown } {
  const size = { width: 40 + Math.round(random() * 40), height: 30 + Math.round(random() * 40) };
  switch (at % 6) {
    case 0:
      return { type: 'rectangle', ...size, backgroundColor: '#a5d8ff' };
    case 1:
      return { type: 'ellipse', ...size, backgroundColor: '#ffec99' };
    case 2:
      return { type: 'diamond', ...size };
    case 3:
      return text(`Note ${at}`);
    case 4:
      return {
        type: 'arrow',
        ...size,
        points: [
          [0, 0],
          [size.width, size.height],
        ],
        startBinding: null,
        endBinding: null,
        startArrowhead: null,
        endArrowhead: 'arrow',
        lastCommittedPoint: null,
        elbowed: false,
      };
    default:
      return stroke(random);
  }
}

function text(words: string): { readonly [property: string]: unknown } {
  return {
    type: 'text',
    text: words,
    originalText: words,
    fontSize: 20,
    fontFamily: 5,
    textAlign: 'left',
    verticalAlign: 'top',
    containerId: null,
    autoResize: true,
    lineHeight: 1.25,
    width: 80,
    height: 25,
  };
}

function stroke(random: () => number): { readonly [property: string]: unknown } {
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
