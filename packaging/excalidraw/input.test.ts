import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { patchedPlace } from './patched-code.ts';

test('a gesture begins with the main button and the eraser of a pen, and with no other button', () => {
  const place = patchedPlace('a press of any button');
  const [, event = ''] = /:([\w$]+)\.pointerType/.exec(place) ?? [];
  const buttonAfter = (button: number): string =>
    runInNewContext(`({${place}})`, { [event]: { button, pointerType: 'mouse' } }).cursorButton;
  expect([0, 1, 2, 3, 4, 5].map(buttonAfter)).toEqual(['down', 'up', 'up', 'up', 'up', 'down']);
});

test('the context menu pastes by an event on the whiteboard, which the check of the clipboard sees', () => {
  const place = patchedPlace('without an event');
  const [, app = ''] = /^([\w$]+)\./.exec(place) ?? [];
  const [, made = '', types = ''] = /clipboardData:([\w$]+)\(\{types:([\w$]+)\}/.exec(place) ?? [];
  const events: unknown[] = [];
  class ClipboardEvent {
    readonly all: unknown[];
    constructor(...all: unknown[]) {
      this.all = all;
    }
  }
  runInNewContext(place, {
    ClipboardEvent,
    [app]: { excalidrawContainerRef: { current: { dispatchEvent: (event: unknown) => events.push(event) } } },
    [made]: (clipboard: { readonly types: unknown }) => ({ clipboardData: clipboard.types }),
    [types]: 'texts',
  });
  expect(events).toEqual([
    expect.objectContaining({ all: ['paste', { clipboardData: 'texts', bubbles: true, cancelable: true }] }),
  ]);
});

test('a clipboard that cannot be read is reported', () => {
  const place = patchedPlace('ends without a word');
  const [, error = ''] = /^([\w$]+)\./.exec(place) ?? [];
  const isSilent = (name: string): boolean =>
    runInNewContext(place.slice(0, place.indexOf('?')), { [error]: { name } });
  expect([isSilent('AbortError'), isSilent('NotAllowedError')]).toEqual([true, false]);
});

test('Ctrl+S and Ctrl+Shift+S save a file', () => {
  const keyTest = patchedPlace('the key that saves');
  const [, keys = ''] = /===([\w$]+)\.S/.exec(keyTest) ?? [];
  const isSaving = runInNewContext(keyTest, { [keys]: { S: 's', CTRL_OR_CMD: 'ctrlKey' } });
  expect(isSaving({ key: 's', ctrlKey: true, shiftKey: false })).toBe(true);
  expect(isSaving({ key: 'S', ctrlKey: true, shiftKey: true })).toBe(true);
  expect(isSaving({ key: 's', ctrlKey: false, shiftKey: false })).toBe(false);
});

test('the wheel over the name of a frame moves the view, once', () => {
  const place = patchedPlace('on the name of a frame');
  const [, event = ''] = /^([\w$]+)\.target/.exec(place) ?? [];
  const isOfCanvas = runInNewContext(`${event} => Boolean(${place})`, {
    HTMLCanvasElement: class {},
    HTMLTextAreaElement: class {},
    HTMLIFrameElement: class {},
  });
  const name = { closest: (selector: string) => (selector === '[id*=-frame-name-]' ? {} : null) };
  expect(isOfCanvas({ target: name })).toBe(true);
  expect(isOfCanvas({ target: name, nativeEvent: {} })).toBe(false);
  expect(isOfCanvas({ target: { closest: () => null } })).toBe(false);
});

test('a step is not entered into the history of Excalidraw', () => {
  const snapshot = runInNewContext(`({ ${patchedPlace('history of Excalidraw, which holds')} } })`);
  expect(snapshot.maybeClone(new Map([['a', { id: 'a' }]]), {})).toBe(snapshot);
});
