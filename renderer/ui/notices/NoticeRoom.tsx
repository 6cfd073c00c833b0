import { useNotifications } from '@mantine/notifications';
import { useEffect } from 'react';
import './notices.css';

/** Measures the notices at the bottom of the window, so that dialogs of small windows leave them room. */
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
    };
    const observer = new ResizeObserver(measure);
    for (const stack of stacks) observer.observe(stack);
    return () => {
      observer.disconnect();
      style.removeProperty('--pb-notices');
    };
  }, [hasNotices]);
  return null;
}
