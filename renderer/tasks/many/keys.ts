/**
 * The task list by keyboard. Keys of one character, except `?`, count only while a card has the focus, so that no change is
 * made by mistake.
 */

import type { ColumnId } from '#shared/board/task/model.ts';
import type { ShownCards } from '../focus.ts';

export type Direction = 'up' | 'down' | 'left' | 'right';

export type KeyAction =
  | { readonly does: 'go' | 'move'; readonly to: Direction }
  | {
      readonly does:
        | 'claim'
        | 'complete'
        | 'edit'
        | 'select'
        | 'duplicate'
        | 'archive'
        | 'remove'
        | 'assign'
        | 'attach'
        | 'template'
        | 'add';
    }
  | { readonly does: 'search' | 'help' | 'undo' | 'redo' | 'unselect' };

export interface Pressed {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

const arrows: ReadonlyMap<string, Direction> = new Map([
  ['ArrowUp', 'up'],
  ['ArrowDown', 'down'],
  ['ArrowLeft', 'left'],
  ['ArrowRight', 'right'],
]);

const letters = new Map([
  ['c', 'claim'],
  ['d', 'complete'],
  ['e', 'edit'],
  ['x', 'select'],
  ['a', 'assign'],
  ['f', 'attach'],
  ['t', 'template'],
  ['n', 'add'],
  ['Delete', 'remove'],
] as const);

/** @param onCard the title of a card has the focus. */
export function keyAction(pressed: Pressed, onCard: boolean): KeyAction | undefined {
  const { key, altKey, shiftKey } = pressed;
  const command = pressed.ctrlKey || pressed.metaKey;
  if (command && !altKey && key.toLowerCase() === 'z') return { does: shiftKey ? 'redo' : 'undo' };
  if (pressed.ctrlKey && !altKey && !shiftKey && key.toLowerCase() === 'y') return { does: 'redo' };
  // It changes nothing, so it works anywhere on the list.
  if (key === '?' && !command && !altKey) return { does: 'help' };
  if (!onCard) return undefined;
  const to = arrows.get(key);
  if (to !== undefined) {
    if (command || shiftKey) return undefined;
    return { does: altKey ? 'move' : 'go', to };
  }
  if (command || altKey) return undefined;
  if (shiftKey) return key === 'D' ? { does: 'duplicate' } : key === 'A' ? { does: 'archive' } : undefined;
  if (key === '/') return { does: 'search' };
  if (key === 'Escape') return { does: 'unselect' };
  for (const [letter, does] of letters) if (letter === key) return { does };
  return undefined;
}

/** The neighbour of `id`: across columns without shown cards, at the same index or the nearest one. */
export function neighbour(
  shown: ShownCards,
  columns: readonly ColumnId[],
  id: string,
  to: Direction,
): string | undefined {
  const at = columns.findIndex((column) => shown[column]?.includes(id));
  const cards = shown[columns[at] ?? ''] ?? [];
  const index = cards.indexOf(id);
  if (index < 0) return undefined;
  if (to === 'up' || to === 'down') return cards[to === 'up' ? index - 1 : index + 1];
  const step = to === 'left' ? -1 : 1;
  for (let other = at + step; other >= 0 && other < columns.length; other += step) {
    const beside = shown[columns[other] ?? ''] ?? [];
    if (beside.length > 0) return beside[Math.min(index, beside.length - 1)];
  }
  return undefined;
}
