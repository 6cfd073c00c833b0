/** The changes of the build to Excalidraw's minified code. */
export const excalidrawPatches: readonly {
  /** The behaviour of the unchanged code. */
  readonly original: string;
  readonly find: RegExp;
  readonly replace: string;
}[];
