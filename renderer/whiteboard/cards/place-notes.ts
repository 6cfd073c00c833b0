/** Notes for cards, beside the drawing on the board. */

import { convertToExcalidrawElements } from '@excalidraw/excalidraw';
import type { ElementPatch } from '#shared/board/commands.ts';
import { customDataFor } from '#shared/board/element/card-tie.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { creationOf, placedOn } from '../files/placing.ts';
import { inRows, noteText, noteWidth } from './notes.ts';

export interface CardForNote {
  readonly id: string;
  readonly title: string;
  readonly notes: string;
}

/** @returns the new elements, for `SceneSync.submit`. */
export function notesFor(
  board: readonly BoardElement[],
  cards: readonly CardForNote[],
): readonly ElementPatch[] {
  const notes = cards.map(noteOf);
  const places = inRows(notes.map(([shape]) => shape?.height ?? 0));
  const elements = notes.flatMap((note, at) => {
    const { x = 0, y = 0 } = places[at] ?? {};
    return note.map((element) => ({ ...element, x: element.x + x, y: element.y + y }));
  });
  const drawing = placedOn(board, { type: 'excalidraw', elements }, 'beside', () => crypto.randomUUID());
  return drawing === undefined ? [] : creationOf(drawing.elements);
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
