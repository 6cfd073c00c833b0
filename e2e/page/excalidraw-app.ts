/** Excalidraw's component in a page. Without hooks for tests, it is found above its container in React's tree. */

export interface ExcalidrawApp {
  // biome-ignore lint/suspicious/noExplicitAny: Excalidraw does not export this type.
  readonly state: any;
  /** Elements that are not deleted, previews included. */
  getSceneElements(): readonly {
    readonly id: string;
    readonly type: string;
    readonly x: number;
    readonly y: number;
    readonly height: number;
    readonly locked: boolean;
    /** Of a text: the shape whose label it is. */
    readonly containerId?: string | null;
    readonly points?: readonly unknown[];
    readonly pressures?: readonly number[];
    readonly simulatePressure?: boolean;
  }[];
}

/** Runs in the page, also by `evaluateHandle`, so it uses nothing outside. @returns undefined without a whiteboard. */
export function excalidrawApp(): ExcalidrawApp | undefined {
  const container = document.querySelector('[data-testid="whiteboard"] .excalidraw');
  const key = Object.keys(container ?? {}).find((name) => name.startsWith('__reactFiber$'));
  // biome-ignore lint/suspicious/noExplicitAny: React does not export the type of its fibers.
  let fiber: any = key === undefined ? null : Reflect.get(container ?? {}, key);
  while (fiber !== null && typeof fiber.stateNode?.getSceneElements !== 'function') fiber = fiber.return;
  return fiber?.stateNode;
}
