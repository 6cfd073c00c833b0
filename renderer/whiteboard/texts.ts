/** Texts of the whiteboard. */

import { formatCount, formatElements } from '../ui/format.ts';
import type { FileProblem } from './files/file-problem.ts';

export const whiteboard = {
  label: 'Whiteboard',
  imagesTitle: 'This board does not hold images',
  images: 'Shapes, lines and text are shared with the others. The image was left out; nothing else was.',
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
      ? 'One element cannot be shown on this board (such as an image) and is left out.'
      : `${formatCount(count)} elements cannot be shown on this board (such as images) and are left out.`,
  replaceHint:
    '“Add” places them beside what is there. “Replace everything” deletes what is there, for everyone on this board.',
  add: 'Add to this board',
  replace: 'Replace everything, for everyone',
  added: (count: number, file: string) => `${formatElements(count)} added from “${file}”.`,
  repaired: (count: number) =>
    count === 1 ? 'One was repaired.' : `${formatCount(count)} of them were repaired.`,
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
      return 'This picture holds no drawing that can be edited, and boards do not hold images. Nothing has changed. In Excalidraw, export it with “Embed scene”.';
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
