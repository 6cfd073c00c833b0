/**
 * Plots: parts of the canvas above the cells, each with a frame and its contents, or with a picture. All elements of a plot are
 * one thing of the model, because they change together.
 */

import type { JsonElement } from '../page/window-state.ts';
import type { Point } from './cells.ts';
import { isImported } from './import-colour.ts';
import type { Name } from './names.ts';
import type { Tracked } from './tracked.ts';

/** In scene units, like all lengths here. */
const plotSize = { width: 460, height: 370 } as const;
const plotsPerRow = 2;

export const boxSize = { width: 60, height: 40 } as const;
export const frameSize = { width: 280, height: 200 } as const;
export const pictureSize = { width: 200, height: 120 } as const;

/** The largest distance of a frame or a picture from its first place along each axis. */
export const plotRoom = 25;

export interface Box extends Point {
  /** Whether it belongs to the frame. */
  readonly isInside: boolean;
}

/** A frame, its boxes, and an arrow from the first box to the second one. */
export interface FramedLook {
  readonly kind: 'framed';
  readonly there: boolean;
  /** Undefined before it is drawn, and after it is deleted. */
  readonly frame: Point | undefined;
  readonly boxes: readonly Box[];
  readonly hasArrow: boolean;
}

/** A picture with its left part visible. */
export interface PictureLook extends Point {
  readonly kind: 'picture';
  readonly there: boolean;
  /** Of the visible part; that of the picture without a crop. */
  readonly width: number;
}

export type PlotLook = FramedLook | PictureLook;

/** One person may delete a frame while another one drags a box into it or out of it. */
export interface FrameChange {
  readonly burst: number;
  readonly by: readonly Name[];
  readonly kind: 'delete' | 'drag';
  /** The look after the first change. */
  readonly look: PlotLook;
}

export class Plot {
  readonly number: number;
  readonly tracked: Tracked<PlotLook>;
  latest: FrameChange | undefined;

  constructor(number: number, tracked: Tracked<PlotLook>) {
    this.number = number;
    this.tracked = tracked;
  }

  /** Its elements. */
  get count(): number {
    return countOf(this.tracked.look);
  }

  /** Whether it has a frame with contents: Excalidraw selects no contents of a selected frame. */
  get isFramed(): boolean {
    const { look } = this.tracked;
    return look.there && look.kind === 'framed' && look.frame !== undefined;
  }
}

/** The upper left corner of a plot. */
function cornerOfPlot(number: number): Point {
  const row = Math.floor(number / plotsPerRow) + 1;
  return { x: (number % plotsPerRow) * plotSize.width, y: -row * plotSize.height };
}

/** A point of a plot. */
export function inPlot(number: number, x: number, y: number): Point {
  const corner = cornerOfPlot(number);
  return { x: corner.x + x, y: corner.y + y };
}

/** A point of a plot that no element covers. */
export function gapOfPlot(number: number): Point {
  return inPlot(number, plotSize.width - 20, plotSize.height - 10);
}

/** The elements of a plot, without imported ones, which may be placed beside it. @param elements without removed ones. */
export function elementsIn(number: number, elements: readonly JsonElement[]): readonly JsonElement[] {
  const corner = cornerOfPlot(number);
  return elements.filter((element) => {
    if (isImported(element)) return false;
    const [right, down] = [Number(element.x) - corner.x, Number(element.y) - corner.y];
    return right >= 0 && right < plotSize.width && down >= 0 && down < plotSize.height;
  });
}

export function countOf(look: PlotLook): number {
  if (!look.there) return 0;
  if (look.kind === 'picture') return 1;
  return look.boxes.length + (look.hasArrow ? 1 : 0) + (look.frame === undefined ? 0 : 1);
}
