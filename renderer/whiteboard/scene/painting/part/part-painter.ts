/**
 * Paints the changed elements on Excalidraw's canvas, and of all others only the parts behind and before them. By itself Excalidraw
 * renders its whole component and paints all visible elements whenever one changes: 20 ms for each step of another person's stroke
 * among 5,000 elements. The pixels are those that it would paint: its own function does so within the rectangles of the change.
 */

import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { AppState } from '@excalidraw/excalidraw/types';
import type { Painted, SceneFields } from '../in-place.ts';
import { type Area, apart, areTouching, hasLabel, paintedArea } from './area.ts';

/** The arguments of Excalidraw's function that paints the canvas of the settled elements. */
export interface StaticPaint {
  readonly canvas: HTMLCanvasElement;
  /** Pixels of the canvas for each CSS pixel. */
  readonly scale: number;
  /** All elements that it shows, in drawing order. */
  readonly elementsMap: Map<string, ExcalidrawElement>;
  /** Those in the viewport. */
  readonly visibleElements: ExcalidrawElement[];
  readonly appState: Pick<AppState, 'scrollX' | 'scrollY' | 'width' | 'height' | 'frameToHighlight'> & {
    readonly zoom: { readonly value: number };
  };
  readonly renderConfig: {
    readonly isExporting: boolean;
    readonly imageCache: { has(file: string): boolean };
  };
}

type Paint = (given: StaticPaint) => void;

declare global {
  interface Window {
    /** Called before Excalidraw paints the canvas, and before each picture of an export. @param paint does it. */
    PAXBOARD_EXCALIDRAW_PAINTS?: (given: StaticPaint, paint: Paint) => void;
  }
}

interface Change {
  readonly element: ExcalidrawElement;
  /** In the list of visible elements. Absent if it is not visible. */
  readonly place?: number;
  readonly areas: readonly Area[];
}

export class PartPainter {
  readonly #boundsOf: (element: ExcalidrawElement) => Area;
  readonly #pixelRatio: () => number;
  readonly #areas = new WeakMap<
    ExcalidrawElement,
    { readonly version: number; readonly area: Area | undefined }
  >();
  #last: { readonly given: StaticPaint; readonly paint: Paint } | undefined;

  /**
   * @param boundsOf as Excalidraw computes them.
   * @param pixelRatio of the window.
   */
  constructor(boundsOf: (element: ExcalidrawElement) => Area, pixelRatio: () => number) {
    this.#boundsOf = boundsOf;
    this.#pixelRatio = pixelRatio;
  }

  /** As `PAXBOARD_EXCALIDRAW_PAINTS`. */
  readonly painting = (given: StaticPaint, paint: Paint): void => {
    if (!given.renderConfig.isExporting) this.#last = { given, paint };
  };

  /** Releases the canvas and the elements of a whiteboard that is closed. */
  forget(): void {
    this.#last = undefined;
  }

