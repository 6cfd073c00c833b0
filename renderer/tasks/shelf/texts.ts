/** Texts of the archive and the trash. */

import type { Shelf } from '#shared/board/task/model.ts';

export const shelf = {
  titles: { archive: 'Archive', trash: 'Trash' } satisfies Record<Shelf, string>,
  empty: { archive: 'Nothing is archived.', trash: 'The trash is empty.' } satisfies Record<Shelf, string>,
  hint: {
    archive: 'Archived cards keep their numbers, and can be brought back at any time.',
    trash: 'Cards stay in the trash until someone deletes them for good.',
  } satisfies Record<Shelf, string>,
  search: 'Search',
  restore: 'Bring back',
  restoreLabel: (title: string) => `Bring back ${title}`,
  open: (title: string) => `Open ${title}`,
  remove: 'Delete for good',
  removeLabel: (title: string) => `Delete ${title} for good`,
  removeTitle: (title: string) => `Delete “${title}” for good?`,
  removeAllTitle: (count: number) =>
    count === 1 ? 'Delete 1 card for good?' : `Delete ${count} cards for good?`,
  removeText: 'For everyone. This cannot be undone. The numbers are not used again.',
  removeConfirm: 'Delete for good',
  empties: 'Empty the trash…',
  more: (count: number) => `${count} more; search to find them.`,
} as const;
