/** Texts of the archive and the trash. */

import type { Shelf } from '#shared/board/task/model.ts';
import { catalog } from '#shared/texts/catalog.ts';

export const shelf = catalog('tasks.shelf', {
  titles: { archive: 'Archive', trash: 'Trash' } as const satisfies Record<Shelf, string>,
  empty: { archive: 'Nothing is archived.', trash: 'The trash is empty.' } as const satisfies Record<
    Shelf,
    string
  >,
  hint: {
    archive: 'Archived cards keep their numbers, and can be brought back at any time.',
    trash: 'Cards stay in the trash until someone deletes them for good.',
  } as const satisfies Record<Shelf, string>,
  search: 'Search',
  restore: 'Bring back',
  restoreLabel: 'Bring back {title}',
  open: 'Open {title}',
  remove: 'Delete for good',
  removeLabel: 'Delete {title} for good',
  removeTitle: 'Delete “{title}” for good?',
  removeAllTitle: '{count, plural, one {Delete # card for good?} other {Delete # cards for good?}}',
  removeText: 'For everyone. This cannot be undone. The numbers are not used again.',
  removeConfirm: 'Delete for good',
  emptyTrash: 'Empty the trash…',
  more: '{count, number} more; search to find them.',
});
