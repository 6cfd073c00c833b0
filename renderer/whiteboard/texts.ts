/** Texts of the whiteboard. */

import type { BlobsView } from '#app/blobs/blobs.ts';
import { formatBytesOf, formatCount, formatElements } from '../ui/format.ts';
import type { FileProblem } from './files/file-problem.ts';
import type { ImageProblem } from './images/image-files.ts';

export const whiteboard = {
  label: 'Whiteboard',
  viewOnly: 'You can look at this board, not change it.',
  imageTitle: 'The image is not on the board',
  nearlyFullTitle: 'This board is nearly full of images',
  nearlyFull: (bytes: number, maxBytes: number) =>
    `Its images take ${formatBytesOf(bytes, maxBytes)}. Delete some that are not needed: their room is free a week later.`,
  notSharedTitle: 'Not everything can be on a board',
  notShared: 'Embedded pages are left out, because they would load content from outside.',
  undrawableTitle: 'Not everything can be shown',
  undrawable: (count: number) =>
    count === 1
      ? 'One element on this board cannot be drawn by this Paxboard. It stays on the board, unchanged.'
      : `${count} elements on this board cannot be drawn by this Paxboard. They stay on the board, unchanged.`,
  openFile: 'Open file…',
  clear: 'Clear for everyone…',
  deleteTitle: (count: number) => `Delete ${formatElements(count)} for everyone on this board?`,
  deleteText: 'This affects everyone on the board. You can take it back afterwards.',
  deleteConfirm: (count: number) => `Delete ${formatElements(count)}`,
  deletedByYou: (count: number) => `You deleted ${formatElements(count)} for everyone.`,
  bringBack: 'Bring back',
  openTitle: (file: string) => `Open “${file}”`,
  reading: 'Reading the file…',
  fileHolds: (count: number) => `The file holds ${formatElements(count)}.`,
  fileRefused: (count: number) =>
    count === 1
      ? 'One element cannot be shown on this board (such as an embedded page, or an image whose file is missing) and is left out.'
      : `${formatCount(count)} elements cannot be shown on this board (such as embedded pages, or images whose files are missing) and are left out.`,
  replaceHint:
    '“Add” places them beside what is there. “Replace everything” deletes what is there, for everyone on this board.',
  add: 'Add to this board',
  replace: 'Replace everything, for everyone',
  added: (count: number, file: string) => `${formatElements(count)} added from “${file}”.`,
  repaired: (count: number) =>
    count === 1 ? 'One was repaired.' : `${formatCount(count)} of them were repaired.`,
  imagesFailed: (count: number) =>
    count === 1
      ? 'One image has no room on this board or this device, and was left out.'
      : `${formatCount(count)} images have no room on this board or this device, and were left out.`,
  linkTitle: 'Open this link?',
  linkText: 'Someone on this board added it. It leads outside Paxboard, to this address:',
  linkOpen: 'Open link',
  failedTitle: 'The whiteboard could not be loaded',
  failed:
    'The part of Paxboard that draws did not load. Nothing on the board is lost, and the tasks work as before. Check the connection to the computer that serves this page, then reload.',
} as const;

/** Why a file was not opened, and what to do. */
export function fileProblemText(why: FileProblem): string {
  switch (why) {
    case 'no-scene':
      return 'This picture holds no drawing that can be edited. Nothing has changed. To put it on the board as an image, drop it there or use the image tool. To edit what it shows, export it from Excalidraw with “Embed scene”.';
    case 'no-image':
      return 'This file is neither a drawing nor an image that can be shown, or it is damaged. Nothing has changed. Boards show PNG, JPEG, GIF, WebP and SVG.';
    case 'unreadable':
      return 'The file could not be read. Nothing has changed. Check that it is still there, then try again.';
    case 'not-json':
    case 'not-excalidraw':
      return 'This is not an Excalidraw file, or it is damaged. Nothing has changed.';
    case 'too-large':
    case 'too-many':
      return 'This file is larger than a board can be. Nothing has changed. Open a part of it.';
  }
}

/** Why an image is not on the board, and what to do. */
export function imageProblemText(why: ImageProblem): string {
  switch (why) {
    case 'unsupported':
      return 'This file is not an image that can be shown, or it is damaged. Boards show PNG, JPEG, GIF, WebP and SVG.';
    case 'too-large':
      return 'This image has more than 20 MB. Save it smaller, then add it again.';
    case 'too-many-pixels':
      return 'This image has too many pixels: 16,384 along a side and 50 million in all are allowed. Make it smaller, then add it again.';
    case 'full':
      return 'This board’s images take all of the 500 MB that they may. Delete images that are not needed; their room is free a week later.';
    case 'storage':
      return 'This device has no room left for the image. Free some disk space, then add it again.';
    case 'missing':
      return 'The clipboard names an image without its content. Copy it again where the image is shown, or add its file.';
  }
}

/**
 * The state of images that are not here yet: transfers first, then images without a holder.
 *
 * @param nameOf the name of a device’s person.
 */
export function imagesStatusText(
  missing: BlobsView['missing'],
  nameOf: (id: string) => string | undefined,
): string | undefined {
  const images = (count: number) => (count === 1 ? '1 image' : `${formatCount(count)} images`);
  const coming = missing.filter(({ from, problem }) => from !== undefined && problem === undefined);
  const names = new Set(coming.map(({ from }) => nameOf(from ?? '')));
  const [name] = names;
  const whom = names.size === 1 && name !== undefined ? ` from ${name}` : '';
  const [bytes, total] = coming.reduce(
    ([some, all], { progress }) => [some + (progress?.bytes ?? 0), all + (progress?.total ?? 0)],
    [0, 0],
  );
  if (coming.length > 0) {
    const amount = total > 0 ? `: ${formatBytesOf(bytes, total)}` : '…';
    return `Receiving ${images(coming.length)}${whom}${amount}`;
  }
  const homeless = missing.filter(({ problem }) => problem !== undefined).length;
  if (homeless > 0) return `This device has no room for ${images(homeless)} on this board.`;
  if (missing.length === 0) return undefined;
  return `Waiting for a device that has ${missing.length === 1 ? 'this image' : `these ${images(missing.length)}`}. None that is connected does.`;
}
