import { notifications } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import type { Notice } from '#app/session/view/view.ts';
import { noticeText } from './notice-text.ts';

/** The notices that have not been shown. */
export function unshown(notices: readonly Notice[], shownThrough: number): readonly Notice[] {
  return notices.filter((notice) => notice.number > shownThrough);
}

/** Red is for this person's own actions, and for failures. */
const noticeColour = {
  refused: 'yellow',
  cleared: 'blue',
  peer: 'yellow',
  device: 'yellow',
  role: 'blue',
  local: 'red',
} as const;

/** Shows each notice of one session once. */
export function useNotices(notices: readonly Notice[]): void {
  const shownThrough = useRef(0);
  useEffect(() => {
    for (const notice of unshown(notices, shownThrough.current)) {
      shownThrough.current = notice.number;
      notifications.show({
        ...noticeText(notice),
        color: noticeColour[notice.kind.type],
      });
    }
  }, [notices]);
}
