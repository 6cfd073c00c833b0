/** Texts of the whiteboard. */

import type { BlobsView } from '#app/blobs/blobs.ts';
import { catalog } from '#shared/texts/catalog.ts';
import { formatBytesOf } from '../ui/format.ts';
import type { FileProblem } from './files/file-problem.ts';
import type { ImageProblem } from './images/image-files.ts';
import { maxSeveral, type SeveralProblem } from './images/several.ts';
import type { PasteProblem } from './paste/paste-check.ts';

export const whiteboard = catalog('whiteboard', {
  label: 'Whiteboard',
  viewOnly: 'You can look at this board, not change it.',
  imageTitle: 'The image is not on the board',
  notSharedTitle: 'Not everything can be on a board',
  notShared: 'Embedded pages are left out, because they would load content from outside.',
  beingTyped: 'Someone is writing in this text. You can change it as soon as they have finished.',
  undrawableTitle: 'Not everything can be shown',
  undrawable:
    '{count, plural, one {One element on this board cannot be drawn by this Paxboard. It stays on the board, unchanged.} other {# elements on this board cannot be drawn by this Paxboard. They stay on the board, unchanged.}}',
  openFile: 'Open file…',
  clear: 'Clear for everyone…',
  mermaid: 'Mermaid diagram…',
  commands: 'Board',
  deleteTitle: 'Delete {count, plural, one {# element} other {# elements}} for everyone on this board?',
  deleteText: 'This affects everyone on the board. You can take it back afterwards.',
  deleteConfirm: 'Delete {count, plural, one {# element} other {# elements}}',
  deletedByYou: 'You deleted {count, plural, one {# element} other {# elements}} for everyone.',
  bringBack: 'Bring back',
  openTitle: 'Open “{file}”',
  reading: 'Reading the file…',
  fileHolds: 'The file holds {count, plural, one {# element} other {# elements}}.',
  fileRefused:
    '{count, plural, one {One element cannot be shown on this board (such as an embedded page, or an image whose file is missing) and is left out.} other {# elements cannot be shown on this board (such as embedded pages, or images whose files are missing) and are left out.}}',
  fileCards:
    '{count, plural, one {The card in the file is not added.} other {The # cards in the file are not added.}} To add them, choose “Import cards…” in the task list.',
  replaceHint:
    '“Add” places them beside the drawing on the board. “Replace everything” deletes that drawing first, for everyone.',
  add: 'Add to this board',
  replace: 'Replace everything, for everyone',
  added: '{count, plural, one {# element} other {# elements}} added from “{file}”.',
  adding: '{added, number} of {all, number} elements added.',
  addingLabel: 'Progress',
  addingCancelled: 'Cancelled. Nothing from “{file}” was added, and nothing was replaced.',
  unfinished:
    'The page ended while “{file}” was being added: {part, number} of {all, number} elements are on the board.',
  removePart: 'Remove them',
  repaired: '{count, plural, one {One was repaired.} other {# of them were repaired.}}',
  imagesFailed:
    '{count, plural, one {One image has no room on this board or this device, and was left out.} other {# images have no room on this board or this device, and were left out.}}',
  linkTitle: 'Open this link?',
  linkText: 'Someone on this board added it. It leads outside Paxboard, to this address:',
  linkOpen: 'Open link',
  failedTitle: 'The whiteboard could not be loaded',
  failed:
    'The part of Paxboard that draws did not load. Nothing on the board is lost, and the tasks work as before. Check the connection to the computer that serves this page, then reload.',
});

const notExcalidraw = 'This is not an Excalidraw file, or it is damaged. Nothing has changed.';
const tooLarge = 'This file is larger than a board can be. Nothing has changed. Open a part of it.';

/** The reasons why a file was not opened, with remedies. */
export const fileProblems = catalog('whiteboard.fileProblems', {
  'no-scene':
    'This picture holds no drawing that can be edited. Nothing has changed. To put it on the board as an image, drop it there or use the image tool. To edit the drawing in it, export it from Excalidraw with “Embed scene”.',
  'no-image':
    'This file is neither a drawing nor an image that can be shown, or it is damaged. Nothing has changed. Boards show PNG, JPEG, GIF, WebP and SVG.',
  unreadable:
    'The file could not be read. Nothing has changed. Check that it is still there, then try again.',
  'not-json': notExcalidraw,
  'not-excalidraw': notExcalidraw,
  'too-large': tooLarge,
  'too-many': tooLarge,
} as const satisfies Record<FileProblem, string>);

