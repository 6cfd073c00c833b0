/** Pictures of several files that a person drops or pastes together: in rows, around the place. */

import type { ElementPatch } from '#shared/board/commands.ts';
import { importScene } from '#shared/board/element/import/import.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { isPicture } from '../files/file-types.ts';
import { creationOf, lastIndexOf } from '../files/placing.ts';
import type { ImageProblem, InsertedImage } from './image-files.ts';

/** Files that are added together, at most. */
export const maxSeveral = 100;

/** The longer side of a picture, at most, and the space between two. Canvas pixels. */
export const pictureSide = 320;
export const pictureGap = 24;

/** `not-picture`: a drawing, a library, or another file. `too-many`: beyond {@link maxSeveral}. `unreadable`: a folder, or gone. */
export type SeveralProblem = ImageProblem | 'not-picture' | 'too-many' | 'unreadable';

/** A file as it is dropped. */
export type SeveralFile = Pick<File, 'name' | 'type' | 'arrayBuffer'>;

export interface ReadSeveral {
  readonly pictures: readonly InsertedImage[];
  readonly leftOut: readonly { readonly name: string; readonly why: SeveralProblem }[];
}

/** Reads one file after the other. Never rejects. @param insert makes a blob of a file's bytes. */
export async function readSeveral(
  files: readonly SeveralFile[],
  insert: (bytes: Uint8Array<ArrayBuffer>) => Promise<InsertedImage | ImageProblem>,
): Promise<ReadSeveral> {
  const pictures: InsertedImage[] = [];
  const leftOut: { name: string; why: SeveralProblem }[] = [];
  for (const [at, file] of files.entries()) {
    const made = at < maxSeveral ? await readOne(file, insert) : 'too-many';
    if (typeof made === 'string') leftOut.push({ name: file.name, why: made });
    else pictures.push(made);
  }
  return { pictures, leftOut };
}

async function readOne(
  file: SeveralFile,
  insert: (bytes: Uint8Array<ArrayBuffer>) => Promise<InsertedImage | ImageProblem>,
): Promise<InsertedImage | SeveralProblem> {
  if (!isPicture(file)) return 'not-picture';
  try {
    return await insert(new Uint8Array(await file.arrayBuffer()));
  } catch (error) {
    console.warn('A picture could not be read', error);
    return 'unreadable';
  }
}

/**
 * About as many columns as rows. A picture is made smaller to fit, never larger.
 *
 * @param centre in canvas pixels.
 * @returns the new elements, for `SceneSync.submit`.
 */
export function picturesFor(
  board: readonly BoardElement[],
  pictures: readonly InsertedImage[],
  centre: { readonly x: number; readonly y: number },
): readonly ElementPatch[] {
  const columns = Math.ceil(Math.sqrt(pictures.length));
  const elements = pictures.map(({ id, ...size }, at) => {
    const scale = Math.min(1, pictureSide / Math.max(size.width, size.height));
    const [width, height] = [size.width * scale, size.height * scale];
    const column = at % columns;
    const row = Math.floor(at / columns);
    const middle = (place: number) => (place + 0.5) * (pictureSide + pictureGap);
    return {
      type: 'image',
      id: `picture-${at}`,
      x: middle(column) - width / 2,
      y: middle(row) - height / 2,
      width,
      height,
      fileId: id,
      status: 'saved',
      scale: [1, 1],
    };
  });
  const imported = importScene(
    { elements },
    {
      newId: () => crypto.randomUUID(),
      after: lastIndexOf(board),
      blobOf: (id) => id,
      offset: ({ left, top, width, height }) => ({
        x: centre.x - left - width / 2,
        y: centre.y - top - height / 2,
      }),
    },
  );
  return imported.ok ? creationOf(imported.elements) : [];
}
