import { useNotifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { liftedAttribute } from './lifted-notices.ts';
import './notices.css';

/** The parts of the window that end above the notices. */
const above = '.pb-tasks, .pb-start, .mantine-Modal-content, .mantine-Drawer-content';

/** Measures the notices at the bottom of the window, so that the task list and dialogs leave them room. */
export function NoticeRoom() {
  const { notifications } = useNotifications();
  const hasNotices = notifications.length > 0;
  useEffect(() => {
    if (!hasNotices) return;
    const { style } = document.documentElement;
    const stacks = [...document.querySelectorAll('.mantine-Notifications-root')];
    const measure = (): void => {
      const tops = stacks
        .map((stack) => stack.getBoundingClientRect())
        .filter(({ height }) => height > 0)
        .map(({ top }) => top);
      style.setProperty('--pb-notices', `${Math.max(0, window.innerHeight - Math.min(...tops))}px`);
      // The focused element may be in the part of a list that is out of sight now.
      const focused = document.activeElement;
      if (focused?.closest(above)) focused.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    };
    const observer = new ResizeObserver(measure);
    for (const stack of stacks) observer.observe(stack);
    const lift = new MutationObserver(measure);
    lift.observe(document.documentElement, { attributeFilter: [liftedAttribute] });
    return () => {
      observer.disconnect();
      lift.disconnect();
      style.removeProperty('--pb-notices');
    };
  }, [hasNotices]);
  return null;
}
