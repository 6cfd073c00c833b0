import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { AppState } from '@excalidraw/excalidraw/types';
import { expect, it } from 'vitest';
import { shape } from '../../../../testing/shape.ts';
import { toScene } from '../../adapter.ts';
import { isOnCanvasOnly, isSelectedByOthers } from './canvas-only.ts';

function made(change: Parameters<typeof shape>[1] = {}): ExcalidrawElement {
  const element = toScene(shape('one', change), { version: 1, versionNonce: 1, updated: 1 });
  if (element === undefined) throw new Error('it cannot be drawn');
  return element;
}

/** The used part of Excalidraw's state at rest. */
const rest = {
  openDialog: null,
  openSidebar: null,
  openMenu: null,
  openPopup: null,
  stats: { open: false, panels: 0 },
  scrolledOutside: false,
  editingTextElement: null,
  selectedElementIds: { other: true },
} as const;
const change = (was: ExcalidrawElement, is = made()) => ({
  before: [was],
  replaced: [{ place: 0, element: is }],
  added: [],
});

it('a change of an element that is neither selected nor tied to a card is on the canvas only', () => {
  expect(isOnCanvasOnly(rest, change(made()))).toBe(true);
  expect(isOnCanvasOnly(rest, { before: [], replaced: [], added: [made()] })).toBe(true);
});

it.each<[string, Partial<Pick<AppState, keyof typeof rest>>]>([
  ['it is selected', { selectedElementIds: { one: true } }],
  ['a dialog is open', { openDialog: { name: 'help' } }],
  ['a sidebar is open', { openSidebar: { name: 'default' } }],
  ['a menu is open', { openMenu: 'canvas' }],
  ['a popup is open', { openPopup: 'elementStroke' }],
  ['the statistics are open', { stats: { open: true, panels: 0 } }],
  ['nothing is in the view', { scrolledOutside: true }],
  ['this person types in it', { editingTextElement: made() as AppState['editingTextElement'] }],
])('the window shows it elsewhere, too, if %s', (_, state) => {
  expect(isOnCanvasOnly({ ...rest, ...state }, change(made()))).toBe(false);
});

it('a label of a selected element, and an element with a badge or without one any longer, are not on the canvas only', () => {
  const label = made({ type: 'text', text: 'a', originalText: 'a', containerId: 'other' });
  const tied = made({ customData: { paxboardCard: 'card' } });
  expect(isOnCanvasOnly(rest, change(made(), label))).toBe(false);
  expect(isOnCanvasOnly(rest, change(made(), tied))).toBe(false);
  expect(isOnCanvasOnly(rest, change(tied))).toBe(false);
  expect(isOnCanvasOnly(rest, { before: [], replaced: [], added: [tied] })).toBe(false);
});

it('the frame of another person’s selection moves with its element', () => {
  const collaborators = (id: string): AppState['collaborators'] =>
    new Map([['ben' as never, { selectedElementIds: { [id]: true } }]]);
  expect(isSelectedByOthers({ collaborators: collaborators('one') }, change(made()))).toBe(true);
  expect(isSelectedByOthers({ collaborators: collaborators('two') }, change(made()))).toBe(false);
});
