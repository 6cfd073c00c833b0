/** Files that a person chooses, drops or pastes; and the notifications of their outcome. */

import { notifications } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import type { BoardSession } from '#app/session/api.ts';
import { warnIfNearlyFull } from '../../ui/nearly-full.ts';
import { attachFiles, type CardOfFiles } from './attach.ts';
import { problemText, files as texts } from './texts.ts';

/** Notifications of problems at once; the further ones are counted. */
const maxNamed = 3;

/** Attaches `given` to a card, and reports problems. @returns how many are on the card. */
export async function giveFiles(
  session: BoardSession,
  card: CardOfFiles,
  given: readonly File[],
): Promise<number> {
  const { attached, problems } = await attachFiles(session, card, given);
  for (const { name, why } of problems.slice(0, maxNamed)) {
    notifications.show({
      title: texts.problemTitle({ name }),
      message: problemText(why),
      color: 'yellow',
    });
  }
  const more = problems.length - maxNamed;
  if (more > 0) notifications.show({ message: texts.more({ count: more }), color: 'yellow' });
  warnIfNearlyFull(session.blobs.view().bytes);
  return attached;
}

/** Opens the system's dialog; only during a press of a key or button. */
export function chooseFiles(chosen: (files: readonly File[]) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.addEventListener('change', () => {
    const given = [...(input.files ?? [])];
    if (given.length > 0) chosen(given);
  });
  input.click();
}

export function holdsFiles(transfer: Pick<DataTransfer, 'types'>): boolean {
  return transfer.types.includes('Files');
}

/**
 * Calls back with pasted files while it is mounted, and with the focused element: without a selection the event's target is not
 * it. A text that is pasted with its picture, as spreadsheets do, stays a text.
 *
 * @param paste returns whether it takes them.
 */
export function usePastedFiles(paste: (files: readonly File[], focused: Element) => boolean): void {
  const latest = useRef(paste);
  useEffect(() => {
    latest.current = paste;
  });
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const { clipboardData } = event;
      const focused = document.activeElement;
      if (clipboardData === null || focused === null || event.defaultPrevented) return;
      const given = [...clipboardData.files];
      if (given.length === 0 || clipboardData.types.includes('text/plain')) return;
      if (latest.current(given, focused)) event.preventDefault();
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, []);
}
