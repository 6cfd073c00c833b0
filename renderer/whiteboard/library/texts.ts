/** Texts of the library. */

import { catalog } from '#shared/texts/catalog.ts';

export const libraryTexts = catalog('whiteboard.library', {
  name: 'Library of this board',
  empty: 'Select something on the whiteboard to add it here, or drop a library file onto the whiteboard.',
  notChanged: 'The library of this board could not be changed. It is shown as it was. Try again.',
  open: 'Add a library…',
  addOwn: 'Add this device’s library ({count, number})',
  noLibrary: 'This is not a library of Excalidraw, or it is damaged. Nothing has changed.',
  unusable:
    '{count, plural, one {One item cannot be in the library of a board (it has an image or an embedded page, or is too large) and is left out.} other {# items cannot be in the library of a board (they have images or embedded pages, or are too large) and are left out.}}',
});
