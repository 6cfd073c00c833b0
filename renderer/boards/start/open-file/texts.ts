/** Texts about files with a board or a drawing, on the start screen. */

import type { FillProgress, FillTexts } from '#app/shelf/filling/fill.ts';
import type { NewBoard } from '#app/shelf/filling/new-board.ts';
import { catalog } from '#shared/texts/catalog.ts';
import { importTexts } from '../../../tasks/exchange/texts.ts';
import { allOf } from '../../../ui/format.ts';
import type { FileContent, FileProblem } from './read-file.ts';

export const openFile = catalog('start.openFile', {
  label: 'Board or drawing from a file',
  hint: 'A board that was saved (.paxboard.json) or a drawing of Excalidraw becomes a new board on this device. You can also drop the file on this page.',
  open: 'Open file…',
  drop: 'Drop the file to open it as a new board',
  title: 'Open “{file}”',
  reading: 'Reading the file…',
  readingOf: 'Reading the file: {amount}',
  readingLabel: 'Read so far',
  another: 'Another file…',
  contains: 'The new board gets {contents}.',
  containsNothing: 'The new board is empty, as the file has neither elements nor cards.',
  counts: {
    elements: '{count, plural, one {# element} other {# elements}}',
    cards: '{count, plural, one {# card} other {# cards}}',
    blobs: '{count, plural, one {# image or file} other {# images and files}}',
  },
  leftBehind:
    'It is on this device only. People, claims and the history of cards are not copied; the names of authors and assignees become part of the text.',
  lacking:
    '{count, plural, one {# image or file is not in this file. Its place stays empty.} other {# images and files are not in this file. Their places stay empty.}}',
  refused:
    '{count, plural, one {# part of the file does not fit on a board, and is left out.} other {# parts of the file do not fit on a board, and are left out.}}',
  confirm: 'Create board',
  progress: {
    blobs: 'Storing images and files: {done, number} of {all, number}',
    cards: 'Adding cards: {done, number} of {all, number}',
    elements: 'Adding elements: {done, number} of {all, number}',
  } as const satisfies Record<FillProgress['part'], string>,
  starting: 'Creating the board…',
  progressLabel: 'Added so far',
  done: 'The new board “{name}” is made from “{file}”.',
  notAll: {
    refused:
      '{count, plural, one {# part does not fit on the board, and is left out.} other {# parts do not fit on the board, and are left out.}}',
    damaged:
      '{count, plural, one {# image or file in it is damaged, and is left out.} other {# images and files in it are damaged, and are left out.}}',
    full: '{count, plural, one {There was no room for # image or file.} other {There was no room for # images and files.}}',
  },
  cancelled: 'Cancelled: there is no new board.',
  failed: 'The board could not be created. There is no new board, and the file has not changed.',
  assigned: 'Was assigned to {names}.',
  problems: {
    unreadable: 'The file could not be read. Perhaps it was moved or deleted.',
    'too-large': 'This file is larger than any board, so it was not opened.',
    'not-recognised':
      'Paxboard cannot open this file. It opens boards that were saved (.paxboard.json), and drawings of Excalidraw (.excalidraw, or PNG and SVG with the scene in it).',
    damaged: 'This file is damaged: it ends too early, or was changed.',
    newer: 'A newer version of Paxboard saved this file. Update Paxboard, then open it again.',
    'no-scene':
      'This picture has no drawing in it. To add it to a board, open the board and drop it on the whiteboard.',
    'no-reader':
      'The part of Paxboard that reads pictures could not be loaded. Check that the computer that serves this page is on, then open the file again.',
    library:
      'This is a library of shapes, not a drawing. To add it to a board, open the board and drop it on the whiteboard.',
    invite: 'This is an invite to a board, not a board. Copy the link in it into “Join a board”.',
  } as const satisfies Record<FileProblem, string>,
});

/** Sentences in the notes and comments of cards, in Markdown. */
export const fillTexts: FillTexts = {
  commentBy: importTexts.commentBy,
  assigned: (names) => openFile.assigned({ names: allOf(names) }),
};

/** What the new board gets. */
export function contentsText({ content }: Pick<FileContent, 'content'>): string {
  const counts = [
    [openFile.counts.elements, content.elements.length],
    [openFile.counts.cards, content.cards.length],
    [openFile.counts.blobs, content.blobs.length],
  ] as const;
  const contents = counts.flatMap(([text, count]) => (count === 0 ? [] : [text({ count })]));
  return contents.length === 0 ? openFile.containsNothing : openFile.contains({ contents: allOf(contents) });
}

/** The report of a new board, and whether it has all of the file. */
export function filledText({ board, refused, damaged, full }: NewBoard, file: string) {
  const left = [
    [openFile.notAll.refused, refused],
    [openFile.notAll.damaged, damaged],
    [openFile.notAll.full, full],
  ] as const;
  const missing = left.flatMap(([text, count]) => (count === 0 ? [] : [text({ count })]));
  return {
    isWhole: missing.length === 0,
    text: [openFile.done({ name: board.name, file }), ...missing].join(' '),
  };
}
