/** Entries of Excalidraw's lists that a board does not offer. Neither `UIOptions` nor any other property leaves them out (0.18.1). */

/** In English, the language of the lists here. */
const notOffered: ReadonlySet<string> = new Set([
  // “Clear for everyone…” states that it affects the others. In the help, and in the command palette:
  'Reset the canvas',
  'Clear canvas',
  // It is not part of a board.
  'Canvas background',
  // The window has its own choice of colours.
  'Toggle light/dark theme',
]);

export function isOffered(label: string): boolean {
  return !notOffered.has(label.trim());
}
