/** Texts of undo and redo. */

import { catalog } from '#shared/texts/catalog.ts';

export const undoTexts = catalog('whiteboard.undo', {
  undo: 'Undo',
  redo: 'Redo',
  none: 'Someone else changed the same since, so it stays as it is.',
  partly:
    '{left, plural, one {# element stays as it is} other {# elements stay as they are}} in part, because someone else changed the same since.',
});
