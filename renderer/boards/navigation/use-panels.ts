/**
 * The panels of an open board that are rendered. A rendered one stays: the whiteboard holds its view, the tasks their
 * texts.
 */

import { startTransition, useCallback, useEffect, useState } from 'react';
import type { BoardTab } from './route.ts';

/** After the whiteboard is shown, so that its first frames come first. */
const tasksDelayMilliseconds = 200;

/**
 * The whiteboard is loaded when it is chosen; the tasks when they are chosen, or after the whiteboard that covers them is
 * shown.
 */
export function usePanels(tab: BoardTab) {
  const [hasWhiteboard, setHasWhiteboard] = useState(tab === 'whiteboard');
  const [hasTasks, setHasTasks] = useState(tab === 'tasks');
  const [isShown, setIsShown] = useState(false);
  useEffect(() => {
    if (tab === 'whiteboard') setHasWhiteboard(true);
    else setHasTasks(true);
  }, [tab]);
  useEffect(() => {
    if (!isShown) return;
    const timer = window.setTimeout(() => startTransition(() => setHasTasks(true)), tasksDelayMilliseconds);
    return () => window.clearTimeout(timer);
  }, [isShown]);
  const whiteboardShown = useCallback(() => setIsShown(true), []);
  return { hasWhiteboard, hasTasks, whiteboardShown };
}
