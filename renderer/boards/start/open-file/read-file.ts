/** Reads a file that a person opens on the start screen: a saved board, or a drawing. */

import { emptyContent, type NewContent } from '#app/exchange/board-file/content.ts';
import { type BoardFileProblem, type ReadingOptions, readBoardFile } from '#app/exchange/board-file/read.ts';
import { resultInSlices } from '#app/replica/slices.ts';
import { importing } from '#shared/board/element/import/import.ts';
import { safeFileName } from '#shared/board/values/file-name.ts';
import { maxInviteFileBytes, readInviteFile } from '#shared/invite/file.ts';
import { maxBoardNameLength } from '#shared/invite/invite.ts';
import { isLibrary, isPicture } from '../../../whiteboard/files/file-types.ts';
import { imagesOf, type SceneImage } from '../../../whiteboard/files/scene-images.ts';
import { withTrueType } from '../../../whiteboard/files/true-type.ts';

/** The types in the file dialog. A picture can have an embedded drawing. */
export const openableTypes = '.json,.excalidraw,.png,.svg';

export type FileProblem = BoardFileProblem | 'no-scene' | 'invite' | 'library' | 'no-reader';

export interface FileContent {
  /** For the new board; at most `maxBoardNameLength`. */
  readonly name: string;
  readonly content: NewContent;
  /** Parts that do not fit on a board, and are left out. */
  readonly refused: number;
  /** Images and files to which the content refers, and that the file does not have. */
  readonly lacking: number;
}

export type ReadFile =
  | ({ readonly ok: true } & FileContent)
  | { readonly ok: false; readonly problem: FileProblem };

/** Excalidraw is large, and nothing else on this page needs it. */
const loadPictureReader = () => import('../../../whiteboard/files/open-file.ts');

/**
 * Rejects only with the reason of the signal.
 *
 * @param load of the code that reads pictures; its server may be away.
 */
export async function readFile(
  file: File,
  options: ReadingOptions = {},
  load: typeof loadPictureReader = loadPictureReader,
): Promise<ReadFile> {
  const fallback = safeFileName(file.name).replace(/(\.paxboard)?\.[^.]*$/i, '');
  if (isPicture(await withTrueType(file))) return pictureOf(file, fallback, load);
  const read = await readBoardFile(file, options);
  if (!read.ok) return { ok: false, problem: await problemOf(file, read.problem) };
  if (read.kind === 'board') {
    const { name, ...board } = read.board;
    return { ok: true, name: bounded(name, fallback), ...board };
  }
  return drawingOf(read.scene, await imagesOf(read.scene), fallback);
}

async function pictureOf(file: File, name: string, load: typeof loadPictureReader): Promise<ReadFile> {
  const reader = await load().catch((error: unknown) => {
    console.warn('The code that reads pictures could not be loaded', error);
    return undefined;
  });
  if (reader === undefined) return { ok: false, problem: 'no-reader' };
  const read = await reader.readDrawing(file);
  if (read.ok) return drawingOf(read.scene, read.images, name);
  switch (read.why) {
    case 'no-scene':
    case 'too-large':
    case 'unreadable':
      return { ok: false, problem: read.why };
    case 'too-many':
      return { ok: false, problem: 'too-large' };
    default:
      return { ok: false, problem: 'not-recognised' };
  }
}

async function drawingOf(
  scene: unknown,
  images: ReadonlyMap<string, SceneImage>,
  name: string,
): Promise<ReadFile> {
  const drawing = await resultInSlices(importing(scene, { blobOf: (id) => images.get(id)?.blob }));
  if (!drawing.ok) {
    const isLarge = drawing.why === 'too-large' || drawing.why === 'too-many';
    return { ok: false, problem: isLarge ? 'too-large' : 'not-recognised' };
  }
  const { elements, refused } = drawing;
  const used = new Set(elements.map(({ fileId }) => fileId));
  const blobs = [...images.values()].filter(({ blob }) => used.has(blob));
  return {
    ok: true,
    name: bounded(name, name),
    content: {
      ...emptyContent,
      elements,
      blobs: blobs.map(({ blob, bytes }) => ({ id: blob, read: () => Promise.resolve(bytes) })),
    },
    refused: refused.length,
    lacking: 0,
  };
}

/** Names the files that belong elsewhere. */
async function problemOf(file: File, problem: BoardFileProblem): Promise<FileProblem> {
  if (problem !== 'not-recognised') return problem;
  if (isLibrary(file)) return 'library';
  if (file.size > maxInviteFileBytes) return problem;
  return readInviteFile(await file.text()).ok ? 'invite' : problem;
}

function bounded(name: string, fallback: string): string {
  const trimmed = name.trim() === '' ? fallback : name.trim();
  return trimmed.slice(0, maxBoardNameLength).replace(/[\ud800-\udbff]$/, '');
}
