import { notifications } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import type { Notice } from '#app/session/view/view.ts';
import { noticeText } from './notice-text.ts';

/** Those that were not told yet. */
export function untold(notices: readonly Notice[], toldThrough: number): readonly Notice[] {
  return notices.filter((notice) => notice.number > toldThrough);
}

/** Red is for what this person did and what did not work. */
const noticeColour = {
  refused: 'yellow',
  cleared: 'blue',
  peer: 'yellow',
  device: 'yellow',
  local: 'red',
} as const;

/** Tells each notice of one session once. */
export function useNotices(notices: readonly Notice[]): void {
  const toldThrough = useRef(0);
  useEffect(() => {
    for (const notice of untold(notices, toldThrough.current)) {
      toldThrough.current = notice.number;
      notifications.show({
        ...noticeText(notice),
        color: noticeColour[notice.kind.type],
      });
    }
  }, [notices]);
}
