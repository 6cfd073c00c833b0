/** Texts about the files of cards. */

import type { MissingBlob } from '#app/blobs/blobs.ts';
import { maxBlobBytes, maxBoardBlobBytes } from '#shared/blob/blob.ts';
import { maxAttachments } from '#shared/board/limits.ts';
import { catalog } from '#shared/texts/catalog.ts';
import { formatBytesOf } from '../../ui/format.ts';

const megabyte = 1024 * 1024;

/** The reason why a file is not on a card. */
export type FileProblem = 'empty' | 'too-large' | 'too-many' | 'full' | 'storage' | 'unreadable' | 'refused';

export const files = catalog('tasks.files', {
  label: 'Files',
  add: 'Add files',
  adding: '{count, plural, one {Adding # file…} other {Adding # files…}}',
  hint: 'Or drop them here, or paste them. Everyone on the board gets them; at most {files, number} files of {size, number} MB each.',
  full: 'This card has {max, number} files, which is the maximum. Remove one to add another.',
  save: 'Save {name}',
  saveShort: 'Save',
  show: 'Show {name}',
  showShort: 'Show',
  remove: 'Remove the file {name}',
  by: '{size} · {name} · {time}',
  receiving: 'Receiving: {amount}',
  receivingSoon: 'Receiving…',
  waiting: 'None of the connected devices has this file.',
  paused: 'None of the connected devices has the rest of this file. Received: {amount}',
  noRoom: 'The board’s images and files take all the room that they may on this device.',
  noStorage: 'This device has no room left for this file.',
  unreadable: 'This file could not be read from this device’s storage.',
  notPicture: 'This is not a picture that can be shown.',
  attached: '{count, plural, one {# file is on “{card}”} other {# files are on “{card}”}}',
  problemTitle: '“{name}” is not on the card',
  more: '{count, plural, one {One more file was} other {# more files were}} left out.',
});

export const hint = (): string => files.hint({ files: maxAttachments, size: maxBlobBytes / megabyte });

/** The state of a file whose content is not on this device. @param missing undefined until the device looks for it. */
export function missingText(missing: Omit<MissingBlob, 'id'> | undefined): string {
  const { problem, progress, from } = missing ?? {};
  if (problem !== undefined) return problem === 'full' ? files.noRoom : files.noStorage;
  if (progress?.total === undefined) return from === undefined ? files.waiting : files.receivingSoon;
  const amount = formatBytesOf(progress.bytes, progress.total);
  // The progress is kept while no connected device has the rest.
  return from === undefined ? files.paused({ amount }) : files.receiving({ amount });
}

export const full = (): string => files.full({ max: maxAttachments });

const problems = catalog('tasks.fileProblems', {
  empty: 'The file is empty.',
  'too-large': 'It has more than {size, number} MB. Make it smaller, or split it, then add it again.',
  'too-many': 'A card has {files, number} files at most. Remove one, then add it again.',
  full: 'The images and files of this board take all of the {board, number} MB that they may. Remove some that are not needed; their room is free after some time.',
  storage: 'This device has no room left for it. Free some disk space, then add it again.',
  unreadable: 'It could not be read. Folders cannot be added; check that the file is still there.',
  refused: 'The card does not take it: it may have been removed, or the board is full.',
} as const satisfies Record<FileProblem, string>);

/** The reason why a file is not on a card, with the remedy. */
export function problemText(why: FileProblem): string {
  switch (why) {
    case 'too-large':
      return problems[why]({ size: maxBlobBytes / megabyte });
    case 'too-many':
      return problems[why]({ files: maxAttachments });
    case 'full':
      return problems[why]({ board: maxBoardBlobBytes / megabyte });
    default:
      return problems[why];
  }
}
