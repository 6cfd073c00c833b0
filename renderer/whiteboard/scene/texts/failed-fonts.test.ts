import { expect, it, vi } from 'vitest';
import { type ExcalidrawFont, loadFailedFonts, onHostReturned } from './failed-fonts.ts';

function face(status: FontFaceLoadStatus, load = vi.fn(async () => undefined)): FontFace {
  return { status, load } as unknown as FontFace;
}

it('a font that could not be loaded takes the place of itself, and is loaded; all others stay', () => {
  const [failed, loaded, unused] = [face('error'), face('loaded'), face('unloaded')];
  const again = face(
    'unloaded',
    vi.fn(() => Promise.reject(new Error('the host is away again'))),
  );
  const renewed = vi.fn(() => again);
  const fonts: ExcalidrawFont[] = [failed, loaded, unused].map((fontFace) => ({ fontFace, renewed }));
  const page = new Set([failed, loaded, unused]);
  loadFailedFonts(page, fonts);
  expect([...page]).toEqual([loaded, unused, again]);
  expect(fonts.map(({ fontFace }) => fontFace)).toEqual([again, loaded, unused]);
  expect(again.load).toHaveBeenCalledTimes(1);
  expect(loaded.load).not.toHaveBeenCalled();
  expect(unused.load).not.toHaveBeenCalled();
});

it('a font of the system, which Excalidraw does not add to the page, stays out of it', () => {
  const system = face('error');
  const renewed = vi.fn(() => face('error'));
  const page = new Set<FontFace>();
  loadFailedFonts(page, [{ fontFace: system, renewed }]);
  expect([page.size, renewed.mock.calls.length]).toEqual([0, 0]);
});

it('a connection to a host returns each time after there was none', () => {
  let status = 'connected';
  let changed = (): void => undefined;
  const stop = vi.fn();
  const session = {
    view: () => ({ signaling: { status } }),
    subscribe: (listener: () => void) => {
      changed = listener;
      return stop;
    },
  };
  const returned = vi.fn();
  expect(onHostReturned(session, returned)).toBe(stop);
  for (const next of [
    'connected',
    'failing',
    'connecting',
    'connected',
    'connected',
    'failing',
    'connected',
  ]) {
    status = next;
    changed();
  }
  expect(returned).toHaveBeenCalledTimes(2);
});
