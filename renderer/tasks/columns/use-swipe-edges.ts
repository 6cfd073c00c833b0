/**
 * A finger that swipes beyond the first or the last column goes nowhere. Chromium takes such a swipe for its own gesture and leaves the
 * board; for touch screens `overscroll-behavior` does not prevent that.
 */

import { type RefObject, useEffect } from 'react';

/** The scroll position of an element. CSS pixels. */
export interface Scrolled {
  /** Negative from right to left. */
  readonly scrollLeft: number;
  readonly scrollWidth: number;
  readonly clientWidth: number;
}

/** Positions of scrolling have fractions. */
const nearly = 1;

/** @param dx the way of the finger, CSS pixels. @param dy likewise. @returns whether it would scroll `columns` beyond their edge. */
export function goesBeyond(columns: Scrolled, dx: number, dy: number, isRtl: boolean): boolean {
  if (Math.abs(dx) <= Math.abs(dy)) return false;
  const range = columns.scrollWidth - columns.clientWidth;
  const fromLeft = columns.scrollLeft + (isRtl ? range : 0);
  return dx > 0 ? fromLeft <= nearly : fromLeft >= range - nearly;
}

export function useSwipeEdges(element: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const columns = element.current;
    if (columns === null) return;
    let start: Touch | undefined;
    const onStart = ({ touches }: TouchEvent): void => {
      start = touches.length === 1 ? touches[0] : undefined;
    };
    const onMove = (event: TouchEvent): void => {
      const now = event.touches[0];
      // A page that is zoomed in is moved by the same swipe.
      const isZoomed = (window.visualViewport?.scale ?? 1) > 1;
      if (start === undefined || now === undefined || isZoomed || !event.cancelable) return;
      const isRtl = getComputedStyle(columns).direction === 'rtl';
      if (goesBeyond(columns, now.clientX - start.clientX, now.clientY - start.clientY, isRtl))
        event.preventDefault();
    };
    columns.addEventListener('touchstart', onStart, { passive: true });
    columns.addEventListener('touchmove', onMove, { passive: false });
    return () => {
      columns.removeEventListener('touchstart', onStart);
      columns.removeEventListener('touchmove', onMove);
    };
  }, [element]);
}
