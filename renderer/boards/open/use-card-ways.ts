import { useMemo, useRef, useState } from 'react';
import type { TaskListValue } from '../../tasks/list-context.ts';
import type { CardRequest } from '../../whiteboard/Whiteboard.tsx';
import type { BoardTab } from '../navigation/route.ts';

export type CardWays = ReturnType<typeof useCardWays>;

/** The ways between cards and the elements that are tied to them. Both tabs keep their state; the other one is opened. */
export function useCardWays(onTab: (tab: BoardTab) => void) {
  const [cardRequest, setCardRequest] = useState<CardRequest>();
  const [openRequest, setOpenRequest] = useState<{ readonly id: string }>();
  const latest = useRef(onTab);
  latest.current = onTab;
  // The same functions for good: the tabs are not rendered again because of them.
  const ways = useMemo(() => {
    const openCard = (id: string): void => {
      latest.current('tasks');
      setOpenRequest({ id });
    };
    const whiteboard: TaskListValue['whiteboard'] = {
      show: (elements) => {
        latest.current('whiteboard');
        setCardRequest({ show: elements });
      },
      addNotes: (cards) => {
        latest.current('whiteboard');
        setCardRequest({ notesFor: cards.map(({ id, title, notes }) => ({ id, title, notes })) });
      },
    };
    return { openCard, whiteboard };
  }, []);
  return { cardRequest, openRequest, ...ways };
}
