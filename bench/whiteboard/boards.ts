/** Two whiteboards with the same elements that are measured in turns: Paxboard's, and Excalidraw's alone. */

import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { MainThread } from '../../e2e/page/main-thread.ts';
import type { PersonsBrowser } from '../../e2e/processes/browsers/persons-browser.ts';
import type { View } from './excalidraw/scene-page.ts';

export interface Board {
  readonly page: Page;
  readonly browser: PersonsBrowser;
  readonly thread: MainThread;
}

export interface Boards {
  readonly ours: Board;
  /** Excalidraw alone. */
  readonly alone: Board;
}

/** Some hundred elements are visible. */
export const view: View = { scrollX: -3000, scrollY: -1500, zoom: 0.5 };

/** Between two measurements, so that the effects of the first are over, milliseconds. */
export const restMs = 600;

/** One figure of both boards, of each round. */
export interface Row {
  readonly label: string;
  readonly ours: readonly number[];
  readonly alone: readonly number[];
  readonly decimals: number;
  /** Compares the two by their difference, not by their ratio. */
  readonly isDifference?: true;
}

let turn = 0;

/** Runs `of` for both, in the other order at each call. */
export async function inTurns<T>({ ours, alone }: Boards, of: (board: Board) => Promise<T>): Promise<[T, T]> {
  turn += 1;
  if (turn % 2 === 0) return [await of(ours), await of(alone)];
  const theirs = await of(alone);
  return [await of(ours), theirs];
}

/** Moves the view to {@link view}, and deselects everything. */
export async function lookAt({ page }: Board): Promise<void> {
  await page.evaluate((to) => window.scene.look(to), view);
  await delay(restMs);
}

/** The middle of the whiteboard, CSS pixels in the window. */
export function centreOf({ page }: Board): Promise<readonly [number, number]> {
  return page.evaluate(() => {
    const { left, top, width, height } =
      document.querySelector('[data-testid="whiteboard"]')?.getBoundingClientRect() ?? new DOMRect();
    return [left + width / 2, top + height / 2] as const;
  });
}

/** Collects a figure of both boards per round. */
export class Figures {
  readonly ours: number[] = [];
  readonly alone: number[] = [];

  add([ours, alone]: readonly [number, number]): void {
    this.ours.push(ours);
    this.alone.push(alone);
  }

  row(label: string, decimals: number): Row {
    return { label, ours: this.ours, alone: this.alone, decimals };
  }

  /** As {@link row}, for figures that are compared by their difference. */
  difference(label: string, decimals: number): Row {
    return { ...this.row(label, decimals), isDifference: true };
  }
}
