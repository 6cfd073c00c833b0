/** Which files are drawings, by their names: files that are dropped seldom have a useful type. */

/** What the file dialog offers. Pictures count if they hold the scene that they show. */
export const openableTypes = '.excalidraw,.json,.png,.svg';

/** Whether Paxboard reads a file. A library is none: Excalidraw takes it by itself. */
export function isDrawing({ name }: { readonly name: string }): boolean {
  return /\.(excalidraw|json|png|svg)$/i.test(name);
}

export function isPicture({ name, type }: { readonly name: string; readonly type: string }): boolean {
  return type.startsWith('image/') || /\.(png|svg)$/i.test(name);
}
