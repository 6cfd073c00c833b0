/** Excalidraw alone in a page, as its authors ship it. Runs in the page. */

import { Excalidraw } from '@excalidraw/excalidraw';
import '@excalidraw/excalidraw/index.css';
import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { ExcalidrawImperativeAPI, ExcalidrawInitialDataState } from '@excalidraw/excalidraw/types';
import { createElement } from 'react';
import { createRoot, type Root } from 'react-dom/client';

/** The key in localStorage, where excalidraw.com keeps its drawing, too. */
const key = 'excalidraw';

let root: Root | undefined;
let api: ExcalidrawImperativeAPI | undefined;

/** @param drawing its elements, and the part of it that is seen at first, as JSON. */
export function store(drawing: string): void {
  localStorage.setItem(key, drawing);
}

/** Reads the stored drawing and shows it. */
export function open(): void {
  const place = document.querySelector('[data-testid="whiteboard"]');
  if (place === null) throw new Error('The page has no place for a whiteboard.');
  const { elements, appState }: ExcalidrawInitialDataState = JSON.parse(localStorage.getItem(key) ?? '{}');
  root = createRoot(place);
  root.render(
    createElement(Excalidraw, {
      initialData: { elements: elements ?? [], appState: appState ?? {} },
      excalidrawAPI: (given) => {
        api = given;
      },
      isCollaborating: true,
      langCode: 'en',
    }),
  );
}

export function close(): void {
  root?.unmount();
  root = undefined;
}

/**
 * Shows a stroke that grows in each of `updates` updates of the scene, one every second frame.
 *
 * @param points in the coordinates of the drawing.
 */
export async function showStroke(
  points: readonly (readonly [number, number])[],
  updates: number,
): Promise<void> {
  if (api === undefined) throw new Error('it is not open');
  const before = api.getSceneElementsIncludingDeleted();
  const like = before.find(({ type }) => type === 'freedraw');
  if (like === undefined) throw new Error('the drawing has no stroke');
  const id = `stroke-${performance.now()}`;
  const [x, y] = points[0] ?? [0, 0];
  for (let at = 1; at <= updates; at += 1) {
    const drawn = points
      .slice(0, Math.ceil((points.length * at) / updates))
      .map((point) => [point[0] - x, point[1] - y]);
    const stroke = { ...like, id, x, y, index: null, version: at, versionNonce: at, points: drawn };
    // Of one kind with `like`; TypeScript does not follow that.
    api.updateScene({ elements: [...before, stroke as ExcalidrawElement], captureUpdate: 'NEVER' });
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
  }
}
