/**
 * Excalidraw's command palette (Ctrl+/, Ctrl+Shift+P). Its package contains it and does not export it; the build patches that
 * (`scripts/packaging/excalidraw-patches.mjs`). Without the build there is none.
 */

import type { ComponentType, ReactNode } from 'react';
import { useLayoutEffect } from 'react';
import { isForWhiteboard } from '../keys.ts';
import { isOffered } from './offered.ts';

export interface Command {
  readonly label: string;
  readonly category: string;
  readonly icon?: ReactNode;
  /** False: not while the board can only be looked at. */
  readonly viewMode?: boolean;
  readonly perform: () => void;
}

declare global {
  interface Window {
    PAXBOARD_EXCALIDRAW_PALETTE?: ComponentType<{ readonly customCommandPaletteItems: readonly Command[] }>;
    /** Whether the palette offers the command with this label. */
    PAXBOARD_EXCALIDRAW_OFFERS?: (label: string) => boolean;
  }
}

window.PAXBOARD_EXCALIDRAW_OFFERS = isOffered;

/** Within Excalidraw. @param props.commands in addition to Excalidraw's own. */
export function CommandPalette(props: { readonly commands: readonly Command[] }) {
  // A layout effect: its listener precedes that of the palette, which opens it over other tabs and dialogs as well.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (isPaletteKey(event) && !isForWhiteboard(event)) event.stopImmediatePropagation();
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
  const Palette = window.PAXBOARD_EXCALIDRAW_PALETTE;
  return Palette === undefined ? null : <Palette customCommandPaletteItems={props.commands} />;
}

export function hasPalette(): boolean {
  return window.PAXBOARD_EXCALIDRAW_PALETTE !== undefined;
}

function isPaletteKey({ ctrlKey, metaKey, altKey, shiftKey, key }: KeyboardEvent): boolean {
  return (ctrlKey || metaKey) && !altKey && (key === '/' || (shiftKey && key.toLowerCase() === 'p'));
}
