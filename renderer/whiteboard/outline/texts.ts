/** Texts of the list of elements. */

import { catalog } from '#shared/texts/catalog.ts';

export const outlineTexts = catalog('whiteboard.outline', {
  open: 'List of elements',
  title: 'Elements on the whiteboard',
  hint: 'Choose one to select it and show it.',
  empty: 'Nothing is on the whiteboard yet.',
  first: 'The first {shown, number} of {count, number} elements, from the top.',
  withText: '{kind}: {text}',
  kinds: {
    rectangle: 'Rectangle',
    diamond: 'Diamond',
    ellipse: 'Ellipse',
    arrow: 'Arrow',
    line: 'Line',
    freedraw: 'Drawing',
    text: 'Text',
    image: 'Image',
    frame: 'Frame',
    other: 'Element',
  },
});

/** @param type Excalidraw's name of the type. */
export function entryText(type: string, text: string): string {
  const known = Object.entries(outlineTexts.kinds).find(([name]) => name === type);
  const kind = known?.[1] ?? outlineTexts.kinds.other;
  return text === '' ? kind : outlineTexts.withText({ kind, text });
}
