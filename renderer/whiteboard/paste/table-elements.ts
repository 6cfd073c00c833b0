/** A table as rectangles with texts, in one group. Excalidraw measures the texts. */

import { convertToExcalidrawElements } from '@excalidraw/excalidraw';
import type { ElementPatch } from '#shared/board/commands.ts';
import { importScene } from '#shared/board/element/import/import.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { creationOf, lastIndexOf } from '../files/placing.ts';
import { type Cells, gridOf, padding, type Size } from './table.ts';

const fontSize = 16;
const headColour = '#e9ecef';

type Skeletons = NonNullable<Parameters<typeof convertToExcalidrawElements>[0]>;

/**
 * @param centre in canvas pixels.
 * @returns the new elements, for `SceneSync.submit`.
 */
export function tableFor(
  board: readonly BoardElement[],
  cells: Cells,
  centre: { readonly x: number; readonly y: number },
): readonly ElementPatch[] {
  const { columns, rows } = gridOf(cells, sizeOf);
  const skeletons: Skeletons = [];
  let y = 0;
  cells.forEach((row, atRow) => {
    let x = 0;
    row.forEach((text, atColumn) => {
      const width = columns[atColumn] ?? 0;
      skeletons.push({
        type: 'rectangle',
        x,
        y,
        width,
        height: rows[atRow] ?? 0,
        groupIds: ['table'],
        strokeColor: '#1e1e1e',
        strokeWidth: 1,
        roughness: 0,
        ...(atRow === 0 ? { backgroundColor: headColour, fillStyle: 'solid' as const } : {}),
        ...(text === '' ? {} : { label: { text, fontSize, groupIds: ['table'] } }),
      });
      x += width;
    });
    y += rows[atRow] ?? 0;
  });
  const imported = importScene(
    { elements: convertToExcalidrawElements(skeletons) },
    {
      newId: () => crypto.randomUUID(),
      after: lastIndexOf(board),
      offset: ({ left, top, width, height }) => ({
        x: centre.x - left - width / 2,
        y: centre.y - top - height / 2,
      }),
    },
  );
  return imported.ok ? creationOf(imported.elements) : [];
}

function sizeOf(text: string, width?: number): Size {
  if (text === '') return { width: 0, height: 0 };
  const skeleton: Skeletons[number] =
    width === undefined
      ? { type: 'text', x: 0, y: 0, text, fontSize }
      : { type: 'rectangle', x: 0, y: 0, width: width + padding, height: 1, label: { text, fontSize } };
  const measured = convertToExcalidrawElements([skeleton]).find(({ type }) => type === 'text');
  return { width: measured?.width ?? 0, height: measured?.height ?? 0 };
}
