/** Reads Excalidraw's scene in a page. Without hooks for tests, it is found above its container in React's tree. */

import type { Page } from '@playwright/test';

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
  }[];
  /** Left, top, right, bottom of the visible part, in the board's coordinates. */
  readonly viewport: readonly [number, number, number, number];
  readonly follows: string | undefined;
}

export function liveScene(page: Page): Promise<LiveScene> {
  return page.evaluate(() => {
    const app = (() => {
      const container = document.querySelector('[data-testid="whiteboard"] .excalidraw');
      const key = Object.keys(container ?? {}).find((name) => name.startsWith('__reactFiber$'));
      // biome-ignore lint/suspicious/noExplicitAny: React's tree has no types.
      let fiber: any = key === undefined ? null : Reflect.get(container ?? {}, key);
      while (fiber !== null && typeof fiber.stateNode?.getSceneElements !== 'function') fiber = fiber.return;
      return fiber?.stateNode;
    })();
    if (app === undefined) throw new Error('there is no whiteboard');
    const { collaborators, scrollX, scrollY, zoom, width, height, userToFollow } = app.state;
    return {
      // biome-ignore lint/suspicious/noExplicitAny: As above.
      others: [...collaborators.values()].map((one: any) => ({
        name: one.username,
        pointer: one.pointer,
        selected: Object.keys(one.selectedElementIds ?? {}),
        state: one.userState,
        colour: one.color.background,
      })),
      // biome-ignore lint/suspicious/noExplicitAny: As above.
      elements: app.getSceneElements().map((element: any) => ({
        id: element.id,
        type: element.type,
        x: element.x,
        locked: element.locked,
        points: element.points?.length ?? 0,
      })),
      viewport: [-scrollX, -scrollY, -scrollX + width / zoom.value, -scrollY + height / zoom.value] as const,
      follows: userToFollow?.username,
    };
  });
}
