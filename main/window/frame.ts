/** Measures the frame that the window manager of a Linux desktop puts around a window. */

import type { BrowserWindow } from 'electron';
import { type FrameOffset, frameOffset, noFrame } from './window-bounds.ts';

/** The window manager places a window and its frame within this time after it is shown, milliseconds. */
const placingMilliseconds = 1000;

/** @returns a function with the offset; there is none before the window was shown, and on other systems. */
export function watchFrame(window: BrowserWindow): () => FrameOffset {
  let frame = noFrame;
  if (process.platform !== 'linux') return () => frame;
  const asked = window.getNormalBounds();
  window.once('show', () => {
    const shownAt = performance.now();
    window.on('move', () => {
      // Once the frame is known, a move is a person's.
      if (frame !== noFrame || performance.now() - shownAt > placingMilliseconds || window.isMaximized())
        return;
      frame = frameOffset(asked, window.getNormalBounds());
    });
  });
  return () => frame;
}
