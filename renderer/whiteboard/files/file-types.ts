/** Recognises drawings by their file names: dropped files seldom have a useful type. (`true-type.ts` reads their content.) */

/** The types in the file dialog. A picture can have an embedded scene. */
export const openableTypes = '.excalidraw,.json,.png,.svg';

/** The type of a drawing that is no picture. */
export const drawingType = 'application/json';

interface NamedFile {
  readonly name: string;
  readonly type: string;
}

/** Whether a file can hold a drawing. */
export function isDrawing({ name }: Pick<NamedFile, 'name'>): boolean {
  return /\.(excalidraw|json|png|svg)$/i.test(name);
}

/**
 * Whether a dropped file is opened here, if only to report that it holds no drawing. Excalidraw handles libraries and other
 * pictures itself.
 */
export function isOurs(file: NamedFile): boolean {
  return isDrawing(file) || !(file.type.startsWith('image/') || isLibrary(file));
}

export function isLibrary({ name }: Pick<NamedFile, 'name'>): boolean {
  return /\.excalidrawlib$/i.test(name);
}

export function isPicture({ name, type }: NamedFile): boolean {
  return type.startsWith('image/') || (type !== drawingType && /\.(png|svg)$/i.test(name));
}
