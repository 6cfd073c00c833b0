/** The build's changes of Excalidraw's minified code; `what` describes the unchanged code. */
export const excalidrawPatches: readonly {
  readonly what: string;
  readonly find: RegExp;
  readonly replace: string;
}[];
