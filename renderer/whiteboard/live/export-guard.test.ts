import { describe, expect, it } from 'vitest';
import { isAboutToExport, takesSomething } from './export-guard.ts';

const quiet = { openDialog: null, openMenu: null, contextMenu: null };
const key = { code: 'KeyC', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

describe('an export is possible', () => {
  it('while a menu or a dialog is open', () => {
    expect(isAboutToExport(quiet)).toBe(false);
    expect(isAboutToExport({ ...quiet, openMenu: 'canvas' })).toBe(true);
    expect(isAboutToExport({ ...quiet, openDialog: { name: 'imageExport' } })).toBe(true);
    expect(isAboutToExport({ ...quiet, contextMenu: { items: [], top: 0, left: 0 } })).toBe(true);
  });

  it.each([
    ['copy', { ctrlKey: true }, true],
    ['copy on a Mac', { metaKey: true }, true],
    ['cut', { code: 'KeyX', ctrlKey: true }, true],
    ['save as', { code: 'KeyS', ctrlKey: true, shiftKey: true }, true],
    ['export an image', { code: 'KeyE', ctrlKey: true, shiftKey: true }, true],
    ['copy as an image', { altKey: true, shiftKey: true }, true],
    ['a letter', {}, false],
    ['undo', { code: 'KeyZ', ctrlKey: true }, false],
  ])('by a shortcut: %s', (_, pressed, takes) => {
    expect(takesSomething({ ...key, ...pressed })).toBe(takes);
  });
});
