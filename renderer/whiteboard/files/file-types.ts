/** Which files are drawings, by their names: files that are dropped seldom have a useful type. */

/** The types in the file dialog. Pictures count if they contain the scene that they show. */
export const openableTypes = '.excalidraw,.json,.png,.svg';

interface NamedFile {
  readonly name: string;
  readonly type: string;
}

/** Whether a file can hold a drawing. */
export function isDrawing({ name }: Pick<NamedFile, 'name'>): boolean {
  return /\.(excalidraw|json|png|svg)$/i.test(name);
}

/**
 * Whether a dropped file is opened here, be it only to say that it holds no drawing. Excalidraw takes libraries and other
 * pictures by itself.
 */
export function isOurs(file: NamedFile): boolean {
  return isDrawing(file) || !(file.type.startsWith('image/') || /\.excalidrawlib$/i.test(file.name));
}

export function isPicture({ name, type }: NamedFile): boolean {
  return type.startsWith('image/') || /\.(png|svg)$/i.test(name);
}
