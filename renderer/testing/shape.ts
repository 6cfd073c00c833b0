/** Elements as Excalidraw makes them, for tests and for the preview of the window. */

import type { BoardElement } from '#shared/board/state.ts';

/** A rectangle with all of Excalidraw's properties except its bookkeeping. */
export function shape(
  id: string,
  change: { readonly [property: string]: BoardElement[string] } = {},
): BoardElement {
  return {
    type: 'rectangle',
    x: 0,
    y: 0,
    width: 200,
    height: 90,
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
    index: 'a1',
    roundness: { type: 3 },
    seed: 7,
    isDeleted: false,
    boundElements: null,
    link: null,
    locked: false,
    ...change,
    id,
  };
}

export function label(
  id: string,
  text: string,
  change: { readonly [property: string]: BoardElement[string] } = {},
): BoardElement {
  return shape(id, {
    type: 'text',
    text,
    originalText: text,
    fontSize: 20,
    fontFamily: 5,
    textAlign: 'center',
    verticalAlign: 'middle',
    containerId: null,
    autoResize: true,
    lineHeight: 1.25,
    roundness: null,
    width: text.length * 10,
    height: 25,
    ...change,
  });
}

export function arrow(
  id: string,
  change: { readonly [property: string]: BoardElement[string] } = {},
): BoardElement {
  return shape(id, {
    type: 'arrow',
    points: [
      [0, 0],
      [100, 0],
    ],
    width: 100,
    height: 0,
    lastCommittedPoint: null,
    startBinding: null,
    endBinding: null,
    startArrowhead: null,
    endArrowhead: 'arrow',
    elbowed: false,
    roundness: { type: 2 },
    ...change,
  });
}
