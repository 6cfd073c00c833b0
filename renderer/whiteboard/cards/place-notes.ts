/** Notes for cards, beside the drawing on the board. */

import { convertToExcalidrawElements } from '@excalidraw/excalidraw';
import type { BoardSession } from '#app/session/api.ts';
import { customDataFor } from '#shared/board/element/card-tie.ts';
import { creationOf, placedOn } from '../files/placing.ts';
import { inRows, noteText, noteWidth } from './notes.ts';

export interface CardForNote {
  readonly id: string;
  readonly title: string;
  readonly notes: string;
}

/** @returns the ids of the new elements. */
export function placeNotes(session: BoardSession, cards: readonly CardForNote[]): readonly string[] {
  const notes = cards.map(noteOf);
  const places = inRows(notes.map(([shape]) => shape?.height ?? 0));
  const elements = notes.flatMap((note, at) => {
    const { x = 0, y = 0 } = places[at] ?? {};
    return note.map((element) => ({ ...element, x: element.x + x, y: element.y + y }));
  });
  const drawing = placedOn(session.elements(), { type: 'excalidraw', elements }, 'beside', () =>
    crypto.randomUUID(),
  );
  if (drawing === undefined) return [];
  session.patchElements(creationOf(drawing.elements));
  return drawing.elements.map(({ id }) => id);
}

/** A shape, and the text in it. Excalidraw measures the text. */
function noteOf(card: CardForNote) {
  return convertToExcalidrawElements([
    {
      type: 'rectangle',
      x: 0,
      y: 0,
      width: noteWidth,
      height: 100,
      backgroundColor: '#ffec99',
      fillStyle: 'solid',
      strokeColor: '#1e1e1e',
      strokeWidth: 1,
      roughness: 0,
      customData: customDataFor(card.id),
      label: { text: noteText(card), fontSize: 16 },
    },
  ]);
}