  /** @returns false if Excalidraw has to paint all: nothing is painted. */
  paint({ visibleElements }: Pick<SceneFields, 'visibleElements'>, painted: Painted): boolean {
    const given = this.#last?.given;
    // Excalidraw has rendered since, and has not painted yet.
    if (given === undefined || given.visibleElements !== visibleElements) return false;
    if (given.scale !== this.#pixelRatio() || given.appState.frameToHighlight !== null) return false;
    const changes: Change[] = [];
    for (const { place, element } of painted.replaced) {
      const change = this.#replacement(given, painted.before[place], element);
      if (change === undefined) return false;
      changes.push(change);
    }
    for (const element of painted.added) {
      const change = this.#addition(given, element);
      if (change === undefined) return false;
      changes.push(change);
    }
    this.#enter(given, changes);
    for (const area of apart(changes.flatMap(({ areas }) => areas))) this.#paintWithin(area);
    return true;
  }

  #replacement(
    given: StaticPaint,
    was: ExcalidrawElement | undefined,
    element: ExcalidrawElement,
  ): Change | undefined {
    // A text in which this person types, for example, is not on this canvas.
    if (was === undefined || given.elementsMap.get(element.id) !== was) return undefined;
    const place = given.visibleElements.indexOf(was);
    // Its place among the visible elements changes.
    if (place >= 0 !== this.#isVisible(given, element)) return undefined;
    if (place < 0) return { element, areas: [] };
    const [before, after] = [this.#areaOf(given, was), this.#areaOf(given, element)];
    return before === undefined || after === undefined
      ? undefined
      : { element, place, areas: [before, after] };
  }

  #addition(given: StaticPaint, element: ExcalidrawElement): Change | undefined {
    if (given.elementsMap.has(element.id)) return undefined;
    if (!this.#isVisible(given, element)) return { element, areas: [] };
    const area = this.#areaOf(given, element);
    const place = given.visibleElements.length;
    // The first visible element ends Excalidraw's offer to scroll back to the drawing.
    return area === undefined || place === 0 ? undefined : { element, place, areas: [area] };
  }

  /** Into the lists that Excalidraw paints from until its next change: so it need not make them anew. */
  #enter({ elementsMap, visibleElements }: StaticPaint, changes: readonly Change[]): void {
    for (const { element, place } of changes) {
      const isNew = !elementsMap.has(element.id);
      elementsMap.set(element.id, element);
      if (place === undefined) continue;
      if (isNew) visibleElements.push(element);
      else visibleElements[place] = element;
    }
  }

  #paintWithin(area: Area): void {
    if (this.#last === undefined) return;
    const { given, paint } = this.#last;
    const { canvas, scale, appState } = given;
    const context = canvas.getContext('2d');
    if (context === null) return;
    const pixels = scale * appState.zoom.value;
    const { scrollX, scrollY } = appState;
    // Whole pixels, so that no edge is blended.
    const left = Math.max(0, Math.floor((area[0] + scrollX) * pixels) - 1);
    const top = Math.max(0, Math.floor((area[1] + scrollY) * pixels) - 1);
    const right = Math.min(canvas.width, Math.ceil((area[2] + scrollX) * pixels) + 1);
    const bottom = Math.min(canvas.height, Math.ceil((area[3] + scrollY) * pixels) + 1);
    if (right <= left || bottom <= top) return;
    const within: Area = [
      left / pixels - scrollX,
      top / pixels - scrollY,
      right / pixels - scrollX,
      bottom / pixels - scrollY,
    ];
    const touched = given.visibleElements.filter((element) => this.#mayTouch(given, element, within));
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.beginPath();
    context.rect(left, top, right - left, bottom - top);
    context.clip();
    paint({ ...given, visibleElements: touched });
    // An element that Excalidraw fails to paint leaves a state behind it. A restoration without one does nothing.
    for (let states = 0; states <= touched.length; states += 1) context.restore();
  }

  #mayTouch(given: StaticPaint, element: ExcalidrawElement, within: Area): boolean {
    // Excalidraw paints a label with its container.
    if (hasLabel(element)) return true;
    const area = this.#areaOf(given, element);
    return area === undefined || areTouching(area, within);
  }

  /** As Excalidraw determines the visible elements. */
  #isVisible({ appState }: StaticPaint, element: ExcalidrawElement): boolean {
    const { scrollX, scrollY, width, height, zoom } = appState;
    const viewport: Area = [-scrollX, -scrollY, width / zoom.value - scrollX, height / zoom.value - scrollY];
    return areTouching(this.#boundsOf(element), viewport);
  }

  /** Excalidraw modifies elements in place, in a new version. */
  #areaOf(given: StaticPaint, element: ExcalidrawElement): Area | undefined {
    const known = this.#areas.get(element);
    if (known?.version === element.version) return known.area;
    const isLoaded = element.type !== 'image' || given.renderConfig.imageCache.has(element.fileId ?? '');
    const area = isLoaded ? paintedArea(element, this.#boundsOf(element), given.elementsMap) : undefined;
    this.#areas.set(element, { version: element.version, area });
    return area;
  }
}
