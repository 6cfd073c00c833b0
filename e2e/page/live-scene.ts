/** Reads Excalidraw's scene in a page. */

import type { Page } from '@playwright/test';
import { excalidrawApp } from './excalidraw-app.ts';

export interface LiveScene {
  readonly others: readonly {
    readonly name: string;
    readonly pointer: { readonly x: number; readonly y: number; readonly tool: string } | undefined;
    readonly selected: readonly string[];
    readonly state: string;
    readonly colour: string;
  }[];
  /** Elements that are not deleted, previews included. */
  readonly elements: readonly {
    readonly id: string;
    readonly type: string;
    readonly x: number;
    readonly locked: boolean;
    readonly points: number;
    /** Of a pen, from 0 to 1; empty if Excalidraw makes them up from the speed of the pointer. */
    readonly pressures: readonly number[];
  }[];
  /** Left, top, right, bottom of the visible part, in the board's coordinates. */
  readonly viewport: readonly [number, number, number, number];
  readonly follows: string | undefined;
}

export async function liveScene(page: Page): Promise<LiveScene> {
  const found = await page.evaluateHandle(excalidrawApp);
  return found.evaluate((app) => {
    if (app === undefined) throw new Error('there is no whiteboard');
    const { collaborators, scrollX, scrollY, zoom, width, height, userToFollow } = app.state;
    return {
      // biome-ignore lint/suspicious/noExplicitAny: Excalidraw does not export this type.
      others: [...collaborators.values()].map((one: any) => ({
        name: one.username,
        pointer: one.pointer,
        selected: Object.keys(one.selectedElementIds ?? {}),
        state: one.userState,
        colour: one.color.background,
      })),
      elements: app.getSceneElements().map((element) => ({
        id: element.id,
        type: element.type,
        x: element.x,
        locked: element.locked,
        points: element.points?.length ?? 0,
        pressures: element.simulatePressure === false ? [...(element.pressures ?? [])] : [],
      })),
      viewport: [-scrollX, -scrollY, -scrollX + width / zoom.value, -scrollY + height / zoom.value] as const,
      follows: userToFollow?.username,
    };
  });
}
