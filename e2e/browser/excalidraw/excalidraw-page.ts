/** Excalidraw alone in a page, to test how it handles elements. Runs in the page; see `excalidraw.spec.ts`. */

import { CaptureUpdateAction, Excalidraw, exportToSvg, restoreElements } from '@excalidraw/excalidraw';
import '@excalidraw/excalidraw/index.css';
import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { AppState, ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

let api: ExcalidrawImperativeAPI | undefined;
let start: Pick<AppState, 'scrollX' | 'scrollY' | 'zoom'> | undefined;

/** Shows an empty whiteboard that fills the page. */
export async function open(): Promise<void> {
  const place = document.createElement('div');
  place.style.cssText = 'position: fixed; inset: 0';
  document.body.append(place);
  await new Promise<void>((resolve) => {
    const excalidrawAPI = (given: ExcalidrawImperativeAPI): void => {
      const { scrollX, scrollY, zoom } = given.getAppState();
      api = given;
      start = { scrollX, scrollY, zoom };
      resolve();
    };
    createRoot(place).render(createElement(Excalidraw, { excalidrawAPI, aiEnabled: false }));
  });
  await frames();
}

/** @returns the elements as Excalidraw restores them from a file. */
export function restored(elements: readonly ExcalidrawElement[]): readonly ExcalidrawElement[] {
  return restoreElements(structuredClone(elements), null, { repairBindings: true, refreshDimensions: false });
}

/** Shows `elements` on the canvas, replacing the present ones. @param fit whether to zoom to all of them. */
export async function show(elements: readonly ExcalidrawElement[], fit: boolean): Promise<void> {
  if (api === undefined) throw new Error('it is not open');
  api.updateScene({ elements: structuredClone(elements), captureUpdate: CaptureUpdateAction.NEVER });
  if (fit) api.scrollToContent(undefined, { fitToViewport: true, animate: false });
  await frames();
}

export function scene(): readonly ExcalidrawElement[] {
  return structuredClone(api?.getSceneElementsIncludingDeleted() ?? []);
}

/** Draws `elements` as a picture. @returns its length in characters. */
export async function picture(elements: readonly ExcalidrawElement[]): Promise<number> {
  const svg = await exportToSvg({
    elements: structuredClone(elements),
    files: null,
    skipInliningFonts: true,
  });
  return svg.outerHTML.length;
}

/** Resets the view: the origin, at full size. */
export async function resetView(): Promise<void> {
  if (start !== undefined) api?.updateScene({ appState: start });
  await frames();
}

/** The next drag draws an arrow. */
export function selectArrowTool(): void {
  api?.setActiveTool({ type: 'arrow' });
}

/** Selects `ids`, and focuses the canvas. */
export async function select(...ids: readonly string[]): Promise<void> {
  const selectedElementIds = Object.fromEntries(ids.map((id) => [id, true as const]));
  api?.updateScene({ appState: { selectedElementIds } });
  // The focused element receives the keys.
  document.querySelector<HTMLElement>('.excalidraw-container')?.focus();
  await frames();
}

/** The position in the page of a point of the canvas. */
export function inPage(x: number, y: number): { readonly x: number; readonly y: number } {
  if (api === undefined) throw new Error('it is not open');
  const { scrollX, scrollY, zoom, offsetLeft, offsetTop } = api.getAppState();
  return { x: (x + scrollX) * zoom.value + offsetLeft, y: (y + scrollY) * zoom.value + offsetTop };
}

/** Resolves when the change is drawn. */
async function frames(): Promise<void> {
  for (let frame = 0; frame < 3; frame += 1) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}