/** Several files that are dropped or pasted together. */
export const severalTexts = catalog('whiteboard.several', {
  title: '“{name}” is not on the board',
  notPicture: 'Of several files only pictures are added. Drop a drawing or a library alone.',
  tooMany: 'At most {max, number} pictures are added at once. Drop the others again.',
  unreadable: 'It is a folder, or it could not be read.',
  more: '{count, plural, one {One more file is} other {# more files are}} not on the board.',
});

export function severalProblemText(why: SeveralProblem): string {
  switch (why) {
    case 'not-picture':
      return severalTexts.notPicture;
    case 'too-many':
      return severalTexts.tooMany({ max: maxSeveral });
    case 'unreadable':
      return severalTexts.unreadable;
    default:
      return imageProblems[why];
  }
}

/** The reasons why an image is not on the board, with remedies. */
export const imageProblems = catalog('whiteboard.imageProblems', {
  unsupported:
    'This file is not an image that can be shown, or it is damaged. Boards show PNG, JPEG, GIF, WebP and SVG.',
  'too-large': 'This image has more than 20 MB. Save it smaller, then add it again.',
  'too-many-pixels':
    'This image has too many pixels: 16,384 along a side and 50 million in all are allowed. Make it smaller, then add it again.',
  full: 'The images and files of this board take all of the 500 MB that they may. Delete some that are not needed; the room of an image is free a week later.',
  storage: 'This device has no room left for the image. Free some disk space, then add it again.',
  missing:
    'The clipboard names an image without its content. Copy it again where the image is shown, or add its file.',
} as const satisfies Record<ImageProblem, string>);

export const pasteTexts = catalog('whiteboard.paste', {
  title: 'Not pasted',
  partTitle: 'Not everything was pasted',
  images:
    'The images in the copied text are on other computers, and are left out. To add one, save it, then drop its file here.',
  elements:
    '{count, plural, one {One element cannot be shown on this board and is left out.} other {# elements cannot be shown on this board and are left out.}}',
  file: 'Clipboard',
});

/** The reasons why the clipboard was not pasted, with remedies. */
export const pasteProblems = catalog('whiteboard.pasteProblems', {
  'too-large': 'The clipboard holds more than a board can have. Copy a part of it.',
  'text-too-long':
    'The copied text has more than 1,000 lines or 200,000 characters. Copy a part of it, or add it as a file to a card.',
  damaged: 'The clipboard holds a drawing that is damaged or incomplete. Copy it again.',
  'no-elements': 'The clipboard holds no element that can be shown on this board.',
  'foreign-image':
    'The copied image is on another computer, which Paxboard does not contact. Save the image, then drop its file here.',
} as const satisfies Record<PasteProblem, string>);

const imagesStatus = catalog('whiteboard.imagesStatus', {
  receiving: 'Receiving {count, plural, one {# image} other {# images}}…',
  receivingAmount: 'Receiving {count, plural, one {# image} other {# images}}: {amount}',
  receivingFrom: 'Receiving {count, plural, one {# image} other {# images}} from {name}…',
  receivingFromAmount: 'Receiving {count, plural, one {# image} other {# images}} from {name}: {amount}',
  noRoom: 'This device has no room for {count, plural, one {# image} other {# images}} on this board.',
  waiting:
    '{count, plural, one {Waiting for a device that has this image. None of the connected devices does.} other {Waiting for a device that has these # images. None of the connected devices does.}}',
});

/**
 * The state of images that are not here yet: transfers first, then images without a holder.
 *
 * @param nameOf the name of a device’s person.
 */
export function imagesStatusText(
  missing: BlobsView['missing'],
  nameOf: (id: string) => string | undefined,
): string | undefined {
  const coming = missing.filter(({ from, problem }) => from !== undefined && problem === undefined);
  if (coming.length > 0) return receivingText(coming, nameOf);
  const homeless = missing.filter(({ problem }) => problem !== undefined).length;
  if (homeless > 0) return imagesStatus.noRoom({ count: homeless });
  return missing.length === 0 ? undefined : imagesStatus.waiting({ count: missing.length });
}

function receivingText(coming: BlobsView['missing'], nameOf: (id: string) => string | undefined): string {
  const count = coming.length;
  const [name, ...others] = new Set(coming.map(({ from }) => nameOf(from ?? '')));
  const sender = others.length === 0 ? name : undefined;
  const bytes = coming.reduce((sum, { progress }) => sum + (progress?.bytes ?? 0), 0);
  const total = coming.reduce((sum, { progress }) => sum + (progress?.total ?? 0), 0);
  if (total === 0) {
    return sender === undefined
      ? imagesStatus.receiving({ count })
      : imagesStatus.receivingFrom({ count, name: sender });
  }
  const amount = formatBytesOf(bytes, total);
  return sender === undefined
    ? imagesStatus.receivingAmount({ count, amount })
    : imagesStatus.receivingFromAmount({ count, name: sender, amount });
}
