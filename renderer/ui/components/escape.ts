/**
 * Escape closes the dialog or drawer on top, and no other one. Mantine's own listeners would close all at once. A dialog
 * that listened only once the one above it is gone would lose a press that follows at once.
 */

import { useLayoutEffect, useRef } from 'react';

interface Opened {
  /** Absent while it cannot be closed. */
  close: (() => void) | undefined;
}

/** The latest one is on top. */
const open: Opened[] = [];

/** For a Mantine dialog with `closeOnEscape={false}`. @param close absent while Escape has no effect */
export function useEscape(opened: boolean, close: (() => void) | undefined): void {
  const own = useRef<Opened>({ close: undefined });
  useLayoutEffect(() => {
    own.current.close = close;
  }, [close]);
  useLayoutEffect(() => {
    if (!opened) return;
    const { current } = own;
    if (open.length === 0) window.addEventListener('keydown', closeTop, { capture: true });
    open.push(current);
    return () => {
      open.splice(open.indexOf(current), 1);
      if (open.length === 0) window.removeEventListener('keydown', closeTop, { capture: true });
    };
  }, [opened]);
}

function closeTop({ key, isComposing, target }: KeyboardEvent): void {
  if (key !== 'Escape' || isComposing || hasOwnEscape(target)) return;
  open.at(-1)?.close?.();
}

/** An open menu or list of choices, which closes first. Mantine marks its parts. */
function hasOwnEscape(target: EventTarget | null): boolean {
  return target instanceof Element && target.getAttribute('data-mantine-stop-propagation') === 'true';
}
