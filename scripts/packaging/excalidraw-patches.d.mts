/** What the build changes in Excalidraw's minified code; `what` is how that code is without it. */
export const excalidrawPatches: readonly {
  readonly what: string;
  readonly find: RegExp;
  readonly replace: string;
}[];
